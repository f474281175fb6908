import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { PSM } from "tesseract.js";
import { encodePgm } from "./pgm.ts";
import { startRecognizer } from "./recognizer.ts";

const noise = {
  width: 800,
  height: 800,
  data: Uint8Array.from({ length: 1_920_000 }, (_, at) => (at * at * 31) % 256),
};

describe("Tesseract's thread", () => {
  it("that ends in the middle of a page fails that page, and every later one", async () => {
    const recognizer = await startRecognizer(["fra"]);
    const page = recognizer.recognize(encodePgm(noise), PSM.SINGLE_BLOCK);
    await Promise.all([assert.rejects(page, /thread ended/), recognizer.close()]);
    await assert.rejects(recognizer.recognize(encodePgm(noise), PSM.SINGLE_BLOCK), /thread ended/);
  });

  it("fails a page whose bytes are no image", async () => {
    const recognizer = await startRecognizer(["fra"]);
    await assert.rejects(recognizer.recognize(Buffer.from("no image"), PSM.AUTO), /read image/);
    await recognizer.close();
  });
});
