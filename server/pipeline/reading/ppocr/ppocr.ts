// PP-OCR, the first reader of any page that has to be read from its pixels: one network finds the lines of text,
// another reads each. Both are of PaddleOCR's PP-OCRv4, the second with its last layers trained anew for all Latin
// letters. Why this reader and these figures: docs/decisions/ocr-first-reader.md.

import type { Word } from "../../document.ts";
import type { Raster } from "../../page.ts";
import { detectText } from "./detector.ts";
import { loadModels } from "./models.ts";
import { type ReadBox, wordsInReadingOrder } from "./readingOrder.ts";
import { recognise } from "./recogniser.ts";

/**
 * Reads the words of a page in reading order, with boxes as fractions of the raster. A blank page has none.
 * Blocks the thread while a network runs, up to about half a second at a time.
 */
export async function readWithPpOcr(raster: Raster): Promise<Word[]> {
  const models = await loadModels();
  const readBoxes: ReadBox[] = [];
  for (const box of await detectText(models.detector, raster)) {
    readBoxes.push(await recognise(models, raster, box));
  }
  return wordsInReadingOrder(readBoxes, raster.width, raster.height);
}

/** Loads the models and runs each once, so that the first page does not wait. Throws where they do not load. */
export async function warmUp(): Promise<void> {
  const models = await loadModels();
  const blank = { width: 64, height: 64, data: new Uint8Array(3 * 64 * 64).fill(255) };
  await detectText(models.detector, blank);
  await recognise(models, blank, { centreX: 32, centreY: 32, width: 64, height: 32, angle: 0 });
}
