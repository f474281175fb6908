import type { Raster } from "../page.ts";
import sharp from "../sharp.ts";

/** The raster as a PNG file, for `?include=images` and previews. */
export async function encodePng({ width, height, data }: Raster): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}
