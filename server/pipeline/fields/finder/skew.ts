// Problem: a scan lies askew, and a receipt's amount stands a line lower than its label far to the left.
// Method: the ends of each line the reader found give a slope; the median, weighted by their distance, is the page's.
// Invariant: a page whose lines run level has slope 0, or so little that no word changes its row.

import type { Box, Word } from "../../document.ts";

interface Tilt {
  readonly slope: number;
  readonly distance: number;
}

/** What is steeper than about 6 degrees is no scan laid down carelessly, but words that stand on no line. */
const steepest = 0.1;

/** Ends closer than this many letter heights tell less about the slope than their own boxes' noise. */
const leastDistance = 4;

/** How far the lines of a page sink for each point to the right, in points; `widthPt` and `heightPt` are the page's. */
export function slopeOf(words: readonly Word[], { widthPt, heightPt }: { widthPt: number; heightPt: number }): number {
  const lines = [...Map.groupBy(words, (word) => word.line).values()];
  const tilts = lines.flatMap((line): Tilt[] => {
    const [first, last] = [line[0], line.at(-1)];
    if (!first || !last) return [];
    const distance = (middle(last.box, 0) - middle(first.box, 0)) * widthPt;
    const letter = (first.box[3] - first.box[1] + last.box[3] - last.box[1]) * (heightPt / 2);
    const slope = ((middle(last.box, 1) - middle(first.box, 1)) * heightPt) / distance;
    return distance > leastDistance * letter && Math.abs(slope) < steepest ? [{ slope, distance }] : [];
  });
  return weightedMedian(tilts);
}

const middle = (box: Box, axis: 0 | 1): number => (box[axis] + box[axis === 0 ? 2 : 3]) / 2;

function weightedMedian(tilts: readonly Tilt[]): number {
  const half = tilts.reduce((sum, { distance }) => sum + distance, 0) / 2;
  let passed = 0;
  for (const { slope, distance } of tilts.toSorted((a, b) => a.slope - b.slope)) {
    passed += distance;
    if (passed >= half) return slope;
  }
  return 0;
}
