// Glyphs to words, words to lines.
//
// A page says where each glyph stands, seldom where words end: some producers draw spaces, some only leave gaps, some
// do both, and some set letters apart so far that every gap looks like a space. Within a strip (strips.ts) a word ends at
// a drawn space and at a gap that is wide for that strip. Strips then meet in lines (../lines.ts): those drawn one after
// the other are judged by the same gap (right-to-left text is often drawn letter by letter); any others are one word
// only where their cells meet exactly, since neighbouring cells of a table may nearly touch.

import type { Box, Word } from "../../document.ts";
import type { PageContent } from "../../page.ts";
import { around } from "../box.ts";
import { linesOf, type Segment } from "../lines.ts";
import { type Cell, cellsByDirection } from "./directions.ts";
import { resolveHyphens } from "./hyphens.ts";
import { logicalOrder } from "./rightToLeft.ts";
import { stripsOf } from "./strips.ts";

/** A word or a part of one. Boxes and em as in `Cell`. */
interface WordPart extends Cell {
  /** A drawn space ends it: what comes next is another word, however near. */
  readonly spaceAfter: boolean;
  /** Which strip it is of, in the order of drawing. */
  readonly strip: number;
}

/** A gap that parts words where no space is drawn, in em: a space is 0.2 to 0.33, kerning stays under 0.1. */
const WORD_GAP = 0.12;
/** A drawn space that leaves less than this between its neighbours, in em, was taken back: the eye sees none. */
const SPACE_GAP = 0.05;
/** The gap that parts words in a strip with Chinese or Japanese writing, which has no spaces and is often set wide. */
const CJK_WORD_GAP = 0.6;
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const figure = /\p{Nd}/u;

/** How far two parts of a word may overlap, in em, and how exactly parts drawn apart must meet. */
const OVERLAP = 0.3;
const MEET = 0.02;
/** What is taken for letter-spacing at most, in em: figures further apart than this are columns. */
const FIGURE_SPACING = 0.25;

/**
 * The visible words of a page's own text, in reading order: upright text first (or whatever direction most of the text
 * has), then the other directions. Confidence is 1: a text layer does not guess.
 */
export function readWords(content: PageContent): Word[] {
  const lines = cellsByDirection(content).flatMap(linesInDirection);
  return lines.flatMap((parts, line) => parts.map(({ text, place }) => ({ text, box: place, confidence: 1, line })));
}

function linesInDirection(cells: readonly Cell[]): Cell[][] {
  const segments = stripsOf(cells)
    .map(segmentOf)
    .filter((segment) => segment !== null);
  return resolveHyphens(linesOf(segments).map(joinParts)).map((line) =>
    line.map((part) => ({ ...part, text: logicalOrder(part.text).normalize("NFC") })),
  );
}

function segmentOf(strip: readonly Cell[], index: number): Segment<WordPart> | null {
  const pieces = partsOf(strip, index);
  return pieces.length > 0 ? { box: around(pieces.map(({ box }) => box)), pieces } : null;
}

/** The words of a strip, in the order of drawing. */
function partsOf(strip: readonly Cell[], index: number): WordPart[] {
  const parts: WordPart[] = [];
  const widest = widestInnerGap(strip);
  let open: Cell[] = [];
  let afterSpace = false;
  const close = () => {
    if (open.length > 0) parts.push({ ...mergeCells(open), spaceAfter: afterSpace, strip: index });
    open = [];
  };
  for (const cell of strip) {
    const last = open.at(-1);
    if (cell.text === " ") {
      afterSpace = true;
    } else {
      if (last && gapBetween(last, cell) > (afterSpace ? SPACE_GAP : widest) * cell.em) close();
      open.push(cell);
      afterSpace = false;
    }
  }
  close();
  return parts;
}

/** The widest gap within a word of this strip, in em: more than usual where most glyphs are set apart. */
function widestInnerGap(strip: readonly Cell[]): number {
  const text = strip.map((cell) => cell.text).join("");
  if (cjk.test(text)) return CJK_WORD_GAP;
  const gaps = strip.flatMap((cell, index) => {
    const last = strip[index - 1];
    return last && last.text !== " " && cell.text !== " " ? [gapBetween(last, cell) / cell.em] : [];
  });
  if (gaps.length < 4) return WORD_GAP;
  const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 0;
  return Math.max(0, figure.test(text) ? Math.min(median, FIGURE_SPACING) : median) + WORD_GAP;
}

/** Words of one line from left to right, with parts of one word made one. */
function joinParts(parts: readonly WordPart[]): WordPart[] {
  const words: WordPart[] = [];
  for (const part of parts) {
    const last = words.at(-1);
    if (last && goesOn(last, part)) words[words.length - 1] = { ...part, ...mergeCells([last, part]) };
    else words.push(part);
  }
  return words;
}

function goesOn(a: WordPart, b: WordPart): boolean {
  if (a.spaceAfter || a.strip === b.strip) return false;
  const gap = gapBetween(a, b) / Math.max(a.em, b.em);
  return Math.abs(a.strip - b.strip) === 1 ? gap > -OVERLAP && gap < WORD_GAP : Math.abs(gap) < MEET;
}

function mergeCells(cells: readonly Cell[]): Cell {
  return {
    text: cells.map(({ text }) => text).join(""),
    box: around(cells.map(({ box }) => box)),
    place: around(cells.map(({ place }) => place)),
    em: Math.max(...cells.map(({ em }) => em)),
  };
}

const gapBetween = (a: { readonly box: Box }, b: { readonly box: Box }) => b.box[0] - a.box[2];
