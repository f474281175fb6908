import { type Block, PSM } from "tesseract.js";
import type { Box, Word } from "../../document.ts";
import type { Raster } from "../../page.ts";
import { linesOf, type Segment } from "../lines.ts";
import { tesseractLanguages } from "./languages.ts";
import { encodePgm } from "./pgm.ts";
import { type Recognizer, startRecognizer } from "./recognizer.ts";

/** Higher than this, in widths, is a till receipt: one column of lines. Legal paper, the tallest other, has 1.65. */
const RECEIPT = 1.75;

/**
 * Reads the words of a page with Tesseract. `languages` are names or codes in any form; those that have no data here are
 * passed over. The engine starts with the first page (about a second), stays, and is replaced where other languages are
 * asked for. Calls run one after the other. Throws where Tesseract can't start or its thread dies.
 */
export function readWithTesseract(raster: Raster, languages: readonly string[]): Promise<Word[]> {
  const reading = queue.then(() => read(raster, languages));
  queue = reading.catch(() => {});
  return reading;
}

let queue: Promise<unknown> = Promise.resolve();
let running: { readonly languages: string; readonly recognizer: Recognizer } | null = null;

async function read(raster: Raster, languages: readonly string[]): Promise<Word[]> {
  const recognizer = await recognizerFor(languages);
  const segmentation = raster.height > RECEIPT * raster.width ? PSM.SINGLE_BLOCK : PSM.AUTO;
  try {
    return wordsOf(await recognizer.recognize(encodePgm(raster), segmentation), raster);
  } catch (error) {
    await stopTesseract();
    throw error;
  }
}

async function recognizerFor(names: readonly string[]): Promise<Recognizer> {
  const wanted = tesseractLanguages(names);
  const languages = wanted.join("+");
  if (running?.languages !== languages) {
    await stopTesseract();
    running = { languages, recognizer: await startRecognizer(wanted) };
  }
  return running.recognizer;
}

/** Ends the engine's thread, if there is one. The next page starts it anew. */
async function stopTesseract(): Promise<void> {
  const stopped = running;
  running = null;
  await stopped?.recognizer.close();
}

interface FoundWord {
  readonly text: string;
  readonly box: Box;
  readonly confidence: number;
}

/** Tesseract's lines end at its columns; a line here goes across the page, so that a label meets its value. */
function wordsOf(blocks: readonly Block[], { width, height }: Raster): Word[] {
  const lines = blocks.flatMap(({ paragraphs }) => paragraphs.flatMap((paragraph) => paragraph.lines));
  const segments: Segment<FoundWord>[] = lines.map(({ bbox, words }) => ({
    box: boxOf(bbox),
    pieces: words.map((word) => ({
      text: word.text.normalize("NFC"),
      box: boxOf(word.bbox),
      confidence: word.confidence / 100,
    })),
  }));
  return linesOf(segments).flatMap((found, line) =>
    found.map(({ text, box: [x0, y0, x1, y1], confidence }) => ({
      text,
      box: [x0 / width, y0 / height, x1 / width, y1 / height] as const,
      confidence,
      line,
    })),
  );
}

const boxOf = ({ x0, y0, x1, y1 }: Block["bbox"]): Box => [x0, y0, x1, y1];
