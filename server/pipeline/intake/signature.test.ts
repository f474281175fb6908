import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import sharp from "sharp";
import { onePageObjects, writePdf } from "../../../test/support/pdf.ts";
import { type FileType, fileTypes } from "../page.ts";
import { checkSignature } from "./signature.ts";

const pdf = writePdf(onePageObjects());
const html = Buffer.from("<!doctype html><html><body>Invoice</body></html>");
const executable = Buffer.concat([Buffer.from("MZ\x90\0"), Buffer.alloc(200)]);
/** The first entry of a ZIP, and of an Office file, which is one. */
const zip = Buffer.from("PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x05\0\0\0a.txt", "latin1");
const word = Buffer.from(zip.toString("latin1").replace("\x05\0\0\0a.txt", "\x13\0\0\0[Content_Types].xml"), "latin1");
const images = new Map<FileType, Buffer>();

before(async () => {
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: "teal" } });
  for (const format of ["png", "jpeg", "webp", "tiff", "gif"] as const) {
    images.set(`image/${format}`, await picture.clone().toFormat(format).toBuffer());
  }
  images.set("image/bmp", Buffer.concat([Buffer.from("BM"), Buffer.alloc(60)]));
});

const misnamed = (bytes: Uint8Array, declared: FileType) =>
  assert.rejects(checkSignature(bytes, declared), { code: "invalid_signature", detail: fileTypes[declared] });

describe("the signature", () => {
  it("passes every format under its own name, and undeclared", async () => {
    for (const [type, bytes] of [...images, ["application/pdf", pdf] as const]) {
      assert.equal(await checkSignature(bytes, type), type);
      assert.equal(await checkSignature(bytes, null), type);
    }
  });

  it("refuses every format under the name of another", async () => {
    const files = [...images, ["application/pdf", pdf] as const];
    for (const [type, bytes] of files) {
      for (const [other] of files) if (other !== type) await misnamed(bytes, other);
    }
  });

  it("refuses programs, pages, archives and Office files under any name, and undeclared", async () => {
    for (const bytes of [executable, html, zip, word, Buffer.from("just text"), Buffer.from([0])]) {
      for (const type of [...images.keys(), "application/pdf"] as FileType[]) await misnamed(bytes, type);
      await assert.rejects(checkSignature(bytes, null), { code: "unsupported_type" });
    }
  });

  it("finds %PDF- anywhere in the first 1,024 bytes and nowhere later", async () => {
    const behind = (junk: number) => Buffer.concat([Buffer.alloc(junk, "\n"), pdf]);
    assert.equal(await checkSignature(behind(1019), "application/pdf"), "application/pdf");
    assert.equal(await checkSignature(behind(1019), null), "application/pdf");
    await misnamed(behind(1020), "application/pdf");
    await assert.rejects(checkSignature(behind(1020), null), { code: "unsupported_type" });
  });

  it("takes a PDF that is a ZIP or a web page as well for a PDF, by the same rule", async () => {
    for (const shell of [zip, html]) {
      const polyglot = Buffer.concat([shell, pdf]);
      assert.equal(await checkSignature(polyglot, "application/pdf"), "application/pdf");
      assert.equal(await checkSignature(polyglot, null), "application/pdf");
      await misnamed(Buffer.concat([shell, Buffer.alloc(1024), pdf]), "application/pdf");
    }
  });

  it("takes an image with %PDF- inside for an image unless it was declared a PDF", async () => {
    const png = images.get("image/png") ?? Buffer.alloc(0);
    assert.equal(await checkSignature(Buffer.concat([png, pdf]), null), "image/png");
  });

  it("looks at the view of the bytes it was given, not at the buffer behind", async () => {
    const shared = Buffer.concat([pdf, Buffer.from("not a document at all")]);
    await misnamed(new Uint8Array(shared.buffer, shared.byteOffset + pdf.length, 21), "application/pdf");
  });

  it("tells an empty file", async () => {
    await assert.rejects(checkSignature(new Uint8Array(0), "application/pdf"), { code: "empty_file" });
  });
});
