// Differentiable Binarization's post-processing (Liao et al., "Real-time Scene Text Detection with Differentiable
// Binarization", AAAI 2020; constants as in PaddleOCR's det_db): the detector's map holds, for each pixel, the
// probability of lying in the shrunken core of a line of text. Each connected core above a threshold gives the smallest
// rectangle around it, which is kept where the map is sure enough inside it and then grown by what the core was shrunk.

import { connectedComponents, type Run } from "./components.ts";
import { convexHull, type Point, smallestBox, type TurnedBox } from "./geometry.ts";

const coreThreshold = 0.3;
const boxThreshold = 0.6;
const unclipRatio = 1.5;
const smallestCore = 3; // pixels of the map across
const longBox = 1.5; // length over height from which a box shows the direction of its text

/** A map of probabilities 0..1, row by row from the top; a pixel of the map is the unit of the boxes found on it. */
export interface ProbabilityMap {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Finds the boxes of the lines of text on a map; `width` runs in the direction of reading. In no order. */
export function textBoxes(map: ProbabilityMap): TurnedBox[] {
  const boxes: TurnedBox[] = [];
  for (const runs of connectedComponents(map.values, map.width, coreThreshold)) {
    const core = coreBox(runs);
    if (Math.min(core.width, core.height) < smallestCore) continue;
    if (meanInside(map, core) < boxThreshold) continue;
    boxes.push(mostLevel(unclip(core)));
  }
  return turnUpwardBoxes(boxes);
}

function coreBox(runs: readonly Run[]): TurnedBox {
  const corners: Point[] = [];
  for (const { row, start, end } of runs) {
    corners.push({ x: start, y: row }, { x: end, y: row }, { x: start, y: row + 1 }, { x: end, y: row + 1 });
  }
  return smallestBox(convexHull(corners));
}

function meanInside(map: ProbabilityMap, box: TurnedBox): number {
  const cos = Math.cos(box.angle);
  const sin = Math.sin(box.angle);
  let sum = 0;
  let count = 0;
  for (let v = (1 - box.height) / 2; v < box.height / 2; v++) {
    for (let u = (1 - box.width) / 2; u < box.width / 2; u++) {
      const x = Math.floor(box.centreX + u * cos - v * sin);
      const y = Math.floor(box.centreY + u * sin + v * cos);
      if (x < 0 || y < 0 || x >= map.width || y >= map.height) continue;
      sum += map.values[y * map.width + x] ?? 0;
      count++;
    }
  }
  return count === 0 ? 0 : sum / count;
}

function unclip(core: TurnedBox): TurnedBox {
  const margin = (core.width * core.height * unclipRatio) / (2 * (core.width + core.height));
  return { ...core, width: core.width + 2 * margin, height: core.height + 2 * margin };
}

/** The same rectangle with an angle between -45 and 45 degrees. */
function mostLevel(box: TurnedBox): TurnedBox {
  const quarters = Math.round(box.angle / (Math.PI / 2));
  const angle = box.angle - (quarters * Math.PI) / 2;
  return quarters % 2 === 0 ? { ...box, angle } : { ...box, angle, width: box.height, height: box.width };
}

/**
 * Turns the boxes whose text runs upwards by a quarter. A box much longer than lines on this page are high shows its
 * direction; a shorter one, such as the 1 of a column of quantities, goes as most of those do.
 */
function turnUpwardBoxes(boxes: readonly TurnedBox[]): TurnedBox[] {
  const lineHeight = median(boxes.map((box) => Math.min(box.width, box.height)));
  const isLong = (long: number, short: number) => long >= longBox * Math.max(short, lineHeight);
  const upward = boxes.filter(({ width, height }) => isLong(height, width));
  const level = boxes.filter(({ width, height }) => isLong(width, height));
  const pageRunsUpwards = upward.length > level.length;
  return boxes.map((box) => {
    const { width, height } = box;
    const runsUpwards = pageRunsUpwards ? !isLong(width, height) : isLong(height, width);
    return runsUpwards ? { ...box, width: height, height: width, angle: box.angle - Math.PI / 2 } : box;
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
