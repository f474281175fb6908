import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import sharp from "sharp";
import { type PrintedLine, type PrintedPage, printedPage } from "../../../../test/support/printedPage.ts";
import type { Word } from "../../document.ts";
import type { Raster } from "../../page.ts";
import { readWithPpOcr, warmUp } from "./ppocr.ts";

const size = [420, 260] as const;
const dpi = 150;

const invoice: readonly PrintedLine[] = [
  { text: "Rechnung Nr. 2026-0417", x: 30, y: 20, size: 18 },
  { text: "Müller & Söhne GmbH, Straße 7, 80331 München", x: 30, y: 55, size: 10 },
  { text: "2", x: 30, y: 90, size: 10 },
  { text: "Schrauben verzinkt", x: 60, y: 90, size: 10 },
  { text: "1.234,56 €", x: 320, y: 90, size: 10 },
  { text: "1", x: 30, y: 110, size: 10 },
  { text: "Größere Übergabe", x: 60, y: 110, size: 10 },
  { text: "7,00 €", x: 320, y: 110, size: 10 },
  { text: "Total due: $9,782.00", x: 220, y: 150, size: 12 },
  { text: "Paid by card on 31 May 2026. Thank you!", x: 30, y: 190, size: 9 },
];

const invoiceText = [
  "Rechnung Nr. 2026-0417",
  "Müller & Söhne GmbH, Straße 7, 80331 München",
  "2 Schrauben verzinkt 1.234,56 €",
  "1 Größere Übergabe 7,00 €",
  "Total due: $9,782.00",
  "Paid by card on 31 May 2026. Thank you!",
];

describe("PP-OCR", () => {
  let page: PrintedPage;
  let words: Word[];

  before(async () => {
    await warmUp();
    page = await printedPage(invoice, size, dpi);
    words = await readWithPpOcr(page.raster);
  });

  test("reads each word of a printed page, umlauts and single digits too, in rows from left to right", () => {
    assert.deepEqual(linesOf(words), invoiceText);
  });

  test("says of clean print that it is sure", () => {
    for (const { text, confidence } of words) assert.ok(confidence > 0.5 && confidence <= 1, `${text}: ${confidence}`);
  });

  test("boxes each word where it is printed", () => {
    const { width, height } = page.raster;
    for (const [index, printed] of page.words.entries()) {
      const read = words[index];
      assert.equal(read?.text, printed.text);
      const [left, top, right, bottom] = read.box.map((edge, axis) => edge - (printed.box[axis] ?? 0));
      const letter = (printed.box[3] - printed.box[1]) * height;
      const message = `${printed.text} ${read.box} ${printed.box}`;
      // Digits and letters differ in width, so an edge is known to within half of one; tails hang below the line.
      assert.ok(Math.abs((left ?? 1) * width) < letter / 2 && Math.abs((right ?? 1) * width) < letter / 2, message);
      assert.ok(Math.abs((top ?? 1) * height) < letter / 4, message);
      assert.ok((bottom ?? 1) * height > -letter / 4 && (bottom ?? 1) * height < letter / 2, message);
    }
  });

  test("reads a page that lies askew by five degrees in the same lines, nine words in ten", async () => {
    for (const degrees of [5, -5]) {
      assertReads(await readWithPpOcr(await turned(page.raster, degrees)), invoiceText);
    }
  });

  test("reads a page whose lines run upwards in the same lines, nine words in ten", async () => {
    const upwards = await readWithPpOcr(await turned(page.raster, 270));
    assertReads(upwards, invoiceText);
    for (const { text, box } of upwards) {
      const width = (box[2] - box[0]) * page.raster.height;
      const height = (box[3] - box[1]) * page.raster.width;
      assert.ok(text.length < 3 || height > width, text);
    }
  });

  test("does not fail on pages turned by 90 or 180 degrees", async () => {
    for (const degrees of [90, 180]) assert.ok((await readWithPpOcr(await turned(page.raster, degrees))).length > 0);
  });

  test("reads the same whatever was read before", async () => {
    await readWithPpOcr(await turned(page.raster, 180));
    assert.deepEqual(await readWithPpOcr(page.raster), words);
  });

  test("reads a receipt of 10,000 pixels' length", async () => {
    const lines = Array.from({ length: 40 }, (_, index) => ({
      text: `Coffee beans ${index + 100}`,
      x: 20,
      y: 20 + index * 119,
      size: 16,
    }));
    const receipt = await printedPage(lines, [288, 4800], dpi);
    assert.equal(receipt.raster.height, 10_000);
    const read = linesOf(await readWithPpOcr(receipt.raster));
    assert.deepEqual(
      read,
      lines.map(({ text }) => text),
    );
  });

  test("finds no words on a blank page, of whatever size", async () => {
    for (const [width, height] of [
      [1, 1],
      [10, 10],
      [1240, 1754],
      [20_000, 8],
    ] as const) {
      assert.deepEqual(await readWithPpOcr(blank(width, height)), []);
    }
  });
});

function linesOf(words: readonly Word[]): string[] {
  const lines: string[] = [];
  for (const { text, line } of words) lines[line] = lines[line] === undefined ? text : `${lines[line]} ${text}`;
  return lines;
}

/** As many lines as printed, each with the words printed in it, in their order; one word in ten may be misread. */
function assertReads(words: readonly Word[], printed: readonly string[]): void {
  const read = linesOf(words);
  assert.equal(read.length, printed.length, read.join("\n"));
  let missed = 0;
  for (const [index, line] of printed.entries()) {
    const rest = read[index]?.split(" ") ?? [];
    for (const word of line.split(" ")) {
      const found = rest.indexOf(word);
      if (found < 0) missed++;
      else rest.splice(0, found + 1);
    }
  }
  assert.ok(missed <= printed.join(" ").split(" ").length / 10, read.join("\n"));
}

function blank(width: number, height: number): Raster {
  return { width, height, data: new Uint8Array(3 * width * height).fill(255) };
}

async function turned({ data, width, height }: Raster, degrees: number): Promise<Raster> {
  const image = sharp(data, { raw: { width, height, channels: 3 } }).rotate(degrees, { background: "white" });
  const { data: pixels, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: pixels };
}
