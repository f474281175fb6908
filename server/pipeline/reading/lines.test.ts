import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Box } from "../document.ts";
import { linesOf, type Piece, type Segment } from "./lines.ts";

/** Words of 10 units' height and 5 units a letter, each a segment: [text, x, y]. */
type Placed = readonly [text: string, x: number, y: number];

function segment([text, x, y]: Placed): Segment<Piece> {
  const words = text.split(" ");
  let at = x;
  const pieces = words.map((word) => {
    const box: Box = [at, y, at + 5 * word.length, y + 10];
    at += 5 * word.length + 3;
    return { text: word, box };
  });
  return { box: [x, y, at - 3, y + 10], pieces };
}

const read = (...placed: Placed[]) =>
  linesOf(placed.map(segment)).map((line) => line.map(({ text }) => text).join(" "));

describe("the lines of a page", () => {
  it("run across it, so that a label stands with its value however far away", () => {
    assert.deepEqual(read(["9,782.00", 500, 101], ["Date", 40, 80], ["Total due", 40, 100], ["today", 500, 79]), [
      "Date today",
      "Total due 9,782.00",
    ]);
  });

  it("keep pieces apart that stand half a line apart", () => {
    assert.deepEqual(read(["left", 40, 100], ["right", 300, 106]), ["left", "right"]);
  });

  it("never weave pieces that lie over each other", () => {
    assert.deepEqual(read(["over print", 40, 100], ["underneath", 42, 102]).length, 2);
  });

  it("follow slightly slanted text without taking in the next line", () => {
    const slanted = [0, 1, 2, 3].flatMap((row): Placed[] => [
      [`a${row}`, 40, 100 + 12 * row],
      [`b${row}`, 200, 101.5 + 12 * row],
      [`c${row}`, 400, 103 + 12 * row],
    ]);
    assert.deepEqual(read(...slanted), ["a0 b0 c0", "a1 b1 c1", "a2 b2 c2", "a3 b3 c3"]);
  });

  const rows = [0, 1, 2, 3, 4, 5];

  it("read columns of prose one after the other", () => {
    const prose = rows.flatMap((row): Placed[] => [
      [`left column number ${row} has full lines`, 40, 100 + 12 * row],
      [`right column number ${row} has them too`, 300, 100 + 12 * row],
    ]);
    const lines = read(["A heading across both columns of the page", 140, 60], ...prose);
    assert.equal(lines[0], "A heading across both columns of the page");
    assert.deepEqual(
      lines.slice(1).map((line) => line.slice(0, 4)),
      [...rows.map(() => "left"), ...rows.map(() => "righ")],
    );
  });

  it("read tables across, though their gutter is as clear", () => {
    const table = rows.flatMap((row): Placed[] => [
      [`Item ${row}`, 40, 100 + 12 * row],
      [`${row}.00 EUR`, 300, 100 + 12 * row],
    ]);
    assert.deepEqual(
      read(...table),
      rows.map((row) => `Item ${row} ${row}.00 EUR`),
    );
  });

  it("read a table with long descriptions across", () => {
    const table = rows.flatMap((row): Placed[] => [
      [`A long description of item number ${row} in words`, 40, 100 + 12 * row],
      [`2 pcs ${row}5.00 19 % 30.00`, 340, 100 + 12 * row],
    ]);
    assert.equal(read(...table).length, rows.length);
  });
});
