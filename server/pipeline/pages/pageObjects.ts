// What a page draws besides text, Form XObjects opened: the walk that rules and image share have in common.

import { type Matrix, multiply } from "./matrix.ts";
import type { PageGeometry } from "./pageGeometry.ts";
import type { Pdfium } from "./pdfium.ts";
import { allocate, readFloats } from "./wasmMemory.ts";

/** A drawn object. `toShown` maps its own coordinates (an image's unit square) to points of the page as shown. */
export interface PageObject {
  readonly kind: "path" | "image";
  readonly handle: number;
  readonly toShown: Matrix;
}

/** FPDF_PAGEOBJ_* in fpdf_edit.h. */
const objectTypes = { path: 2, image: 3, form: 5 } as const;
/** Form XObjects inside each other, and objects looked at: past these a page is made to exhaust, not to be read. */
const maxDepth = 12;
const maxObjects = 100_000;

interface Walk {
  readonly pdfium: Pdfium;
  /** Address of an FS_MATRIX to write to. */
  readonly matrixAt: number;
  readonly found: PageObject[];
  objectsLeft: number;
}

/** The paths and images of a loaded page in drawing order: at most 100,000 objects, 12 Form XObjects deep. */
export function pageObjects(pdfium: Pdfium, page: number, geometry: PageGeometry): readonly PageObject[] {
  const { functions } = pdfium;
  using matrix = allocate(pdfium, 24);
  const walk: Walk = { pdfium, matrixAt: matrix.address, found: [], objectsLeft: maxObjects };
  const count = functions.FPDFPage_CountObjects(page);
  for (let index = 0; index < count; index++) {
    visit(walk, functions.FPDFPage_GetObject(page, index), geometry.toShown, 0);
  }
  return walk.found;
}

function visit(walk: Walk, handle: number, outer: Matrix, depth: number): void {
  if (handle === 0 || walk.objectsLeft-- <= 0) return;
  const { functions } = walk.pdfium;
  switch (functions.FPDFPageObj_GetType(handle)) {
    case objectTypes.path:
      walk.found.push({ kind: "path", handle, toShown: multiply(matrixOf(walk, handle), outer) });
      return;
    case objectTypes.image:
      walk.found.push({ kind: "image", handle, toShown: multiply(matrixOf(walk, handle), outer) });
      return;
    case objectTypes.form:
      if (depth < maxDepth) visitForm(walk, handle, multiply(matrixOf(walk, handle), outer), depth + 1);
  }
}

function visitForm(walk: Walk, form: number, toShown: Matrix, depth: number): void {
  const { functions } = walk.pdfium;
  const count = functions.FPDFFormObj_CountObjects(form);
  for (let index = 0; index < count; index++) {
    visit(walk, functions.FPDFFormObj_GetObject(form, index), toShown, depth);
  }
}

function matrixOf({ pdfium, matrixAt }: Walk, handle: number): Matrix {
  pdfium.functions.FPDFPageObj_GetMatrix(handle, matrixAt);
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = readFloats(pdfium, matrixAt, 6);
  return [a, b, c, d, e, f];
}
