import assert from "node:assert/strict";
import { test } from "node:test";
import { convexHull, pointIn, smallestBox, stretch } from "./geometry.ts";

test("the hull leaves out points inside, points on an edge and points given twice", () => {
  const corners = [
    { x: 0, y: 0 },
    { x: 4, y: 0 },
    { x: 4, y: 3 },
    { x: 0, y: 3 },
  ];
  const hull = convexHull([...corners, { x: 2, y: 1 }, { x: 2, y: 0 }, { x: 4, y: 3 }]);
  assert.equal(hull.length, 4);
  for (const corner of corners) assert.ok(hull.some(({ x, y }) => x === corner.x && y === corner.y));
});

test("the smallest box around a turned rectangle is that rectangle", () => {
  const box = { centreX: 50, centreY: 40, width: 30, height: 8, angle: 0.4 };
  const corners = [pointIn(box, 0, 0), pointIn(box, 1, 0), pointIn(box, 1, 1), pointIn(box, 0, 1)];
  const found = smallestBox(convexHull([...corners, pointIn(box, 0.3, 0.6)]));
  assert.ok(Math.abs(found.centreX - 50) < 1e-9 && Math.abs(found.centreY - 40) < 1e-9);
  assert.ok(Math.abs(found.width * found.height - 240) < 1e-9);
  assert.ok(Math.abs(Math.min(found.width, found.height) - 8) < 1e-9);
});

test("a point and a line have a box without area", () => {
  assert.equal(smallestBox(convexHull([{ x: 2, y: 3 }])).width, 0);
  const line = smallestBox(
    convexHull([
      { x: 0, y: 0 },
      { x: 3, y: 4 },
    ]),
  );
  assert.ok(Math.abs(line.width * line.height) < 1e-9);
  assert.ok(Math.abs(Math.max(line.width, line.height) - 5) < 1e-9);
});

test("a stretched box keeps its place and its sides' lengths on the stretched picture", () => {
  const level = stretch({ centreX: 10, centreY: 20, width: 6, height: 4, angle: 0 }, 2, 3);
  assert.deepEqual(level, { centreX: 20, centreY: 60, width: 12, height: 12, angle: 0 });
  const upright = stretch({ centreX: 10, centreY: 20, width: 6, height: 4, angle: Math.PI / 2 }, 2, 3);
  assert.ok(Math.abs(upright.width - 18) < 1e-9 && Math.abs(upright.height - 8) < 1e-9);
});
