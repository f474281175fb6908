// Columns of running text, told apart from the columns of a table.
//
// A table is read across: its rows are what belongs together. Newspaper columns are read down. Both show a vertical
// gutter that no text crosses. It parts columns of prose only where many rows in a row respect it and both sides are
// full lines of several words, mostly letters; in doubt the rows stay whole, since a table cut apart loses its sense.

import type { Box } from "../document.ts";

/** A piece of text that the page holds. Boxes in any unit that is the same along both axes (points, pixels). */
export interface Piece {
  readonly text: string;
  readonly box: Box;
}

type Line<P extends Piece> = P[];

/** A gutter is this wide at least, in heights of the text: wider than the gaps of justified lines. */
const GUTTER = 1.2;
/** Rows with text on both sides that make columns: fewer are a heading, an address beside another, a short table. */
const ROWS = 5;
/** Words a line of prose has on average, at least, and the share of letters in them: what table cells don't reach. */
const WORDS = 3.5;
const LETTERS = 0.7;

/** Rows in reading order, where those that part into columns of prose are replaced by the left lines, then the right. */
export function separateColumns<P extends Piece>(rows: readonly Line<P>[]): Line<P>[] {
  const lines: Line<P>[] = [];
  for (let start = 0; start < rows.length; ) {
    const block = blockFrom(rows, start);
    if (block && isProse(block.left) && isProse(block.right)) {
      lines.push(...block.left, ...separateColumns(block.right));
    } else {
      lines.push(...rows.slice(start, block?.end ?? start + 1));
    }
    start = block?.end ?? start + 1;
  }
  return lines;
}

interface Block<P extends Piece> {
  readonly end: number;
  readonly left: Line<P>[];
  readonly right: Line<P>[];
}

interface Gutter {
  readonly from: number;
  readonly to: number;
}

/** The longest run of rows from `start` that keeps one gutter free, or null where the first row has none. */
function blockFrom<P extends Piece>(rows: readonly Line<P>[], start: number): Block<P> | null {
  const first = firstGutter(rows[start] ?? []);
  if (!first) return null;
  let gutter = first;
  let end = start + 1;
  for (; end < rows.length; end += 1) {
    const narrowed: Gutter | null = narrow(gutter, rows[end] ?? []);
    if (!narrowed) break;
    gutter = narrowed;
  }
  const middle = (gutter.from + gutter.to) / 2;
  const side = (isLeft: boolean) =>
    rows
      .slice(start, end)
      .map((row) => row.filter(({ box }) => (box[0] + box[2]) / 2 < middle === isLeft))
      .filter((line) => line.length > 0);
  return { end, left: side(true), right: side(false) };
}

function firstGutter<P extends Piece>(row: Line<P>): Gutter | null {
  for (const [index, { box }] of row.entries()) {
    const to = row[index + 1]?.box[0];
    if (to !== undefined && to - box[2] > GUTTER * (box[3] - box[1])) return { from: box[2], to };
  }
  return null;
}

/** What a row leaves of a gutter; null where it crosses it or leaves too little. */
function narrow<P extends Piece>(gutter: Gutter, row: Line<P>): Gutter | null {
  let { from, to } = gutter;
  const middle = (from + to) / 2;
  for (const { box } of row) {
    if ((box[0] + box[2]) / 2 < middle) from = Math.max(from, box[2]);
    else to = Math.min(to, box[0]);
  }
  const height = Math.min(...row.map(({ box }) => box[3] - box[1]));
  return to - from > GUTTER * height ? { from, to } : null;
}

function isProse<P extends Piece>(lines: readonly Line<P>[]): boolean {
  if (lines.length < ROWS) return false;
  const words = lines.flat().map(({ text }) => text);
  const text = words.join("");
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return words.length / lines.length >= WORDS && letters >= LETTERS * text.length && areFull(lines);
}

/** Prose fills its column: half of the lines or more reach across four fifths of the widest one. */
function areFull<P extends Piece>(lines: readonly Line<P>[]): boolean {
  const widths = lines.map((line) => (line.at(-1)?.box[2] ?? 0) - (line[0]?.box[0] ?? 0));
  const widest = Math.max(...widths);
  return widths.filter((width) => width >= 0.8 * widest).length >= lines.length / 2;
}
