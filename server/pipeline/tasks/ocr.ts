// What the OCR workers do: pixels of one page, read or drawn. Each task opens the file anew, so a worker holds no
// document between tasks and may be replaced after any of them.

import type { Declined } from "../document.ts";
import type { Raster } from "../page.ts";
import { decodeImage } from "../pages/images.ts";
import { openPdf } from "../pages/pdfDocument.ts";
import { encodePng } from "../pages/png.ts";
import type { OcrReaderName, PageReading, PageRequest } from "../reading/pageReader.ts";
import { readWithPpOcr, warmUp as warmUpPpOcr } from "../reading/ppocr/ppocr.ts";
import { readWithTesseract } from "../reading/tesseract/tesseract.ts";

/** A4 at 200 dpi is 1654 x 2339 pixels: letters of 8 points are 22 pixels high, which both readers want. */
const readingDpi = 200;
/** Enough to read small print on a screen. */
const pictureDpi = 120;

const readers: Readonly<Record<OcrReaderName, (raster: Raster, page: PageRequest) => Promise<PageReading["words"]>>> = {
  "pp-ocr": (raster) => readWithPpOcr(raster),
  tesseract: (raster, page) => readWithTesseract(raster, page.languages),
};

/** Reads one page with the reader named. */
export async function readPage(args: {
  readonly page: PageRequest;
  readonly reader: OcrReaderName;
}): Promise<PageReading | Declined> {
  const raster = await pixels(args.page, readingDpi);
  return { words: await readers[args.reader](raster, args.page), rules: [], marks: [] };
}

/** One page as a PNG, as a viewer shows it. */
export async function renderPage(args: { readonly page: PageRequest }): Promise<Uint8Array> {
  return encodePng(await pixels(args.page, pictureDpi));
}

/** Loads the models before the first page comes. */
export async function warmUp(): Promise<void> {
  await warmUpPpOcr();
}

async function pixels({ bytes, type, index, maxPixels }: PageRequest, dpi: number): Promise<Raster> {
  if (type !== "application/pdf") return decodeImage(bytes, type, index, { maxPixels });
  using pdf = await openPdf(bytes);
  return pdf.render(index, { dpi, maxPixels });
}
