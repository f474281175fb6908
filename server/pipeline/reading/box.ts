import type { Box } from "../document.ts";

/** The smallest box around one or more boxes, in their unit. Throws a RangeError for none. */
export function around(boxes: readonly Box[]): Box {
  if (boxes.length === 0) throw new RangeError("no box to go around");
  let [x0, y0, x1, y1] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    x0 = Math.min(x0, box[0]);
    y0 = Math.min(y0, box[1]);
    x1 = Math.max(x1, box[2]);
    y1 = Math.max(y1, box[3]);
  }
  return [x0, y0, x1, y1];
}
