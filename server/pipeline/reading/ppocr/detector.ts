// The first network: where on the page lines of text stand.

import type { Raster } from "../../page.ts";
import sharp from "../../sharp.ts";
import { stretch, type TurnedBox } from "./geometry.ts";
import { infer, type Network } from "./models.ts";
import { textBoxes } from "./textBoxes.ts";

const narrowPage = 1.7; // long side over short: A4 has 1.41, US Legal 1.65, most receipts more
const longSideOfNarrow = 960;
const longSideOfSheet = 1280;
const shortSideLeast = 320; // keeps the letters of a receipt of 10,000 pixels' length large enough to be found
const longSideMost = 5120;
const multiple = 32; // the network halves its input five times

// Mean and deviation (ImageNet's) by plane, in the order PaddleOCR trained with: blue, green, red.
const planes = [
  [0.485, 0.229],
  [0.456, 0.224],
  [0.406, 0.225],
] as const;

/** Finds the lines of text of a page: boxes in pixels of the raster, in no order; none on a blank page. */
export async function detectText(detector: Network, raster: Raster): Promise<TurnedBox[]> {
  const { width, height } = detectorSize(raster);
  const pixels = await resize(raster, width, height);
  const { values } = await infer(detector, toInput(pixels), [1, 3, height, width]);
  const boxes = textBoxes({ width, height, values });
  return boxes.map((box) => stretch(box, raster.width / width, raster.height / height));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * The size in pixels at which the detector looks at a page. A page is never enlarged, but for rounding to a multiple of
 * 32, and no size has more than about 1280 x 1280 pixels, which bounds the memory of a run.
 */
export function detectorSize({ width, height }: Size): Size {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const longSide = long > narrowPage * short ? longSideOfNarrow : longSideOfSheet;
  const scale = Math.min(1, longSideMost / long, Math.max(longSide / long, shortSideLeast / short));
  return { width: toMultiple(width * scale), height: toMultiple(height * scale) };
}

function toMultiple(side: number): number {
  return Math.max(1, Math.round(side / multiple)) * multiple;
}

function resize(raster: Raster, width: number, height: number): Promise<Uint8Array> {
  return sharp(raster.data, { raw: { width: raster.width, height: raster.height, channels: 3 } })
    .resize(width, height, { fit: "fill", kernel: "linear" })
    .raw()
    .toBuffer();
}

/** Interleaved red, green and blue bytes to normalised planes of blue, green and red. */
function toInput(pixels: Uint8Array): Float32Array {
  const area = pixels.length / 3;
  const input = new Float32Array(pixels.length);
  for (const [plane, [mean, deviation]] of planes.entries()) {
    const channel = 2 - plane;
    const offset = plane * area;
    for (let index = 0; index < area; index++) {
      input[offset + index] = ((pixels[3 * index + channel] ?? 0) / 255 - mean) / deviation;
    }
  }
  return input;
}
