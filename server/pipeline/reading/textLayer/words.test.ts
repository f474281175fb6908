import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { pageWith, type Typeset } from "./typesetter.ts";
import { readWords } from "./words.ts";

/** The lines of a page, words parted by a space. */
function linesOf(...lines: Typeset[]): string[] {
  const words = readWords(pageWith(lines));
  return [...Map.groupBy(words, ({ line }) => line).values()].map((line) => line.map(({ text }) => text).join(" "));
}

describe("words of a text layer", () => {
  it("end at drawn spaces, and at gaps where none are drawn", () => {
    assert.deepEqual(linesOf({ text: "Total due 9,782.00", at: [50, 50] }), ["Total due 9,782.00"]);
    assert.equal(readWords(pageWith([{ text: "Total due 9,782.00", at: [50, 50], gapsOnly: true }])).length, 3);
  });

  it("have boxes around their glyphs as fractions of the page, and are certain", () => {
    assert.deepEqual(readWords(pageWith([{ text: "in 60", at: [60, 80], size: 12 }])), [
      { text: "in", box: [0.1, 0.1, 72 / 600, 92 / 800], confidence: 1, line: 0 },
      { text: "60", box: [78 / 600, 0.1, 0.15, 92 / 800], confidence: 1, line: 0 },
    ]);
  });

  it("stay whole where letters or figures are set apart", () => {
    assert.deepEqual(linesOf({ text: "INVOICE NUMBER", at: [50, 50], spacing: 4 }), ["INVOICE NUMBER"]);
    assert.deepEqual(linesOf({ text: "900,000", at: [50, 50], spacing: 1.5, gapsOnly: true }), ["900,000"]);
  });

  it("are not parted by a space that the next glyph was drawn over", () => {
    assert.deepEqual(linesOf({ text: "5 ", at: [50, 50] }, { text: "PM", at: [55.2, 50] }), ["5PM"]);
  });

  it("part at the edges of cells that nearly touch and were drawn at different times", () => {
    const price = { text: "$70.00", at: [50, 50] } as const;
    const below = { text: "next row", at: [50, 70] } as const;
    assert.deepEqual(linesOf(price, below, { text: "P-04", at: [80.5, 50] })[0], "$70.00 P-04");
  });

  it("are put together where a glyph was drawn out of turn and meets the rest exactly", () => {
    const out = { text: "1", at: [50, 50] } as const;
    assert.deepEqual(linesOf(out, { text: "0", at: [50, 90] }, { text: ",600.00", at: [55, 50] })[0], "1,600.00");
  });

  it("drawn twice for boldness are read once, double letters as two", () => {
    const bold = { text: "Miller", at: [50, 50] } as const;
    assert.deepEqual(linesOf(bold, { ...bold, at: [50.4, 50.2] }), ["Miller"]);
  });

  it("are not woven into the dots or dashes they are written over", () => {
    const dots = { text: "..........", at: [50, 50] } as const;
    assert.deepEqual(linesOf(dots, { text: "Jane", at: [53, 50] }).sort(), ["..........", "Jane"]);
  });

  it("have no invisible characters, ligatures as letters, no-break spaces as spaces", () => {
    assert.deepEqual(linesOf({ text: "o\ufb03ce\u200b 20\u00a0m²", at: [50, 50] }), ["office 20 m²"]);
  });

  it("are whole again where a soft hyphen broke them; elsewhere it is a hyphen", () => {
    const first = { text: "die Rech\u00ad", at: [50, 50] } as const;
    assert.deepEqual(linesOf(first, { text: "nung vom", at: [50, 64] }), ["die Rechnung", "vom"]);
    assert.deepEqual(linesOf(first, { text: "2024", at: [50, 64] }), ["die Rech-", "2024"]);
    assert.deepEqual(linesOf({ text: "INV\u00ad2847", at: [50, 50] }), ["INV-2847"]);
  });

  it("of hidden text are not read", () => {
    assert.deepEqual(linesOf({ text: "seen", at: [50, 50] }, { text: "unseen", at: [50, 90], hidden: true }), ["seen"]);
  });

  it("that run up or down the margin are lines of their own, after the upright ones", () => {
    const margin = { text: "HRB 4711", at: [20, 300], quarterTurns: 3 } as const;
    const down = { text: "Page one", at: [560, 300], quarterTurns: 1 } as const;
    const lines = linesOf(margin, down, { text: "upright text here", at: [50, 250] });
    assert.deepEqual(lines, ["upright text here", "HRB 4711", "Page one"]);
  });

  it("of Hebrew and Arabic are in the order of reading, numbers and ligatures in them too", () => {
    const drawn = (text: string, x: number) =>
      Array.from(text, (letter, index) => ({ text: letter, at: [x - 5 * index, 50] }) as const);
    assert.deepEqual(linesOf(...drawn("חשבונית", 300)), ["חשבונית"]);
    assert.deepEqual(linesOf({ text: "םיסייטה", at: [50, 50] }), ["הטייסים"]);
    assert.deepEqual(linesOf({ text: "33הרומ", at: [50, 50] }), ["מורה33"]);
    assert.deepEqual(linesOf({ text: "ق\ufefb", at: [50, 50] }), ["لاق"]);
  });

  it("of Japanese set wide are one word", () => {
    assert.deepEqual(linesOf({ text: "旅費支払日", at: [50, 50], spacing: 4.8 }), ["旅費支払日"]);
  });
});
