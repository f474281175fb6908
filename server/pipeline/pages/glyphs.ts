// The characters of a page, each with its cell.
//
// A cell runs from the character's origin to the end of its advance (so the cells of a word touch, and a gap is a gap),
// and from the font's descent to its ascent (so a line's cells have one height, and ink lies inside). PDFium's own
// "loose" box has the right advance but the height of the font's whole bounding box, often 1.4 em: neighbouring lines
// would overlap. So its extent along the line is kept, and the extent across is measured from the baseline.
//
// What is equal for all characters of a text object (size, direction, visibility, ascent) is asked once an object:
// a character costs six calls into WASM and no allocation there.

import type { Box } from "../document.ts";
import type { Glyph } from "../page.ts";
import { type PageGeometry, shownBox } from "./pageGeometry.ts";
import type { Pdfium } from "./pdfium.ts";
import { allocate, readFloats } from "./wasmMemory.ts";

/** ISO 32000-1, table 106: neither filled nor stroked. */
const invisibleRenderMode = 3;
/** What PDFium gives for a hyphen at the end of a line that it takes for a soft one. */
const softHyphen = 0x02;
/** The sine of the greatest tilt (6 degrees) at which a cell is still taken for parallel to the page's edges. */
const axisTolerance = 0.1;
/** Ascents and descents outside these bounds (in em) are broken metrics. */
const ascentBounds = { least: 0.5, most: 1.3 };
const descentBounds = { least: -0.6, most: 0 };

/** What all characters of one text object share. Lengths in points, directions in page space. */
interface TextStyle {
  readonly sizePt: number;
  readonly angle: number;
  readonly hidden: boolean;
  /** Steps from the baseline to the top and bottom of the cell, or null where only PDFium's box is known. */
  readonly reach: { readonly top: Vector; readonly bottom: Vector; readonly alongX: boolean } | null;
}

interface Vector {
  readonly x: number;
  readonly y: number;
}

/** Bytes of scratch memory: an FS_RECTF or FS_MATRIX at 0, two doubles at 32. */
const scratchBytes = 48;

/**
 * The characters that the page's content draws (annotations aside), in PDFium's reading order, spaces that the file
 * itself holds included, those that PDFium makes up left out. A ligature is one glyph with all its letters.
 * Glyphs off the page are left out, those on its border are cut. `page` is a loaded page.
 */
export function readGlyphs(pdfium: Pdfium, page: number, geometry: PageGeometry): Glyph[] {
  const { functions } = pdfium;
  const textPage = functions.FPDFText_LoadPage(page);
  if (textPage === 0) return [];
  try {
    return collectGlyphs(pdfium, textPage, geometry);
  } finally {
    functions.FPDFText_ClosePage(textPage);
  }
}

function collectGlyphs(pdfium: Pdfium, textPage: number, geometry: PageGeometry): Glyph[] {
  const { functions } = pdfium;
  using scratch = allocate(pdfium, scratchBytes);
  const glyphs: Glyph[] = [];
  const count = functions.FPDFText_CountChars(textPage);
  let object = 0;
  let style: TextStyle | null = null;
  for (let index = 0; index < count; index++) {
    const itsObject = functions.FPDFText_GetTextObject(textPage, index);
    // In text from right to left PDFium forgets that it made a space up, but not that no text object drew it.
    if (itsObject === 0 || functions.FPDFText_IsGenerated(textPage, index) === 1) continue;
    const startsObject = itsObject !== object;
    if (style === null || startsObject) style = readStyle(pdfium, textPage, index, geometry, scratch.address);
    object = itsObject;
    const box = cellOf(pdfium, textPage, index, style, geometry, scratch.address);
    if (!box) continue;
    const text = textOf(pdfium, textPage, index);
    const last = glyphs.at(-1);
    if (last && !startsObject && sameBox(last.box, box)) {
      // One code that maps to several letters (a ligature, the halves of a surrogate pair) comes as several characters.
      glyphs[glyphs.length - 1] = { ...last, text: last.text + text };
    } else {
      glyphs.push({ text, box, sizePt: style.sizePt, angle: style.angle, hidden: style.hidden });
    }
  }
  return glyphs;
}

function textOf({ functions }: Pdfium, textPage: number, index: number): string {
  if (functions.FPDFText_HasUnicodeMapError(textPage, index) === 1) return "";
  const code = functions.FPDFText_GetUnicode(textPage, index);
  if (code === softHyphen && functions.FPDFText_IsHyphen(textPage, index) === 1) return "-";
  return code === 0 || code > 0x10ffff ? "" : String.fromCodePoint(code);
}

function readStyle(pdfium: Pdfium, textPage: number, index: number, geometry: PageGeometry, at: number): TextStyle {
  const { functions } = pdfium;
  const object = functions.FPDFText_GetTextObject(textPage, index);
  functions.FPDFText_GetMatrix(textPage, index, at);
  const [a = 1, b = 0, c = 0, d = 1] = readFloats(pdfium, at, 4);
  const fontSize = functions.FPDFText_GetFontSize(textPage, index);
  // A negative size mirrors both axes: the text runs the other way.
  const along = { x: a * fontSize, y: b * fontSize };
  const up = { x: c * fontSize, y: d * fontSize };
  const [ta, tb, tc, td] = geometry.toShown;
  return {
    sizePt: Math.hypot(up.x, up.y),
    angle: Math.atan2(along.x * tb + along.y * td, along.x * ta + along.y * tc),
    hidden: functions.FPDFTextObj_GetTextRenderMode(object) === invisibleRenderMode,
    reach: reachOf(pdfium, object, along, up, at),
  };
}

function reachOf(pdfium: Pdfium, object: number, along: Vector, up: Vector, at: number): TextStyle["reach"] {
  const tilt = Math.min(Math.abs(along.x), Math.abs(along.y)) / Math.hypot(along.x, along.y);
  if (!(tilt <= axisTolerance)) return null;
  const font = pdfium.functions.FPDFTextObj_GetFont(object);
  if (font === 0) return null;
  pdfium.functions.FPDFFont_GetAscent(font, 1, at);
  pdfium.functions.FPDFFont_GetDescent(font, 1, at + 4);
  const [ascent = 0, descent = 0] = readFloats(pdfium, at, 2);
  if (ascent < ascentBounds.least || ascent > ascentBounds.most) return null;
  if (descent < descentBounds.least || descent > descentBounds.most) return null;
  return {
    top: { x: up.x * ascent, y: up.y * ascent },
    bottom: { x: up.x * descent, y: up.y * descent },
    alongX: Math.abs(along.x) > Math.abs(along.y),
  };
}

/** The cell of a character as fractions of the page, null where it lies off the page. */
function cellOf(
  pdfium: Pdfium,
  textPage: number,
  index: number,
  { reach }: TextStyle,
  geometry: PageGeometry,
  at: number,
): Box | null {
  const { functions, memory } = pdfium;
  functions.FPDFText_GetLooseCharBox(textPage, index, at);
  let [left = 0, top = 0, right = 0, bottom = 0] = memory.HEAPF32.subarray(at / 4, at / 4 + 4);
  if (reach) {
    functions.FPDFText_GetCharOrigin(textPage, index, at + 32, at + 40);
    const [x = 0, y = 0] = memory.HEAPF64.subarray((at + 32) / 8, (at + 48) / 8);
    if (reach.alongX) [bottom, top] = narrowed(bottom, top, y + reach.bottom.y, y + reach.top.y);
    else [left, right] = narrowed(left, right, x + reach.bottom.x, x + reach.top.x);
  }
  const [ta, tb, tc, td, te, tf] = geometry.toShown;
  return shownBox(
    geometry.frame,
    ta * left + tc * bottom + te,
    tb * left + td * bottom + tf,
    ta * right + tc * top + te,
    tb * right + td * top + tf,
  );
}

/**
 * PDFium's extent across the line replaced by the measured one, in ascending order. Where less than half of the
 * measured one lies inside PDFium's (vertical writing, odd fonts), PDFium's is kept.
 */
function narrowed(from: number, to: number, measuredA: number, measuredB: number): readonly [number, number] {
  const least = Math.min(measuredA, measuredB);
  const most = Math.max(measuredA, measuredB);
  const shared = Math.min(to, most) - Math.max(from, least);
  return shared * 2 >= most - least ? [least, most] : [from, to];
}

function sameBox(one: Box, other: Box): boolean {
  return one[0] === other[0] && one[1] === other[1] && one[2] === other[2] && one[3] === other[3];
}
