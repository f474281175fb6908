// From stretches of text to the lines of a page, in the order a person reads them.
//
// Problem: readers find text in pieces (a run of glyphs, a detected box), while what follows needs lines: a label and its
// value stand on one line though the page draws them far apart, and two columns of prose must not be read across.
// Method: pieces whose centres are nearly level make a row, whatever their distance; a row is a line, but where several
// rows part into columns of running text (columns.ts) each column is read by itself.
// Invariants: every piece is in exactly one line; a line runs from left to right; pieces that lie over each other are
// never woven into one line.

import type { Box } from "../document.ts";
import { type Piece, separateColumns } from "./columns.ts";

export type { Piece };

/** Pieces that are known to stand on one line, such as what a detector found as one box; `box` goes around them. */
export interface Segment<P extends Piece> {
  readonly box: Box;
  readonly pieces: readonly P[];
}

/** The lines of a page in reading order, each with its pieces from left to right. */
export function linesOf<P extends Piece>(segments: readonly Segment<P>[]): P[][] {
  const rows = rowsOf(segments).map(({ segments: row }) =>
    row.flatMap(({ pieces }) => pieces).sort((a, b) => a.box[0] - b.box[0]),
  );
  return separateColumns(rows);
}

interface Row<P extends Piece> {
  centre: number;
  height: number;
  readonly segments: Segment<P>[];
}

function rowsOf<P extends Piece>(segments: readonly Segment<P>[]): Row<P>[] {
  const rows: Row<P>[] = [];
  for (const segment of segments.toSorted((a, b) => centreOf(a) - centreOf(b))) {
    const row = levelRow(rows, segment);
    if (row) add(row, segment);
    else rows.push({ centre: centreOf(segment), height: heightOf(segment), segments: [segment] });
  }
  return rows.sort((a, b) => a.centre - b.centre);
}

/** How far apart two centres may be on one line, as a share of the smaller height: half a line would be the next line. */
const LEVEL = 0.5;

function levelRow<P extends Piece>(rows: readonly Row<P>[], segment: Segment<P>): Row<P> | undefined {
  const distance = (row: Row<P>) => Math.abs(row.centre - centreOf(segment));
  const isLevel = (row: Row<P>) => distance(row) < LEVEL * Math.min(row.height, heightOf(segment));
  // Segments come from top to bottom, so only the last rows can be level; a few, where sizes mix.
  return rows
    .slice(-8)
    .filter((row) => isLevel(row) && !row.segments.some((other) => liesOver(other.box, segment.box)))
    .sort((a, b) => distance(a) - distance(b))[0];
}

function add<P extends Piece>(row: Row<P>, segment: Segment<P>): void {
  const share = 1 / (row.segments.length + 1);
  row.centre += share * (centreOf(segment) - row.centre);
  row.height += share * (heightOf(segment) - row.height);
  row.segments.push(segment);
}

/** True where one covers more than half of the other's width. */
function liesOver(a: Box, b: Box): boolean {
  const shared = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  return shared > 0.5 * Math.min(a[2] - a[0], b[2] - b[0]);
}

const centreOf = ({ box }: { readonly box: Box }) => (box[1] + box[3]) / 2;
const heightOf = ({ box }: { readonly box: Box }) => box[3] - box[1];
