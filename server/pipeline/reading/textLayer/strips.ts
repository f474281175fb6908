// A strip is a run of glyphs that were drawn one after the other on one baseline, the way producers write text.
// Only the order of drawing tells what belongs together where texts lie over each other (an entry over its dotted
// line) or lines are set so tight that their cells overlap.

import type { Cell } from "./directions.ts";

/** How far two centres may be apart on one baseline, as a share of the smaller height. */
const LEVEL = 0.5;
/** How far a glyph may start after the end of the one before, and before it (accents, kerning), in em. */
const AHEAD = 1;
const BACK = 0.6;
/** A glyph drawn twice for boldness is moved by less than this, in em. */
const DOUBLE = 0.12;

/** Cells in the order of drawing, parted where the pen leaves the line or jumps along it; doubles left out. */
export function stripsOf(cells: readonly Cell[]): Cell[][] {
  const strips: Cell[][] = [];
  let last: Cell | undefined;
  for (const cell of withoutDoubles(cells)) {
    if (last && continues(last, cell)) strips.at(-1)?.push(cell);
    else strips.push([cell]);
    last = cell;
  }
  return strips;
}

function continues(last: Cell, cell: Cell): boolean {
  const em = Math.max(last.em, cell.em);
  const gap = cell.box[0] - last.box[2];
  return gap < AHEAD * em && gap > -BACK * em && cell.box[0] >= last.box[0] - DOUBLE * em && isLevel(last, cell);
}

function isLevel(a: Cell, b: Cell): boolean {
  const [heightA, heightB] = [a.box[3] - a.box[1], b.box[3] - b.box[1]];
  const distance = Math.abs(a.box[1] + a.box[3] - b.box[1] - b.box[3]) / 2;
  return distance < LEVEL * Math.min(heightA, heightB);
}

function withoutDoubles(cells: readonly Cell[]): Cell[] {
  const drawn = new Map<string, Cell[]>();
  return cells.filter((cell) => {
    if (cell.text === " ") return true;
    const alike = drawn.get(cell.text) ?? [];
    if (isAmong(alike, cell)) return false;
    alike.push(cell);
    drawn.set(cell.text, alike);
    return true;
  });
}

/** Only the last of its kind are looked at: a bold line is drawn again at once, and a page may hold a million dots. */
function isAmong(alike: readonly Cell[], cell: Cell): boolean {
  for (let index = alike.length - 1; index >= Math.max(0, alike.length - 64); index -= 1) {
    const other = alike[index];
    if (other && isDouble(other, cell)) return true;
  }
  return false;
}

function isDouble(a: Cell, b: Cell): boolean {
  const near = DOUBLE * Math.min(a.em, b.em);
  return Math.abs(a.box[1] - b.box[1]) < near && Math.abs(a.box[0] - b.box[0]) < near;
}
