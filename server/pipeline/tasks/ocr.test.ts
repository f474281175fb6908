import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { describe, it } from "node:test";
import PDFDocument from "pdfkit";
import type { FileType } from "../page.ts";
import sharp from "../sharp.ts";
import { renderPage } from "./ocr.ts";

async function pictureSize(bytes: Uint8Array, type: FileType): Promise<readonly [width: number, height: number]> {
  const png = await renderPage({ page: { bytes, type, index: 0, maxPixels: 51_000_000, languages: [] } });
  const { format, width, height } = await sharp(png).metadata();
  assert.equal(format, "png");
  return [width, height];
}

async function pdfOf(size: [number, number]): Promise<Uint8Array> {
  const pdf = new PDFDocument({ size });
  pdf.end();
  return buffer(pdf);
}

function photo(width: number, height: number): Promise<Uint8Array> {
  return sharp({ create: { width, height, channels: 3, background: "grey" } })
    .jpeg()
    .toBuffer();
}

describe("a page as a picture", () => {
  it("has 120 pixels an inch where the page is A4", async () => {
    assert.deepEqual(await pictureSize(await pdfOf([595, 842]), "application/pdf"), [992, 1403]);
  });

  it("is at most 1,600 pixels wide and high, for a plan as for a photo of 12 megapixels", async () => {
    assert.deepEqual(await pictureSize(await pdfOf([3_000, 1_500]), "application/pdf"), [1600, 800]);
    assert.deepEqual(await pictureSize(await photo(3_000, 4_000), "image/jpeg"), [1200, 1600]);
  });

  it("is an upload's own pixels where they are fewer", async () => {
    assert.deepEqual(await pictureSize(await photo(300, 1_200), "image/jpeg"), [300, 1200]);
  });
});
