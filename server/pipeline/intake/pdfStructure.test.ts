import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { deflateSync } from "node:zlib";
import { drawPdf } from "../../../scripts/drawPdf.ts";
import { edited, onePageObjects, writePdf } from "../../../test/support/pdf.ts";
import { checkPdfStructure } from "./pdfStructure.ts";

const whole = writePdf(onePageObjects());
const passes = (pdf: Uint8Array) => checkPdfStructure(pdf, { strict: false });
const passesStrictly = (pdf: Uint8Array) => checkPdfStructure(pdf, { strict: true });
const isDamaged = (pdf: Uint8Array) => assert.rejects(passes(pdf), { code: "invalid_pdf" });
const isEncrypted = (pdf: Uint8Array) => assert.rejects(passes(pdf), { code: "encrypted_pdf" });

/** Opens leniently, and is refused where every warning counts. */
async function isBlemished(pdf: Uint8Array): Promise<void> {
  await passes(pdf);
  await assert.rejects(passesStrictly(pdf), { code: "invalid_pdf" });
}

function withObject(number: number, body: string): Buffer {
  return writePdf(onePageObjects().map((object, index) => (index + 1 === number ? body : object)));
}

const drawn = (options: PDFKit.PDFDocumentOptions) =>
  drawPdf(options, (page) => page.text("Invoice 42").addPage().text("Page two"));

/** The pages and the font compressed into an object stream, found through a cross-reference stream. */
function compressedPdf(): Buffer {
  const objects = onePageObjects();
  const packed = [1, 2, 3, 5].map((number) => ({ number, body: `${objects[number - 1]} ` }));
  const header = packed.map(({ number }, index) => {
    const before = packed.slice(0, index).map(({ body }) => body);
    return `${number} ${before.join("").length}`;
  });
  const first = `${header.join(" ")} `;
  const data = deflateSync(first + packed.map(({ body }) => body).join("")).toString("latin1");
  const stream = `<< /Type /ObjStm /N 4 /First ${first.length} /Filter /FlateDecode /Length ${data.length} >>`;
  const content = `%PDF-1.5\n4 0 obj\n${objects[3]}\nendobj\n`;
  const body = `${content}6 0 obj\n${stream}\nstream\n${data}\nendstream\nendobj\n`;
  const row = (type: number, a: number, b: number) => String.fromCharCode(type, a >> 8, a & 255, b);
  const inStream = (index: number) => row(2, 6, index);
  const rows = [row(0, 0, 255), inStream(0), inStream(1), inStream(2), row(1, 9, 0), inStream(3)];
  const table = [...rows, row(1, content.length, 0), row(1, body.length, 0)].join("");
  const dictionary = `<< /Type /XRef /Size 8 /W [1 2 1] /Root 1 0 R /Length ${table.length} >>`;
  const index = `7 0 obj\n${dictionary}\nstream\n${table}\nendstream\nendobj\nstartxref\n${body.length}\n%%EOF\n`;
  return Buffer.from(body + index, "latin1");
}

describe("a PDF that is whole", () => {
  it("passes, also strictly", async () => {
    for (const pdf of [whole, compressedPdf(), await drawn({}), await drawn({ pdfVersion: "1.7" })]) {
      await passesStrictly(pdf);
    }
  });

  it("passes with junk before its header", () => passes(Buffer.concat([Buffer.from("junk\n".repeat(100)), whole])));
});

describe("a blemish", () => {
  it("is an index that can be found again: a startxref that misses", async () => {
    await isBlemished(edited(whole, "startxref\n", "startxref\n1"));
    await isBlemished(edited(compressedPdf(), "startxref\n", "startxref\n1"));
  });

  it("is an index that is gone, or whose offsets are off", async () => {
    await isBlemished(edited(whole, "xref\n0 6", "xxxx\n0 6"));
    await isBlemished(edited(whole, "%PDF-1.4\n", "%PDF-1.4\n% a comment that moves every object\n"));
  });

  it("is junk behind the end", async () => {
    await isBlemished(Buffer.concat([whole, Buffer.alloc(5000, "x")]));
    await isBlemished(Buffer.concat([compressedPdf(), Buffer.alloc(5000, "x")]));
  });

  it("is a size that is wrong in the trailer", () => isBlemished(edited(whole, "/Size 6", "/Size 9")));
});

describe("a damaged PDF", () => {
  it("is one cut short, wherever it is cut", async () => {
    for (const pdf of [whole, compressedPdf(), await drawn({})]) {
      for (const share of [0.1, 0.5, 0.8]) await isDamaged(pdf.subarray(0, pdf.length * share));
    }
  });

  it("is one whose appended update is cut short", async () => {
    const paint = "BT ET ".repeat(300);
    const update = `4 0 obj\n<< /Length ${paint.length} >>\nstream\n${paint}\nendstream\nendobj\n5 0 obj\n<< /Type /Fo`;
    await isDamaged(Buffer.concat([whole, Buffer.from(update)]));
  });

  it("is junk behind a header", async () => {
    await isDamaged(Buffer.from("%PDF-1.7\n"));
    await isDamaged(Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(100_000, 0xa7)]));
    await isDamaged(Buffer.from("%PDF-1.7\n1 0 obj\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF"));
  });

  it("lacks a catalog", async () => {
    await isDamaged(writePdf(onePageObjects(), "9 0 R"));
    await isDamaged(edited(whole, "/Root 1 0 R", "/Info 1 0 R"));
    await isDamaged(withObject(1, "null"));
  });

  it("lacks its pages, or goes round in a circle among them", async () => {
    await isDamaged(withObject(1, "<< /Type /Catalog >>"));
    await isDamaged(withObject(2, "<< /Type /Pages /Count 1 >>"));
    await isDamaged(withObject(2, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"));
  });

  it("holds page content that can't be decoded", async () => {
    const data = deflateSync("BT /F1 12 Tf (Total due 12.50) Tj ET ".repeat(50)).fill(0, 0, 2).toString("latin1");
    const spoilt = `<< /Filter /FlateDecode /Length ${data.length} >>\nstream\n${data}\nendstream`;
    await isDamaged(withObject(4, spoilt));
  });

  it("holds an object stream that can't be decoded", async () => {
    const pdf = compressedPdf();
    const data = pdf.indexOf("stream\n", pdf.indexOf("/ObjStm")) + 7;
    await isDamaged(pdf.fill(0xff, data, data + 30));
  });

  it("nests too deeply to be read", () => isDamaged(withObject(1, "[".repeat(200_000))));

  it("is told apart in the log, with nothing of the document in it", async () => {
    const canary = withObject(2, "<< /Type /Pages /KidsCanary /Canary >>");
    await assert.rejects(passes(canary), ({ internal }) => /has no \/Kids array/.test(internal));
    const named = edited(whole, "/Type /Font ", "/Canary 1 /Canary 2 /Type /Font ");
    await assert.rejects(passesStrictly(named), ({ internal }) => /\S/.test(internal) && !/canary/i.test(internal));
  });

  it("leaves the exit code of the process and the next file alone", async () => {
    const before = process.exitCode;
    await isDamaged(whole.subarray(0, 200));
    assert.equal(process.exitCode, before);
    await passesStrictly(whole);
  });

  it("that traps qpdf leaves no trace", async () => {
    await isDamaged(withObject(5, `<< /Type /Font /Deep ${"[".repeat(300)}${"]".repeat(300)} >>`));
    await passesStrictly(whole);
  });
});

describe("encryption", () => {
  it("is refused with a user password, with an owner's alone, and with an empty one", async () => {
    for (const pdfVersion of ["1.3", "1.4", "1.7", "1.7ext3"] as const) {
      await isEncrypted(await drawn({ pdfVersion, userPassword: "open", ownerPassword: "own" }));
      await isEncrypted(await drawn({ pdfVersion, ownerPassword: "own" }));
      await isEncrypted(await drawn({ pdfVersion, userPassword: "", ownerPassword: "own" }));
    }
  });

  it("is refused under a handler that is not the standard one, and with only attachments encrypted", async () => {
    const handlers = [
      "/Filter /Acme.DRM /V 4 /R 4",
      "/Filter /Standard /V 4 /R 4 /Length 128 /P -4 /EncryptMetadata false /O (o) /U (u) /StmF /Identity /EFF /StdCF",
    ];
    for (const handler of handlers) {
      await isEncrypted(edited(whole, "/Root 1 0 R", `/Root 1 0 R /Encrypt << ${handler} >>`));
    }
  });

  it("wins where the file is damaged as well", async () => {
    const pdf = await drawn({ userPassword: "open", ownerPassword: "own" });
    await isEncrypted(edited(pdf, "startxref\n", "startxref\n9"));
    await isEncrypted(edited(pdf, "/Type /Catalog", "/Type /Ctaalog"));
    await isEncrypted(pdf.subarray(0, pdf.length - 40));
  });
});
