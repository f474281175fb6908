import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
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
    // At the first message of a job, between its messages, and while the page is read.
    for (const afterMs of [0, 2, 40]) {
      const recognizer = await startRecognizer(["fra"]);
      const page = assert.rejects(recognizer.recognize(encodePgm(noise), PSM.SINGLE_BLOCK), /thread ended/);
      if (afterMs > 0) await sleep(afterMs);
      await Promise.all([page, recognizer.close()]);
      await assert.rejects(recognizer.recognize(encodePgm(noise), PSM.SINGLE_BLOCK), /thread ended/);
    }
  });

  it("fails a page whose bytes are no image", async () => {
    const recognizer = await startRecognizer(["fra"]);
    await assert.rejects(recognizer.recognize(Buffer.from("no image"), PSM.AUTO), /read image/);
    await recognizer.close();
  });
});
