import assert from "node:assert/strict";
import { test } from "node:test";
import { connectedComponents } from "./components.ts";

/** How many pixels each component of a drawn map has; `#` is above the threshold. */
function sizes(...rows: readonly string[]): number[] {
  const map = Float32Array.from(rows.join(""), (character) => (character === "#" ? 0.9 : 0.1));
  const components = connectedComponents(map, rows[0]?.length ?? 0, 0.3);
  return components.map((runs) => runs.reduce((sum, { start, end }) => sum + end - start, 0)).sort((a, b) => a - b);
}

test("pixels that touch at a side or a corner are one component", () => {
  assert.deepEqual(sizes("##...", "..#..", "...##"), [5]);
  assert.deepEqual(sizes("...##", "..#..", "##..."), [5]);
});

test("pixels a pixel apart are two", () => {
  assert.deepEqual(sizes("##.##", "##.##"), [4, 4]);
  assert.deepEqual(sizes("####", "....", "##.."), [2, 4]);
});

test("a row's end does not touch the next row's start", () => {
  assert.deepEqual(sizes("...##", ".....", "##..."), [2, 2]);
  assert.deepEqual(sizes("....#", "#...."), [1, 1]);
});

test("arms that meet only further down are one component", () => {
  assert.deepEqual(sizes("#.#.#", "#.#.#", "#####"), [11]);
  assert.deepEqual(sizes("#.#.#", "#.#.#", "###.#"), [3, 7]);
});

test("a ring and what lies within it are two", () => {
  assert.deepEqual(sizes("#####", "#...#", "#.#.#", "#...#", "#####"), [1, 16]);
});

test("runs name their row and pixels", () => {
  const map = Float32Array.from([0, 0, 0, 0, 1, 1]);
  assert.deepEqual(connectedComponents(map, 3, 0.5), [[{ row: 1, start: 1, end: 3 }]]);
});

test("a map below the threshold has none", () => {
  assert.deepEqual(sizes("....", "...."), []);
});
