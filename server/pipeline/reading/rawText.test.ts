import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Word } from "../document.ts";
import { pageText, rawText } from "./rawText.ts";

/** A page of 100 x 50 characters, each 6 x 12 points: words as [text, column, row], a line for each row. */
function page(...placed: (readonly [text: string, column: number, row: number])[]) {
  const rows = [...new Set(placed.map(([, , row]) => row))];
  const words: Word[] = placed.map(([text, column, row]) => ({
    text,
    box: [column / 100, row / 50, (column + text.length) / 100, (row + 1) / 50],
    confidence: 1,
    line: rows.indexOf(row),
  }));
  return { words, widthPt: 600, heightPt: 600 };
}

describe("raw text", () => {
  it("keeps lines, and parts words of a line by one space", () => {
    assert.equal(pageText(page(["Lens", 0, 0], ["&", 5, 0], ["Light", 7, 0], ["Ltd", 0, 1])), "Lens & Light\nLtd");
  });

  it("puts the cells of a column under each other", () => {
    const table = page(["Camera", 5, 3], ["1,200.00", 40, 3], ["Tripod", 5, 4], ["stand", 12, 4], ["80.00", 40, 4]);
    assert.equal(pageText(table), `Camera${" ".repeat(29)}1,200.00\nTripod stand${" ".repeat(23)}80.00`);
  });

  it("gives no gap more than sixty spaces", () => {
    assert.equal(pageText(page(["Total", 0, 0], ["1", 90, 0])), `Total${" ".repeat(60)}1`);
  });

  it("leaves a blank line where text stands apart, and where the next column starts", () => {
    assert.equal(pageText(page(["one", 0, 0], ["two", 0, 1], ["three", 0, 5])), "one\ntwo\n\nthree");
    assert.equal(pageText(page(["left", 0, 8], ["foot", 0, 9], ["right", 50, 1])), "left\nfoot\n\nright");
  });

  it("takes a line of any number of words", () => {
    const word: Word = { text: "a", box: [0, 0, 0.01, 0.01], confidence: 1, line: 0 };
    const words = Array.from({ length: 300_000 }, () => word).concat({ ...word, line: 1 });
    assert.equal(pageText({ words, widthPt: 600, heightPt: 600 }).split("\n")[0]?.length, 599_999);
  });

  it("parts pages by a form feed, pages without words too", () => {
    assert.equal(rawText([page(["one", 0, 0]), page(), page(["three", 0, 0])]), "one\f\fthree");
  });
});
