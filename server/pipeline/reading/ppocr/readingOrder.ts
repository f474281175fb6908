// From what was read in each box to the page's words in reading order. A page may lie askew or be turned, so lines are
// made in a frame of their own, whose x axis is the page's median direction of writing. Text that runs another way, such
// as a note up the margin, comes after the rest, each box a line.

import type { Box, Word } from "../../document.ts";
import { linesOf, type Piece } from "../lines.ts";
import { type Extent, extent, type Point, pointIn, type TurnedBox } from "./geometry.ts";

/** A box with the words read in it. `start` and `end` are fractions of the box's width; `confidence` is 0..1. */
export interface ReadBox {
  readonly box: TurnedBox;
  readonly words: readonly {
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly confidence: number;
  }[];
}

/** What the detector leaves above the letters and below their tails, in heights of its box. */
const detectorMargin = 0.13;

interface PlacedWord extends Piece {
  readonly corners: readonly Point[];
  readonly confidence: number;
}

/** Puts the words of a page of this size in pixels into lines, and their boxes into fractions of the page. */
export function wordsInReadingOrder(readBoxes: readonly ReadBox[], width: number, height: number): Word[] {
  const direction = medianDirection(readBoxes);
  const segments = readBoxes
    .filter(({ words }) => words.length > 0)
    .map((readBox) => ({
      box: extent(cornersOf(readBox.box, 0, 1), direction),
      pieces: placeWords(readBox, direction),
      along: Math.cos(readBox.box.angle - direction) > Math.SQRT1_2,
    }));
  const lines = linesOf(segments.filter(({ along }) => along));
  const across = segments.filter(({ along }) => !along).map(({ pieces }) => pieces);
  return [...lines, ...across].flatMap((words, line) =>
    words.map(({ text, corners, confidence }) => ({
      text,
      box: onPage(extent(corners, 0), width, height),
      confidence,
      line,
    })),
  );
}

/** Radians, of the boxes long enough to have a direction: that of a single character is chance. */
function medianDirection(readBoxes: readonly ReadBox[]): number {
  const long = readBoxes.filter(({ box }) => box.width >= 3 * box.height);
  const angles = long.map(({ box }) => box.angle).sort((a, b) => a - b);
  return angles[angles.length >> 1] ?? 0;
}

function placeWords({ box, words }: ReadBox, direction: number): PlacedWord[] {
  return words.map(({ text, start, end, confidence }) => {
    const corners = cornersOf(box, start, end);
    return { text, confidence, corners, box: extent(corners, direction) };
  });
}

function cornersOf(box: TurnedBox, start: number, end: number): Point[] {
  const top = detectorMargin;
  const bottom = 1 - detectorMargin;
  return [pointIn(box, start, top), pointIn(box, end, top), pointIn(box, start, bottom), pointIn(box, end, bottom)];
}

function onPage([left, top, right, bottom]: Extent, width: number, height: number): Box {
  return [fraction(left, width), fraction(top, height), fraction(right, width), fraction(bottom, height)];
}

function fraction(position: number, size: number): number {
  return Math.min(1, Math.max(0, position / size));
}
