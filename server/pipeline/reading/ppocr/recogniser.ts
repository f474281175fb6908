// The second network: what stands in one line of text.

import type { Raster } from "../../page.ts";
import { cropLine, lineHeight } from "./cropLine.ts";
import { decodeWords } from "./ctc.ts";
import type { TurnedBox } from "./geometry.ts";
import { infer, type Models } from "./models.ts";
import type { ReadBox } from "./readingOrder.ts";

const widthLeast = 16;
const widthMost = 3200; // longer lines are squeezed: it bounds the memory of a run
const frameWidth = 8; // pixels of the crop that one frame of the output stands for

/** Reads the words of one line; none where nothing can be read. Lines go one by one: batches do not pay on a CPU. */
export async function recognise(models: Models, raster: Raster, box: TurnedBox): Promise<ReadBox> {
  const wanted = Math.ceil((lineHeight * box.width) / box.height);
  const width = Math.min(widthMost, Math.max(widthLeast, wanted));
  const paddedWidth = Math.ceil(width / frameWidth) * frameWidth;
  const crop = cropLine(raster, box, width, paddedWidth);
  const { values } = await infer(models.recogniser, crop, [1, 3, lineHeight, paddedWidth]);
  const words = decodeWords(values, models.characters);
  const perFrame = frameWidth / width;
  return {
    box,
    words: words.map(({ text, start, end, confidence }) => ({
      text,
      start: Math.max(0, start * perFrame),
      end: Math.min(1, end * perFrame),
      confidence,
    })),
  };
}
