import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { tesseractLanguages } from "./languages.ts";

describe("languages for Tesseract", () => {
  it("may be named by any code or name in use", () => {
    for (const name of ["de", "deu", "ger", "DE-at", "de_CH", "German", "deutsch"]) {
      assert.deepEqual(tesseractLanguages([name]), ["deu"], name);
    }
    assert.deepEqual(tesseractLanguages(["français", "pt-BR", "Dutch", "es", "ita"]), [
      "fra",
      "por",
      "nld",
      "spa",
      "ita",
    ]);
  });

  it("are each taken once, unknown ones passed over", () => {
    assert.deepEqual(tesseractLanguages(["en", "Klingon", "eng", "ja", "fr", "xx-invalid-tag-here-", ""]), [
      "eng",
      "fra",
    ]);
  });

  it("are English where none is known", () => {
    assert.deepEqual(tesseractLanguages(["ja"]), ["eng"]);
    assert.deepEqual(tesseractLanguages([]), ["eng"]);
  });
});
