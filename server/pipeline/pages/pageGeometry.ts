// From PDF page space (points, y up, before /Rotate, any origin) to the page as a viewer shows it (points, y down,
// origin at the top left of the CropBox), and from there to the fractions that boxes are given in.

import type { Box, PageFrame } from "../document.ts";
import type { Matrix } from "./matrix.ts";
import type { Pdfium } from "./pdfium.ts";
import { allocate, readFloats } from "./wasmMemory.ts";

export interface PageGeometry {
  readonly frame: PageFrame;
  /** Page space to points as shown. Always axis-parallel: /Rotate knows only quarter turns. */
  readonly toShown: Matrix;
}

/** The geometry of a loaded page. PDFium's bounding box is the CropBox cut to the MediaBox, inherited ones included. */
export function pageGeometry(pdfium: Pdfium, page: number, index: number): PageGeometry {
  using rectangle = allocate(pdfium, 16);
  pdfium.functions.FPDF_GetPageBoundingBox(page, rectangle.address);
  const [left = 0, top = 0, right = 0, bottom = 0] = readFloats(pdfium, rectangle.address, 4);
  const quarterTurns = pdfium.functions.FPDFPage_GetRotation(page);
  const upright = quarterTurns % 2 === 0;
  return {
    frame: {
      index,
      widthPt: upright ? right - left : top - bottom,
      heightPt: upright ? top - bottom : right - left,
      rotation: quarterTurns * 90,
    },
    toShown: shownMatrix(quarterTurns, left, top, right, bottom),
  };
}

function shownMatrix(quarterTurns: number, left: number, top: number, right: number, bottom: number): Matrix {
  switch (quarterTurns) {
    case 1:
      return [0, 1, 1, 0, -bottom, -left];
    case 2:
      return [-1, 0, 0, 1, right, -bottom];
    case 3:
      return [0, -1, -1, 0, top, right];
    default:
      return [1, 0, 0, -1, -left, top];
  }
}

/**
 * The box between two opposite corners, given in points as shown, as fractions of the page and cut to it;
 * null where it lies off the page or a number is none.
 */
export function shownBox(frame: PageFrame, xa: number, ya: number, xb: number, yb: number): Box | null {
  const x0 = Math.min(xa, xb) / frame.widthPt;
  const y0 = Math.min(ya, yb) / frame.heightPt;
  const x1 = Math.max(xa, xb) / frame.widthPt;
  const y1 = Math.max(ya, yb) / frame.heightPt;
  const onPage = x0 < 1 && y0 < 1 && x1 > 0 && y1 > 0;
  return onPage ? [Math.max(x0, 0), Math.max(y0, 0), Math.min(x1, 1), Math.min(y1, 1)] : null;
}
