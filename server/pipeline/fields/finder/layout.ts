// Problem: words come in the reader's order; fields stand in rows and columns.
// Method: words whose centres lie at one height are a row, wherever the reader found them; a row falls apart into
// segments at gaps wider than about one letter height. Gap limits were measured on 14 sets of documents: a PDF's gaps
// are exact (1.0), a scan's vary (1.15), a receipt sets its few words far apart (1.6).
// Invariants: tokens are numbered row by row, left to right; lengths are points; work is linear in words.

import type { ReadDocument, ReadPage, Word } from "../../document.ts";
import { slopeOf } from "./skew.ts";
import { canonicalWord } from "./text.ts";

export interface Area {
  readonly page: number;
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** A word, or the half of a word such as "Total:12.00". `key` is its canonical form; `position` counts within the row. */
export interface Token extends Area {
  readonly index: number;
  readonly text: string;
  readonly key: string;
  readonly row: number;
  readonly position: number;
  readonly segment: number;
  readonly confidence: number;
}

export interface Segment extends Area {
  readonly index: number;
  readonly row: number;
  readonly tokens: readonly Token[];
}

export interface Row {
  readonly page: number;
  readonly tokens: readonly Token[];
  readonly segments: readonly Segment[];
}

/**
 * `units` holds a letter height for each page, in points: the measure of every distance; `firstRows` the row that each
 * page starts with. `page` counts from 0.
 */
export interface Layout {
  readonly tokens: readonly Token[];
  readonly rows: readonly Row[];
  readonly segments: readonly Segment[];
  readonly units: readonly number[];
  readonly firstRows: readonly number[];
}

/** `level` is the height at which its centre would stand if the page lay straight: it decides the row, and nothing else. */
interface Piece extends Area {
  readonly text: string;
  readonly confidence: number;
  readonly level: number;
}

interface OpenRow {
  centre: number;
  height: number;
  readonly pieces: Piece[];
}

/** Lays the words of all pages out in rows and segments. */
export function layOut(document: ReadDocument): Layout {
  const tokens: Token[] = [];
  const rows: Row[] = [];
  const segments: Segment[] = [];
  const units: number[] = [];
  const firstRows: number[] = [];
  document.pages.forEach((page, number) => {
    const slope = slopeOf(page.words, page);
    const pieces = page.words.flatMap((word) => splitLabel(pieceOf(word, page, number, slope)));
    const unit = medianHeight(pieces);
    units.push(unit);
    firstRows.push(rows.length);
    const exact = page.words.every((word) => word.confidence === 1);
    const open = openRows(pieces, unit, exact ? 0.5 : 0.42);
    const receipt = pieces.length / open.length < 5.5;
    const gap = exact ? 1 : receipt ? 1.6 : 1.15;
    for (const row of open) closeRow(row, number, unit, gap, { tokens, rows, segments });
  });
  return { tokens, rows, segments, units, firstRows };
}

function pieceOf({ text, confidence, box }: Word, page: ReadPage, number: number, slope: number): Piece {
  const { widthPt: w, heightPt: h } = page;
  const [x0, y0, x1, y1] = [box[0] * w, box[1] * h, box[2] * w, box[3] * h];
  return { text, confidence, page: number, x0, y0, x1, y1, level: (y0 + y1 - slope * (x0 + x1)) / 2 };
}

/** "Total:12.00" is a label and its value; a time, a URL and a trailing colon are not. */
function splitLabel(piece: Piece): Piece[] {
  const { text, x0, x1 } = piece;
  const colon = text.search(/[:：]/);
  const splits = colon >= 2 && colon < text.length - 1 && /\p{L}/u.test(text.slice(0, colon)) && !/:\/\/|@/.test(text);
  if (!splits) return [piece];
  const cut = x0 + ((x1 - x0) * (colon + 1)) / text.length;
  return [
    { ...piece, text: text.slice(0, colon + 1), x1: cut },
    { ...piece, text: text.slice(colon + 1), x0: cut },
  ];
}

function medianHeight(pieces: readonly Piece[]): number {
  const heights = pieces.map((piece) => piece.y1 - piece.y0).sort((a, b) => a - b);
  return heights[heights.length >> 1] || 10;
}

/** How many rows back a word may still join: rows open in order of height, so a few are enough. */
const rowsBack = 12;

function openRows(pieces: readonly Piece[], unit: number, tolerance: number): OpenRow[] {
  const rows: OpenRow[] = [];
  const sorted = [...pieces].sort((a, b) => a.level - b.level || a.x0 - b.x0);
  for (const piece of sorted) {
    const centre = piece.level;
    const height = piece.y1 - piece.y0;
    const row = nearestRow(rows, centre, height, unit, tolerance);
    if (row === undefined) {
      rows.push({ centre, height, pieces: [piece] });
      continue;
    }
    row.pieces.push(piece);
    row.centre += (centre - row.centre) / row.pieces.length;
    row.height += (height - row.height) / row.pieces.length;
  }
  return rows.sort((a, b) => a.centre - b.centre);
}

function nearestRow(rows: readonly OpenRow[], centre: number, height: number, unit: number, tolerance: number) {
  let best: OpenRow | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const row of rows.slice(-rowsBack)) {
    const distance = Math.abs(row.centre - centre);
    const limit = tolerance * Math.min(Math.max(height, 0.6 * unit), Math.max(row.height, 0.6 * unit));
    if (distance < limit && distance < bestDistance) [best, bestDistance] = [row, distance];
  }
  return best;
}

function closeRow(
  open: OpenRow,
  page: number,
  unit: number,
  gapLimit: number,
  into: { tokens: Token[]; rows: Row[]; segments: Segment[] },
): void {
  const row: Token[] = [];
  const segments: Token[][] = [];
  let end = 0;
  for (const piece of open.pieces.sort((a, b) => a.x0 - b.x0)) {
    const height = Math.max(unit * 0.7, Math.min(piece.y1 - piece.y0, unit * 2));
    if (row.length === 0 || piece.x0 - end > gapLimit * height) segments.push([]);
    const place = { index: into.tokens.length, row: into.rows.length, position: row.length };
    const token = {
      ...piece,
      ...place,
      key: canonicalWord(piece.text),
      segment: into.segments.length + segments.length - 1,
    };
    into.tokens.push(token);
    row.push(token);
    segments.at(-1)?.push(token);
    end = piece.x1;
  }
  const closed = segments.map((tokens, i): Segment => {
    return { index: into.segments.length + i, row: into.rows.length, tokens, ...areaOf(tokens, page) };
  });
  into.segments.push(...closed);
  into.rows.push({ page, tokens: row, segments: closed });
}

/** The area that tokens of one page cover. */
export function areaOf(tokens: readonly Area[], page: number): Area {
  const area = { page, x0: Number.POSITIVE_INFINITY, y0: Number.POSITIVE_INFINITY, x1: 0, y1: 0 };
  for (const token of tokens) {
    area.x0 = Math.min(area.x0, token.x0);
    area.y0 = Math.min(area.y0, token.y0);
    area.x1 = Math.max(area.x1, token.x1);
    area.y1 = Math.max(area.y1, token.y1);
  }
  return area;
}

/** The text of tokens as printed, one space between words. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map((token) => token.text).join(" ");
}

/** How wide the shared part of two areas is, in points: negative where they stand side by side. */
export function overlap(a: Area, b: Area): number {
  return Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0);
}
