// Rectangles turned by an angle. Pixels throughout, origin top left, y downwards: a positive angle turns clockwise.

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** `width` runs along `angle` (radians), `height` across it. */
export interface TurnedBox {
  readonly centreX: number;
  readonly centreY: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
}

export type Extent = readonly [left: number, top: number, right: number, bottom: number];

/** The corners of the convex hull in order around it (Andrew's monotone chain). One point gives itself. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  return [...halfHull(sorted), ...halfHull(sorted.reverse())];
}

/** The hull's chain from the first point to the last, without the last. */
function halfHull(points: readonly Point[]): Point[] {
  const chain: Point[] = [];
  for (const point of points) {
    for (let last = chain.at(-1), before = chain.at(-2); last && before; last = chain.at(-1), before = chain.at(-2)) {
      if (turn(before, last, point) > 0) break;
      chain.pop();
    }
    chain.push(point);
  }
  chain.pop();
  return chain;
}

function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/**
 * The smallest rectangle around a convex hull: one of its sides lies along an edge of the hull (Freeman and Shapira).
 * A hull of one point or two gives a rectangle without area.
 */
export function smallestBox(hull: readonly Point[]): TurnedBox {
  let smallest: TurnedBox | undefined;
  for (const [index, point] of hull.entries()) {
    const next = hull[(index + 1) % hull.length] ?? point;
    const box = boxAlong(hull, Math.atan2(next.y - point.y, next.x - point.x));
    if (!smallest || box.width * box.height < smallest.width * smallest.height) smallest = box;
  }
  if (!smallest) throw new RangeError("a hull has at least one point");
  return smallest;
}

function boxAlong(points: readonly Point[], angle: number): TurnedBox {
  const [left, top, right, bottom] = extent(points, angle);
  const centre = turned({ x: (left + right) / 2, y: (top + bottom) / 2 }, angle);
  return { centreX: centre.x, centreY: centre.y, width: right - left, height: bottom - top, angle };
}

/** `[left, top, right, bottom]` of the points in a frame whose x axis runs along `angle`, radians. */
export function extent(points: readonly Point[], angle: number): Extent {
  const framed = points.map((point) => turned(point, -angle));
  const xs = framed.map(({ x }) => x);
  const ys = framed.map(({ y }) => y);
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function turned({ x, y }: Point, angle: number): Point {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return { x: x * cos - y * sin, y: x * sin + y * cos };
}

/** The same rectangle on a picture stretched by these factors; what becomes a parallelogram is squared again. */
export function stretch(box: TurnedBox, factorX: number, factorY: number): TurnedBox {
  const cos = Math.cos(box.angle);
  const sin = Math.sin(box.angle);
  return {
    centreX: box.centreX * factorX,
    centreY: box.centreY * factorY,
    width: box.width * Math.hypot(cos * factorX, sin * factorY),
    height: box.height * Math.hypot(sin * factorX, cos * factorY),
    angle: Math.atan2(sin * factorY, cos * factorX),
  };
}

/** The point `along` the width and `across` the height, both 0..1 from the box's own top left corner. */
export function pointIn(box: TurnedBox, along: number, across: number): Point {
  const { x, y } = turned({ x: (along - 0.5) * box.width, y: (across - 0.5) * box.height }, box.angle);
  return { x: box.centreX + x, y: box.centreY + y };
}
