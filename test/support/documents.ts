// Documents that the tests send: the shipped samples, and what is made from them here.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import sharp, { type Sharp } from "sharp";
import { type Drawing, drawPdf } from "../../scripts/drawPdf.ts";
import { openPdf } from "../../server/pipeline/pages/pdfDocument.ts";

const sample = (name: string) => readFile(fileURLToPath(new URL(`../../samples/${name}`, import.meta.url)));

export const invoicePdf = () => sample("invoice.pdf");
export const receiptJpeg = () => sample("receipt.jpg");

/** An A4 page that `paint` draws. */
export const drawPage = (paint: (page: Drawing) => void, options: PDFKit.PDFDocumentOptions = {}) =>
  drawPdf({ size: "A4", margin: 50, ...options }, paint);

/** The shipped invoice as pixels, at a resolution that both OCR readers like. */
export async function invoicePicture(): Promise<Sharp> {
  using pdf = await openPdf(await invoicePdf());
  const { data, width, height } = pdf.render(0, { dpi: 150, maxPixels: 10_000_000 });
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The invoice as a PDF that holds only a picture of it. */
export async function scannedPdf(): Promise<Buffer> {
  const picture = await (await invoicePicture()).jpeg({ quality: 85 }).toBuffer();
  return drawPage((page) => page.image(picture, 0, 0, { width: 595 }));
}

/** Two pages: one with a text layer, one scanned. */
export async function mixedPdf(): Promise<Buffer> {
  const picture = await receiptJpeg();
  return drawPage((page) => {
    page
      .fontSize(14)
      .text("Purchase order number: PO-5512")
      .text("The receipt for this order follows on the next page.");
    page.addPage().image(picture, 40, 40, { height: 700 });
  });
}

/** A 24-bit BMP, which sharp can't write: rows bottom up, BGR, padded to 4 bytes. */
export async function toBmp(picture: Sharp): Promise<Buffer> {
  const { data, info } = await picture.clone().removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const stride = Math.ceil((width * 3) / 4) * 4;
  const bmp = Buffer.alloc(54 + stride * height);
  bmp.write("BM");
  bmp.writeUInt32LE(bmp.length, 2);
  bmp.writeUInt32LE(54, 10);
  bmp.writeUInt32LE(40, 14);
  bmp.writeInt32LE(width, 18);
  bmp.writeInt32LE(height, 22);
  bmp.writeUInt16LE(1, 26);
  bmp.writeUInt16LE(24, 28);
  bmp.writeUInt32LE(stride * height, 34);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 3;
      const to = 54 + (height - 1 - y) * stride + x * 3;
      bmp[to] = data[from + 2] ?? 0;
      bmp[to + 1] = data[from + 1] ?? 0;
      bmp[to + 2] = data[from] ?? 0;
    }
  }
  return bmp;
}
