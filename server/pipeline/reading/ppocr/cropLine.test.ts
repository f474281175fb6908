import assert from "node:assert/strict";
import { test } from "node:test";
import type { Raster } from "../../page.ts";
import { cropLine, lineHeight } from "./cropLine.ts";

/** A picture of this size in pixels, each of the colour that `paint` gives. */
function picture(width: number, height: number, paint: (x: number, y: number) => readonly number[]): Raster {
  const pixels = Array.from({ length: width * height }, (_, index) => paint(index % width, Math.floor(index / width)));
  return { width, height, data: Uint8Array.from(pixels.flat()) };
}

function at(crop: Float32Array, paddedWidth: number, plane: number, x: number, y: number): number {
  return Math.round(((crop[(plane * lineHeight + y) * paddedWidth + x] ?? Number.NaN) + 1) * 127.5);
}

test("gives planes of blue, green and red, and zeros right of the box", () => {
  const red = picture(40, 48, () => [200, 100, 50]);
  const crop = cropLine(red, { centreX: 20, centreY: 24, width: 40, height: 48, angle: 0 }, 40, 48);
  assert.deepEqual(
    [0, 1, 2].map((plane) => at(crop, 48, plane, 20, 24)),
    [50, 100, 200],
  );
  assert.equal(crop[40], 0);
  assert.equal(crop.at(-1), 0);
});

test("a box of the crop's own size is copied pixel by pixel", () => {
  const ramp = picture(60, 60, (x, y) => [x, y, 0]);
  const crop = cropLine(ramp, { centreX: 28, centreY: 30, width: 32, height: 48, angle: 0 }, 32, 32);
  for (const [x, y] of [
    [0, 0],
    [31, 47],
    [10, 20],
  ] as const) {
    assert.deepEqual([at(crop, 32, 2, x, y), at(crop, 32, 1, x, y)], [x + 12, y + 6]);
  }
});

test("a box turned by 90 degrees is read from the bottom to the top", () => {
  const ramp = picture(60, 120, (x, y) => [x, y, 0]);
  const crop = cropLine(ramp, { centreX: 30, centreY: 60, width: 96, height: 48, angle: -Math.PI / 2 }, 96, 96);
  assert.deepEqual([at(crop, 96, 2, 0, 0), at(crop, 96, 1, 0, 0)], [6, 107]);
  assert.deepEqual([at(crop, 96, 2, 95, 47), at(crop, 96, 1, 95, 47)], [53, 12]);
});

test("a larger box is averaged, so that a fine pattern turns grey and not to stripes", () => {
  const stripes = picture(192, 192, (x) => (x % 2 === 0 ? [0, 0, 0] : [255, 255, 255]));
  const crop = cropLine(stripes, { centreX: 96, centreY: 96, width: 192, height: 192, angle: 0 }, 48, 48);
  for (let x = 1; x < 47; x++) assert.ok(Math.abs(at(crop, 48, 0, x, 24) - 127) <= 1);
});

test("outside the page the edge's colour goes on", () => {
  const grey = picture(10, 10, () => [90, 90, 90]);
  const crop = cropLine(grey, { centreX: 0, centreY: 0, width: 48, height: 48, angle: 0.3 }, 48, 48);
  for (const [x, y] of [
    [0, 0],
    [47, 0],
    [0, 47],
    [47, 47],
  ] as const)
    assert.equal(at(crop, 48, 0, x, y), 90);
});
