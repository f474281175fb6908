import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { describe, it } from "node:test";
import sharp, { type Sharp } from "sharp";
import type { Raster } from "../../page.ts";
import { readWithTesseract } from "./tesseract.ts";

async function raster(change: (image: Sharp) => Sharp = (image) => image): Promise<Raster> {
  const image = change(
    sharp(`${import.meta.dirname}/invoice.png`)
      .toColourspace("srgb")
      .removeAlpha(),
  );
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

const languages = ["de", "en"];

describe("Tesseract", () => {
  it("reads words in several languages, each with its box, its confidence and its line across the page", async () => {
    const words = await readWithTesseract(await raster(), languages);
    const lines = [...Map.groupBy(words, ({ line }) => line).values()].map((line) =>
      line.map(({ text }) => text).join(" "),
    );
    assert.equal(lines[0], "Müller & Söhne GmbH");
    assert.equal(lines[2], "Rechnung Nr. 2024-0815 12.03.2024");
    assert.equal(lines[4], "Gesamtbetrag 1.469,06 EUR");
    const total = words.find(({ text }) => text === "1.469,06");
    assert.ok(total && total.confidence > 0.5 && total.confidence <= 1);
    // Drawn from 557 to 689 of 800 pixels, and from 257 to 285 of 320.
    for (const [side, expected] of [557 / 800, 257 / 320, 689 / 800, 285 / 320].entries()) {
      assert.ok(Math.abs((total.box[side] ?? 0) - expected) < 0.015, `side ${side} of ${total.box}`);
    }
  });

  it("gives the same words for the same pixels, whatever it read before and in whichever languages", async () => {
    const page = await raster();
    const first = await readWithTesseract(page, languages);
    await readWithTesseract(await raster((image) => image.flip()), languages);
    await readWithTesseract(page, ["fr"]);
    assert.deepEqual(await readWithTesseract(page, languages), first);
  });

  it("answers calls that overlap, each for its own page", async () => {
    const blank = { width: 300, height: 200, data: new Uint8Array(180_000).fill(255) };
    const dot = { width: 1, height: 1, data: new Uint8Array(3) };
    const [page, none, nothing] = await Promise.all(
      [await raster(), blank, dot].map((pixels) => readWithTesseract(pixels, languages)),
    );
    assert.ok(page && page.length > 10);
    assert.deepEqual([none, nothing], [[], []]);
  });

  it("leaves no language data on disk", async () => {
    const files = await readdir(process.cwd());
    assert.deepEqual(
      files.filter((name) => name.includes("traineddata")),
      [],
    );
  });
});
