import type { Raster } from "../../page.ts";

/**
 * A raster as a binary PGM file: grey, 1 byte a pixel after a header of a few bytes. Tesseract reads grey anyway, and PGM
 * costs no compression on either side. The weights of the colours are Leptonica's own (pixConvertRGBToLuminance).
 */
export function encodePgm({ width, height, data }: Raster): Buffer {
  const header = Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1");
  const file = Buffer.allocUnsafe(header.length + width * height);
  header.copy(file);
  for (let at = header.length, from = 0; at < file.length; at += 1, from += 3) {
    file[at] = 0.3 * (data[from] ?? 0) + 0.5 * (data[from + 1] ?? 0) + 0.2 * (data[from + 2] ?? 0) + 0.5;
  }
  return file;
}
