// Drawn straight lines, as tables and forms have them: strokes, thin filled rectangles, the edges of filled boxes.
// Only lines along the page's axes count, since a rule is a box. White on white paper is no line.

import type { Rule } from "../document.ts";
import { type Matrix, scaleOf, transform } from "./matrix.ts";
import { type PageGeometry, shownBox } from "./pageGeometry.ts";
import type { PageObject } from "./pageObjects.ts";
import type { Pdfium } from "./pdfium.ts";
import { allocate } from "./wasmMemory.ts";

/** Rules kept a page, and path segments looked at: drawings and maps have millions. */
const maxRules = 5_000;
const maxSegments = 100_000;
/** Shorter strokes are parts of letters, dots and curves. */
const minLengthPt = 5;
/** How far a line may stray from its axis, and how thick a filled rectangle may be and still be a line. */
const maxSlantPt = 0.5;
const maxThicknessPt = 3;
/** A colour whose every channel is at least this, of 255, is white. */
const white = 250;

/** FPDF_SEGMENT_* in fpdfview.h: the other kind is a curve. */
const segmentTypes = { line: 0, move: 2 } as const;

/** A run of segments that hang together, in points as shown. `curvedTo[i]`: a curve, not a line, leads to point i. */
interface Subpath {
  readonly points: (readonly [x: number, y: number])[];
  readonly curvedTo: boolean[];
  closed: boolean;
}

/** Corners of a rule in points as shown. */
type Line = readonly [x0: number, y0: number, x1: number, y1: number];

/** The rules among a page's objects, in drawing order, at most 5,000; lines of neighbouring cells are not merged. */
export function readRules(pdfium: Pdfium, objects: readonly PageObject[], { frame }: PageGeometry): Rule[] {
  using scratch = allocate(pdfium, 16);
  const rules: Rule[] = [];
  let segmentsLeft = maxSegments;
  for (const object of objects) {
    if (object.kind !== "path") continue;
    const segments = pdfium.functions.FPDFPath_CountSegments(object.handle);
    if (segments > segmentsLeft) continue;
    segmentsLeft -= segments;
    for (const [x0, y0, x1, y1] of linesOf(pdfium, object, segments, scratch.address)) {
      const box = shownBox(frame, x0, y0, x1, y1);
      if (box) rules.push({ box });
      if (rules.length === maxRules) return rules;
    }
  }
  return rules;
}

function linesOf(pdfium: Pdfium, { handle, toShown }: PageObject, segments: number, at: number): readonly Line[] {
  const { functions, memory } = pdfium;
  const paint = paintOf(pdfium, handle, at);
  if (!paint.fills && !paint.strokes) return [];
  const subpaths = readSubpaths(pdfium, handle, segments, toShown, at);
  if (!paint.strokes) return subpaths.flatMap(linesOfFill);
  functions.FPDFPageObj_GetStrokeWidth(handle, at);
  const widthPt = (memory.HEAPF32[at / 4] ?? 0) * scaleOf(toShown);
  return subpaths.flatMap((subpath) => linesOfStroke(subpath, widthPt));
}

function paintOf(pdfium: Pdfium, handle: number, at: number): { readonly fills: boolean; readonly strokes: boolean } {
  const { functions, memory } = pdfium;
  functions.FPDFPath_GetDrawMode(handle, at, at + 4);
  const fillMode = memory.HEAPU32[at / 4];
  const stroke = memory.HEAPU32[at / 4 + 1];
  return {
    fills: fillMode !== 0 && isSeen(pdfium, "FPDFPageObj_GetFillColor", handle, at),
    strokes: stroke !== 0 && isSeen(pdfium, "FPDFPageObj_GetStrokeColor", handle, at),
  };
}

/** Neither transparent nor white. A pattern has no colour to ask for and counts as seen. */
function isSeen(
  { functions, memory }: Pdfium,
  colorOf: "FPDFPageObj_GetFillColor" | "FPDFPageObj_GetStrokeColor",
  handle: number,
  at: number,
): boolean {
  if (functions[colorOf](handle, at, at + 4, at + 8, at + 12) === 0) return true;
  const [red = 0, green = 0, blue = 0, alpha = 0] = memory.HEAPU32.subarray(at / 4, at / 4 + 4);
  return alpha > 0 && Math.min(red, green, blue) < white;
}

function readSubpaths(
  { functions, memory }: Pdfium,
  handle: number,
  segments: number,
  toShown: Matrix,
  at: number,
): Subpath[] {
  const subpaths: Subpath[] = [];
  for (let index = 0; index < segments; index++) {
    const segment = functions.FPDFPath_GetPathSegment(handle, index);
    functions.FPDFPathSegment_GetPoint(segment, at, at + 4);
    const point = transform(toShown, memory.HEAPF32[at / 4] ?? 0, memory.HEAPF32[at / 4 + 1] ?? 0);
    const type = functions.FPDFPathSegment_GetType(segment);
    const current = subpaths.at(-1);
    if (!current || type === segmentTypes.move) {
      subpaths.push({ points: [point], curvedTo: [false], closed: false });
    } else {
      current.points.push(point);
      current.curvedTo.push(type !== segmentTypes.line);
      if (functions.FPDFPathSegment_GetClose(segment) !== 0) current.closed = true;
    }
  }
  return subpaths;
}

function linesOfStroke({ points, curvedTo, closed }: Subpath, widthPt: number): Line[] {
  const lines: Line[] = [];
  const first = points[0];
  const ends = closed && first ? [...points, first] : points;
  for (const [index, [x1, y1]] of ends.entries()) {
    const from = ends[index - 1];
    if (!from || curvedTo[index]) continue;
    const [x0, y0] = from;
    const across = Math.abs(x1 - x0);
    const down = Math.abs(y1 - y0);
    if (Math.min(across, down) > maxSlantPt || Math.max(across, down) < minLengthPt) continue;
    const half = widthPt / 2;
    lines.push(
      across > down ? [x0, Math.min(y0, y1) - half, x1, Math.max(y0, y1) + half] : upright(x0, y0, x1, y1, half),
    );
  }
  return lines;
}

function upright(x0: number, y0: number, x1: number, y1: number, half: number): Line {
  return [Math.min(x0, x1) - half, y0, Math.max(x0, x1) + half, y1];
}

/** A filled rectangle is a line where it is thin, else its four edges; other filled shapes have no rules. */
function linesOfFill({ points, curvedTo }: Subpath): Line[] {
  if (curvedTo.includes(true) || !isRectangle(points)) return [];
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [x0, x1] = [Math.min(...xs), Math.max(...xs)];
  const [y0, y1] = [Math.min(...ys), Math.max(...ys)];
  const [width, height] = [x1 - x0, y1 - y0];
  if (Math.max(width, height) < minLengthPt) return [];
  if (Math.min(width, height) <= maxThicknessPt) return [[x0, y0, x1, y1]];
  return [
    [x0, y0, x1, y0],
    [x0, y1, x1, y1],
    [x0, y0, x0, y1],
    [x1, y0, x1, y1],
  ];
}

/** Four corners, each sharing a side of the page's axes with the next; a fifth point repeats the first. */
function isRectangle(points: Subpath["points"]): boolean {
  if (points.length < 4 || points.length > 5) return false;
  return points.every(([x, y], index) => {
    const [nextX, nextY] = points[(index + 1) % points.length] ?? [x, y];
    return Math.min(Math.abs(nextX - x), Math.abs(nextY - y)) <= maxSlantPt;
  });
}
