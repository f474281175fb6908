import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { declaredType } from "./declaredType.ts";

describe("the declared type", () => {
  it("is the part's Content-Type, whatever its case and parameters", () => {
    assert.equal(declaredType("application/pdf", undefined), "application/pdf");
    assert.equal(declaredType(" Image/PNG ; name=a.png", "a.pdf"), "image/png");
  });

  it("knows the aliases that clients send", () => {
    const aliases = { "image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg", "application/x-pdf": "application/pdf" };
    for (const [alias, type] of Object.entries(aliases)) assert.equal(declaredType(alias, undefined), type);
    assert.equal(declaredType("image/x-ms-bmp", undefined), "image/bmp");
  });

  it("is the file name's where the part says none", () => {
    for (const none of [undefined, "", "text/plain", "text/plain; charset=utf-8", "application/octet-stream"]) {
      assert.equal(declaredType(none, "Scan 1.JPEG"), "image/jpeg");
      assert.equal(declaredType(none, "invoice.final.tif"), "image/tiff");
    }
  });

  it("is open where neither says one: a name with no extension, or one of no supported type", () => {
    for (const name of [undefined, "", "blob", "invoice no.7", "invoice.docx", "setup.exe", ".pdf.", "constructor"]) {
      assert.equal(declaredType("application/octet-stream", name), null);
    }
  });

  it("is refused where it is none of the supported, with a sentence that names them and not what was sent", () => {
    for (const type of ["application/msword", "text/html", "image/svg+xml", "image/heic", "pdf", "__proto__"]) {
      assert.throws(() => declaredType(type, "invoice.pdf"), {
        code: "unsupported_type",
        detail: "Unsupported file type. Supported are PDF, PNG, JPEG, WEBP, TIFF, BMP, GIF.",
      });
    }
  });
});
