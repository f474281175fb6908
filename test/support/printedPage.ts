// A page as a scanner would give it, with the truth of what stands where: pdfkit sets the words, PDFium draws them with
// the fonts that it carries for the standard fourteen, so that a machine without fonts gives the same pixels.

import { PDFiumLibrary } from "@hyzyla/pdfium";
import sharp from "sharp";
import { type Drawing, drawPdf } from "../../scripts/drawPdf.ts";
import type { Box } from "../../server/pipeline/document.ts";
import type { Raster } from "../../server/pipeline/page.ts";

/** A line of text: its left and top and the size of its font, in points. */
export interface PrintedLine {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** A word and where it stands, as fractions of the page: from its tallest letters' top to the line they stand on. */
interface PrintedWord {
  readonly text: string;
  readonly box: Box;
}

export interface PrintedPage {
  readonly raster: Raster;
  readonly words: readonly PrintedWord[];
}

type Size = readonly [width: number, height: number];

const ascender = 0.718; // Helvetica's, in sizes of the font

/** Prints lines in Helvetica on a white page of this size in points, and scans it at `dpi`. */
export async function printedPage(lines: readonly PrintedLine[], size: Size, dpi: number): Promise<PrintedPage> {
  const words: PrintedWord[] = [];
  const pdf = await drawPdf({ size: [...size], margin: 0 }, (page) => {
    for (const line of lines) words.push(...print(page, line, size));
  });
  return { raster: await draw(pdf, dpi / 72), words };
}

function print(pdf: Drawing, line: PrintedLine, [width, height]: Size): PrintedWord[] {
  pdf.fontSize(line.size).text(line.text, line.x, line.y, { lineBreak: false });
  return Array.from(line.text.matchAll(/\S+/g), ({ 0: text, index }) => {
    const left = line.x + pdf.widthOfString(line.text.slice(0, index));
    const right = left + pdf.widthOfString(text);
    const bottom = line.y + line.size * ascender;
    return { text, box: [left / width, line.y / height, right / width, bottom / height] };
  });
}

async function draw(bytes: Uint8Array, scale: number): Promise<Raster> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(bytes);
  const { width, height, data } = await document.getPage(0).render({ scale, render: "bitmap" });
  const pixels = sharp(Uint8Array.from(data), { raw: { width, height, channels: 4 } });
  document.destroy();
  library.destroy();
  return { width, height, data: await pixels.removeAlpha().raw().toBuffer() };
}
