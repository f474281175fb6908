// Cuts a turned box out of a page, straightened and scaled to what the recogniser reads.

import type { Raster } from "../../page.ts";
import { type Point, pointIn, type TurnedBox } from "./geometry.ts";

/** Pixels: the height of line that the recogniser was trained with. */
export const lineHeight = 48;

const samplesMost = 4; // along each axis of a pixel of the crop

/**
 * Gives a box as planes of blue, green and red in -1..1, `lineHeight` high and `paddedWidth` wide: the box in the first
 * `width` columns, zeros after them. Bilinear, with several samples a pixel where the box is larger than its crop.
 * Outside the page the colour of its nearest pixel goes on.
 */
export function cropLine(raster: Raster, box: TurnedBox, width: number, paddedWidth: number): Float32Array {
  const crop = new Float32Array(3 * lineHeight * paddedWidth);
  for (let row = 0; row < 3 * lineHeight; row++) crop.fill(-1, row * paddedWidth, row * paddedWidth + width);

  const samples = Math.min(samplesMost, Math.max(1, Math.round(box.height / lineHeight)));
  const weight = 1 / (127.5 * samples * samples);
  const columns = width * samples;
  const rows = lineHeight * samples;
  const right = perSample(box, 1 / columns, 0);
  const down = perSample(box, 0, 1 / rows);
  const first = pointIn(box, 0.5 / columns, 0.5 / rows);
  for (let row = 0; row < rows; row++) {
    const offset = Math.floor(row / samples) * paddedWidth;
    for (let column = 0; column < columns; column++) {
      const x = first.x + column * right.x + row * down.x;
      const y = first.y + column * right.y + row * down.y;
      addSample(crop, offset + Math.floor(column / samples), lineHeight * paddedWidth, weight, raster, x, y);
    }
  }
  return crop;
}

/** How far the page's point moves where the box's own point moves by these fractions. */
function perSample(box: TurnedBox, along: number, across: number): Point {
  const from = pointIn(box, 0, 0);
  const to = pointIn(box, along, across);
  return { x: to.x - from.x, y: to.y - from.y };
}

/** Adds the page's colour at a point (pixel centres at halves) to a pixel of the crop. */
function addSample(
  crop: Float32Array,
  pixel: number,
  plane: number,
  weight: number,
  { data, width, height }: Raster,
  x: number,
  y: number,
): void {
  const column = Math.min(Math.max(x - 0.5, 0), width - 1);
  const row = Math.min(Math.max(y - 0.5, 0), height - 1);
  const left = Math.floor(column);
  const top = Math.floor(row);
  const fractionX = column - left;
  const fractionY = row - top;
  const here = 3 * (top * width + left);
  const nextX = left + 1 < width ? 3 : 0;
  const nextY = top + 1 < height ? 3 * width : 0;
  for (let channel = 0; channel < 3; channel++) {
    const at = here + channel;
    const upper = mix(data[at] ?? 0, data[at + nextX] ?? 0, fractionX);
    const lower = mix(data[at + nextY] ?? 0, data[at + nextY + nextX] ?? 0, fractionX);
    const index = pixel + (2 - channel) * plane;
    crop[index] = (crop[index] ?? 0) + mix(upper, lower, fractionY) * weight;
  }
}

function mix(a: number, b: number, fraction: number): number {
  return a + (b - a) * fraction;
}
