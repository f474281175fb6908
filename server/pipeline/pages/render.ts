// A page as pixels. PDFium draws straight into 24-bit RGB, so what is left to do is to drop the padding of its rows.

import type { PageFrame } from "../document.ts";
import type { Raster } from "../page.ts";
import type { Pdfium } from "./pdfium.ts";

/** FPDFBitmap_BGR in fpdfview.h; with the reversed byte order its pixels are red, green, blue. */
const format24Bit = 2;
/** FPDF_ANNOT and FPDF_REVERSE_BYTE_ORDER in fpdfview.h. */
const renderFlags = 0x01 | 0x10;
const opaqueWhite = 0xffffffff;

export interface RenderSize {
  /** Pixels per inch of the page as shown. */
  readonly dpi: number;
  /** The most pixels the raster may have: the resolution is lowered to fit. */
  readonly maxPixels: number;
}

/** Draws a loaded page on white with its annotations, and its form fields where `form` is a form handle, not 0. */
export function renderPage(pdfium: Pdfium, page: number, form: number, frame: PageFrame, size: RenderSize): Raster {
  const { functions } = pdfium;
  const { width, height } = pixelSize(frame, size);
  const bitmap = functions.FPDFBitmap_CreateEx(width, height, format24Bit, 0, 0);
  if (bitmap === 0) throw new RangeError(`PDFium has no memory left for ${width} x ${height} pixels`);
  try {
    functions.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, opaqueWhite);
    functions.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, renderFlags);
    if (form !== 0) functions.FPDF_FFLDraw(form, bitmap, page, 0, 0, width, height, 0, renderFlags);
    return { width, height, data: packedRows(pdfium, bitmap, width * 3, height) };
  } finally {
    functions.FPDFBitmap_Destroy(bitmap);
  }
}

function pixelSize(
  { widthPt, heightPt }: PageFrame,
  { dpi, maxPixels }: RenderSize,
): { width: number; height: number } {
  const scale = Math.min(dpi / 72, Math.sqrt(maxPixels / (widthPt * heightPt)));
  const width = Math.max(1, Math.min(Math.round(widthPt * scale), maxPixels));
  const height = Math.max(1, Math.min(Math.round(heightPt * scale), Math.floor(maxPixels / width)));
  return { width, height };
}

function packedRows(pdfium: Pdfium, bitmap: number, rowBytes: number, rows: number): Uint8Array {
  const start = pdfium.functions.FPDFBitmap_GetBuffer(bitmap);
  const stride = pdfium.functions.FPDFBitmap_GetStride(bitmap);
  const memory = pdfium.memory.HEAPU8;
  if (stride === rowBytes) return memory.slice(start, start + rowBytes * rows);
  const packed = new Uint8Array(rowBytes * rows);
  for (let row = 0; row < rows; row++) {
    packed.set(memory.subarray(start + row * stride, start + row * stride + rowBytes), row * rowBytes);
  }
  return packed;
}
