import assert from "node:assert/strict";
import { buffer } from "node:stream/consumers";
import { describe, it } from "node:test";
import PDFDocument from "pdfkit";
import { inspect } from "./inspect.ts";
import { checkDocumentWords } from "./wordLimits.ts";

/** A square page of 8-point type, 3,000 points wide, with so many words in lines of a hundred. */
function pdfOf(words: number): Promise<Uint8Array> {
  const pdf = new PDFDocument({ size: [3_000, 3_000], margin: 50 });
  pdf.fontSize(8);
  for (let first = 0; first < words; first += 100) {
    const line = Array.from({ length: Math.min(100, words - first) }, (_, index) => `word${index}`).join(" ");
    pdf.text(line, 50, 50 + (first / 100) * 12, { lineBreak: false });
  }
  pdf.end();
  return buffer(pdf);
}

async function inspectPdf(bytes: Uint8Array) {
  const upload = { bytes, declaredType: null };
  const limits = { maxPages: 10, maxPixels: 1_000_000, pdfStrict: false };
  return inspect({ upload, limits, readTextLayers: true });
}

describe("the words of an upload", () => {
  it("may be 20,000 on a page", async () => {
    const { pages } = await inspectPdf(await pdfOf(20_000));
    assert.equal(pages[0]?.read?.words.length, 20_000);
  });

  it("may not be more: the refusal says how many there are", async () => {
    const detail = "Page 1 has 20001 words. The limit is 20000 words a page.";
    await assert.rejects(inspectPdf(await pdfOf(20_001)), { code: "limit_exceeded", detail });
  });

  it("may be 200,000 in all", () => {
    checkDocumentWords(200_000);
    assert.throws(() => checkDocumentWords(200_001), { code: "limit_exceeded", detail: /more than 200000 words/ });
  });
});
