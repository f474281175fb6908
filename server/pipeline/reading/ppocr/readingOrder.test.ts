import assert from "node:assert/strict";
import { test } from "node:test";
import { type ReadBox, wordsInReadingOrder } from "./readingOrder.ts";

const up = -Math.PI / 2;

/** A box read as these words, each an equal share of its width, turned with the page about its origin. */
function readBox(text: string, x: number, y: number, angle = 0, page = 0): ReadBox {
  const words = text.split(" ");
  return {
    box: {
      centreX: x * Math.cos(page) - y * Math.sin(page),
      centreY: x * Math.sin(page) + y * Math.cos(page),
      width: 100,
      height: 20,
      angle: angle + page,
    },
    words: words.map((word, index) => ({
      text: word,
      start: index / words.length,
      end: (index + 1) / words.length,
      confidence: 0.9,
    })),
  };
}

function lines(boxes: readonly ReadBox[]): string[] {
  const texts: string[] = [];
  for (const { text, line } of wordsInReadingOrder(boxes, 1000, 1000)) {
    texts[line] = texts[line] === undefined ? text : `${texts[line]} ${text}`;
  }
  return texts;
}

test("boxes at one height are a line, from left to right, and lines go from the top down", () => {
  const boxes = [readBox("12.50", 700, 304), readBox("Thank you", 300, 500), readBox("Total due", 300, 300)];
  assert.deepEqual(lines(boxes), ["Total due 12.50", "Thank you"]);
});

test("lines hold together on a page that lies askew, where heights alone would mix them", () => {
  for (const degrees of [-8, 8]) {
    const page = (degrees * Math.PI) / 180;
    const boxes = [300, 330, 360].flatMap((y) => [
      readBox(`price ${y}`, 800, y, 0, page),
      readBox(`item ${y}`, 300, y, 0, page),
    ]);
    assert.deepEqual(lines(boxes), ["item 300 price 300", "item 330 price 330", "item 360 price 360"]);
  }
});

test("on a page whose lines run upwards the line on the left comes first", () => {
  assert.deepEqual(lines([readBox("second", 500, 500, up), readBox("first line", 300, 500, up)]), [
    "first line",
    "second",
  ]);
});

test("a note up the margin is no part of the line beside it", () => {
  const boxes = [readBox("copy", 20, 300, up), readBox("Total", 300, 300), readBox("Paid", 300, 330)];
  assert.deepEqual(lines(boxes), ["Total", "Paid", "copy"]);
});

test("a word's box is its share of the line, less the detector's margin, within the page", () => {
  const [left, right] = wordsInReadingOrder([readBox("Total due", 40, 200)], 1000, 1000);
  const expected = [0, 0.1926, 0.04, 0.2074];
  for (const [axis, edge] of (left?.box ?? []).entries()) assert.ok(Math.abs(edge - (expected[axis] ?? 1)) < 1e-9);
  assert.ok(Math.abs((right?.box[2] ?? 0) - 0.09) < 1e-9);
});

test("boxes in which nothing was read leave no line", () => {
  const empty = { ...readBox("x", 300, 250), words: [] };
  assert.deepEqual(lines([readBox("a", 300, 200), empty, readBox("b", 300, 300)]), ["a", "b"]);
  assert.deepEqual(wordsInReadingOrder([], 1000, 1000), []);
});
