// Every kind of document that may be sent, read for real: text layer, scans, every image format, turned and transparent.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import sharp from "sharp";
import { drawPage, invoicePdf, invoicePicture, mixedPdf, receiptJpeg, scannedPdf, toBmp } from "./support/documents.ts";
import { extractFrom } from "./support/extractFrom.ts";
import { startTestServer, type TestServer } from "./support/testServer.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const invoiceSchema = { invoiceNumber: "string", dueDate: "date", totalDue: "number" };
const invoiceTruth = { invoiceNumber: "INV-2847", dueDate: "2026-06-30", totalDue: 9782 };

async function extract(bytes: Uint8Array, type: string, schema: object) {
  const { status, body } = await extractFrom(server, { bytes, type, schema, include: "pages" });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

describe("PDF", () => {
  it("with a text layer is read from it", async () => {
    const { extractedData, pages } = await extract(await invoicePdf(), "application/pdf", invoiceSchema);
    assert.deepEqual(extractedData, invoiceTruth);
    assert.deepEqual(
      pages.map(({ reader }) => reader),
      ["text-layer"],
    );
  });

  it("that holds only a scan is read by PP-OCR", async () => {
    const { extractedData, pages } = await extract(await scannedPdf(), "application/pdf", invoiceSchema);
    assert.deepEqual(extractedData, invoiceTruth);
    assert.deepEqual(
      pages.map(({ reader }) => reader),
      ["pp-ocr"],
    );
  });

  it("with a page of text and a scanned page: each page by what reads it best", async () => {
    const schema = { purchaseOrderNumber: "string", Datum: "date", Summe: "number" };
    const { extractedData, pages, rawText } = await extract(await mixedPdf(), "application/pdf", schema);
    assert.deepEqual(extractedData, { purchaseOrderNumber: "PO-5512", Datum: "2026-03-14", Summe: 15.9 });
    assert.deepEqual(
      pages.map(({ reader }) => reader),
      ["text-layer", "pp-ocr"],
    );
    assert.equal(rawText.split("\f").length, 2, "pages are parted by a form feed");
  });

  it("with a blank page: 200, all null, confidence 0", async () => {
    const { extractedData, confidenceScore, rawText } = await extract(
      await drawPage(() => {}),
      "application/pdf",
      invoiceSchema,
    );
    assert.deepEqual(extractedData, { invoiceNumber: null, dueDate: null, totalDue: null });
    assert.equal(confidenceScore, 0);
    assert.equal(rawText, "");
  });
});

describe("images", () => {
  const encodings: [name: string, type: string, encode: () => Promise<Buffer>][] = [
    ["PNG", "image/png", async () => (await invoicePicture()).png().toBuffer()],
    ["PNG with a transparent ground", "image/png", async () => transparent()],
    ["JPEG", "image/jpeg", async () => (await invoicePicture()).jpeg({ quality: 90 }).toBuffer()],
    ["JPEG turned by its EXIF orientation", "image/jpeg", async () => turned()],
    ["WEBP", "image/webp", async () => (await invoicePicture()).webp({ quality: 90 }).toBuffer()],
    ["TIFF", "image/tiff", async () => (await invoicePicture()).tiff({ compression: "lzw" }).toBuffer()],
    ["BMP", "image/bmp", async () => toBmp((await invoicePicture()).resize(1000))],
    ["GIF", "image/gif", async () => (await invoicePicture()).gif().toBuffer()],
  ];
  for (const [name, type, encode] of encodings) {
    it(`${name} is read`, async () => {
      const { extractedData, pages } = await extract(await encode(), type, invoiceSchema);
      assert.deepEqual(extractedData, invoiceTruth);
      assert.deepEqual(
        pages.map(({ reader }) => reader),
        ["pp-ocr"],
      );
    });
  }

  it("TIFF of two pages gives two pages", async () => {
    const { data, info } = await (await invoicePicture()).raw().toBuffer({ resolveWithObject: true });
    const blank = Buffer.alloc(data.length, 255);
    const { width, height } = info;
    const stacked = sharp(Buffer.concat([data, blank]), {
      raw: { width, height: 2 * height, channels: 3, pageHeight: height },
    });
    const { extractedData, pages } = await extract(
      await stacked.tiff({ compression: "lzw" }).toBuffer(),
      "image/tiff",
      invoiceSchema,
    );
    assert.deepEqual(extractedData, invoiceTruth);
    assert.deepEqual(
      pages.map(({ number }) => number),
      [1, 2],
    );
  });

  it("a scanned receipt in German, with its umlauts", async () => {
    const { extractedData, rawText } = await extract(await receiptJpeg(), "image/jpeg", {
      Datum: "date",
      Summe: "number",
    });
    assert.deepEqual(extractedData, { Datum: "2026-03-14", Summe: 15.9 });
    assert.match(rawText, /KAFFEEHAUS MÜLLER/);
    assert.match(rawText, /Königstraße 12/);
  });

  it("an image cut short: 400 that says so", async () => {
    const whole = await (await invoicePicture()).png().toBuffer();
    const { status, body } = await extractFrom(server, {
      bytes: whole.subarray(0, whole.length / 2),
      type: "image/png",
      schema: invoiceSchema,
    });
    assert.equal(status, 400);
    assert.equal(body.code, "invalid_image");
  });
});

async function transparent(): Promise<Buffer> {
  const mask = await (await invoicePicture()).greyscale().negate().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = mask.info;
  const ink = Buffer.alloc(width * height * 4);
  for (let i = 0; i < width * height; i++) ink[4 * i + 3] = mask.data[i * mask.info.channels] ?? 0;
  return sharp(ink, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

/** Pixels lie on their side; the EXIF orientation 6 says to turn them by 90 degrees clockwise. */
async function turned(): Promise<Buffer> {
  const lying = await (await invoicePicture()).rotate(-90).png().toBuffer();
  return sharp(lying).withMetadata({ orientation: 6 }).jpeg({ quality: 90 }).toBuffer();
}

describe("the reader an operator chose", () => {
  it("SMARTOCR_READERS=text-layer,tesseract reads scans by Tesseract alone", async () => {
    await using other = await startTestServer({
      settings: { SMARTOCR_READERS: "text-layer,tesseract", SMARTOCR_WORKERS: "1" },
    });
    const bytes = await (await invoicePicture()).png().toBuffer();
    const { body } = await extractFrom(other, { bytes, type: "image/png", schema: invoiceSchema, include: "pages" });
    assert.deepEqual(
      body.pages.map(({ reader }) => reader),
      ["tesseract"],
    );
    assert.equal(body.extractedData.totalDue, 9782);
  });
});
