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
import sharp from "../sharp.ts";
import { checkPageWords } from "./wordLimits.ts";

/** A4 at 200 dpi is 1654 x 2339 pixels: letters of 8 points are 22 pixels high, which both readers want. */
const readingDpi = 200;
/** Enough to read small print on a screen. */
const pictureDpi = 120;
/** A4 at 120 dpi has 1,403; a photo of 12 megapixels as it is would be a PNG of 28 MB, held by the server. */
const maxPictureSide = 1600;

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
  const words = await readers[args.reader](raster, args.page);
  checkPageWords(args.page.index, words.length);
  return { words, rules: [], marks: [] };
}

/** One page as a PNG, as a viewer shows it, its longer side 1,600 pixels at most. */
export async function renderPage(args: { readonly page: PageRequest }): Promise<Uint8Array> {
  return encodePng(await shrink(await pixels(args.page, pictureDpi), maxPictureSide));
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

/** The raster scaled down so that neither side is above `maxSide` pixels; a smaller one as it is. */
async function shrink(raster: Raster, maxSide: number): Promise<Raster> {
  const { width, height } = raster;
  if (Math.max(width, height) <= maxSide) return raster;
  const { data, info } = await sharp(raster.data, { raw: { width, height, channels: 3 } })
    .resize({ width: maxSide, height: maxSide, fit: "inside" })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}
