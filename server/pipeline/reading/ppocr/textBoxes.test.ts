import assert from "node:assert/strict";
import { test } from "node:test";
import { type ProbabilityMap, textBoxes } from "./textBoxes.ts";

interface Core {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly degrees?: number;
  readonly probability?: number;
}

/** A map with the cores of lines of text: centre, size and angle in pixels and degrees. */
function mapOf(cores: readonly Core[]): ProbabilityMap {
  const [width, height] = [200, 160];
  const values = Float32Array.from({ length: width * height }, (_, index) => {
    const [x, y] = [(index % width) + 0.5, Math.floor(index / width) + 0.5];
    return Math.max(0, ...cores.map((core) => (covers(core, x, y) ? (core.probability ?? 0.9) : 0)));
  });
  return { width, height, values };
}

function covers({ x, y, width, height, degrees = 0 }: Core, pointX: number, pointY: number): boolean {
  const angle = (degrees * Math.PI) / 180;
  const along = (pointX - x) * Math.cos(angle) + (pointY - y) * Math.sin(angle);
  const across = (pointY - y) * Math.cos(angle) - (pointX - x) * Math.sin(angle);
  return Math.abs(along) <= width / 2 && Math.abs(across) <= height / 2;
}

test("a core gives the box around it, grown by area times 1.5 over its outline", () => {
  const [box] = textBoxes(mapOf([{ x: 100, y: 50, width: 80, height: 10 }]));
  const margin = (80 * 10 * 1.5) / (2 * (80 + 10));
  assert.ok(box);
  assert.deepEqual([box.centreX, box.centreY, box.angle], [100, 50, 0]);
  assert.ok(Math.abs(box.width - (80 + 2 * margin)) < 1e-9 && Math.abs(box.height - (10 + 2 * margin)) < 1e-9);
});

test("a slanted core gives a slanted box", () => {
  for (const degrees of [-30, -5, 5, 30]) {
    const [box, ...others] = textBoxes(mapOf([{ x: 100, y: 80, width: 100, height: 10, degrees }]));
    assert.ok(box && others.length === 0);
    assert.ok(Math.abs((box.angle * 180) / Math.PI - degrees) < 1.5, `${box.angle}`);
    assert.ok(Math.abs(box.centreX - 100) < 1 && Math.abs(box.centreY - 80) < 1);
    assert.ok(box.width > 4 * box.height);
  }
});

test("a tall core beside level lines is text that runs upwards", () => {
  const boxes = textBoxes(
    mapOf(
      [20, 50, 80].map((y) => ({ x: 120, y, width: 80, height: 8 })).concat({ x: 20, y: 80, width: 8, height: 100 }),
    ),
  );
  const upward = boxes.find((box) => box.centreX < 50);
  assert.ok(upward && upward.width > upward.height);
  assert.equal(upward.angle, -Math.PI / 2);
});

test("a narrow core as high as the lines beside it is a single upright character", () => {
  const boxes = textBoxes(
    mapOf([20, 50, 80].map((y) => ({ x: 120, y, width: 80, height: 8 })).concat({ x: 20, y: 50, width: 3, height: 9 })),
  );
  const digit = boxes.find((box) => box.centreX < 50);
  assert.ok(digit && digit.height > 1.5 * digit.width);
  assert.equal(digit.angle, 0);
});

test("a short core goes with the lines of a page that run upwards", () => {
  const lines = [40, 70, 100].map((x) => ({ x, y: 60, width: 8, height: 80 }));
  const boxes = textBoxes(mapOf([...lines, { x: 70, y: 140, width: 9, height: 6 }]));
  assert.deepEqual(
    boxes.map(({ angle }) => angle),
    boxes.map(() => -Math.PI / 2),
  );
});

test("what is thin, faint or hardly there is no text", () => {
  assert.deepEqual(textBoxes(mapOf([])), []);
  assert.deepEqual(textBoxes(mapOf([{ x: 100, y: 50, width: 80, height: 2 }])), []);
  assert.deepEqual(textBoxes(mapOf([{ x: 100, y: 50, width: 80, height: 10, probability: 0.5 }])), []);
  assert.deepEqual(textBoxes(mapOf([{ x: 100, y: 50, width: 80, height: 10, probability: 0.2 }])), []);
});

test("a core cut by the page's edge keeps its box", () => {
  const [box] = textBoxes(mapOf([{ x: 195, y: 155, width: 60, height: 10 }]));
  assert.ok(box && box.centreX + box.width / 2 > 200);
});
