// How much of a page its pictures cover: a scan covers nearly all of it, a letterhead's logo a few hundredths.

import { invert, type Matrix, multiply, transform } from "./matrix.ts";
import type { PageGeometry } from "./pageGeometry.ts";
import type { PageObject } from "./pageObjects.ts";

/** Cells a side of the grid whose centres are counted: overlapping pictures and strips of one scan come out right. */
const gridCells = 64;

/** The share (0..1) of the page's visible area under its images, exact to about a hundredth. Clipping is not looked at. */
export function imageShare(objects: readonly PageObject[], { frame }: PageGeometry): number {
  const covered = new Uint8Array(gridCells * gridCells);
  const toCells: Matrix = [gridCells / frame.widthPt, 0, 0, gridCells / frame.heightPt, 0, 0];
  for (const { kind, toShown } of objects) {
    if (kind === "image") cover(covered, multiply(toShown, toCells));
  }
  return covered.reduce((sum, one) => sum + one, 0) / covered.length;
}

/** Marks the cells whose centre the image's unit square holds; only those in the square's bounds are looked at. */
function cover(covered: Uint8Array, toCells: Matrix): void {
  const toImage = invert(toCells);
  if (!toImage) return;
  const [a, b, c, d, e, f] = toCells;
  const columns = cellRange([e, e + a, e + c, e + a + c]);
  const rows = cellRange([f, f + b, f + d, f + b + d]);
  for (let row = rows.first; row <= rows.last; row++) {
    for (let column = columns.first; column <= columns.last; column++) {
      const [u, v] = transform(toImage, column + 0.5, row + 0.5);
      if (u >= 0 && u <= 1 && v >= 0 && v <= 1) covered[row * gridCells + column] = 1;
    }
  }
}

/** The cells, in one direction, whose centres may lie between the corners given in cells. */
function cellRange(corners: readonly number[]): { readonly first: number; readonly last: number } {
  return {
    first: Math.max(0, Math.floor(Math.min(...corners))),
    last: Math.min(gridCells - 1, Math.ceil(Math.max(...corners))),
  };
}
