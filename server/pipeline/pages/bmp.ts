// Windows bitmaps, which sharp does not read. The canvas library decodes every kind (1 to 32 bits, run-length encoded,
// top-down, OS/2) but fills what a truncated file lacks with nothing, so completeness is checked from the header first.

import { readBmpHeader } from "../bmpHeader.ts";
import type { Raster } from "../page.ts";

/** Decodes a bitmap, transparency flattened onto white. Throws an `Error` where its pixels are cut off. */
export async function decodeBmp(bytes: Uint8Array): Promise<Raster> {
  const { fileBytes } = readBmpHeader(bytes);
  if (bytes.length < fileBytes) throw new Error(`${bytes.length} bytes where the header asks for ${fileBytes}`);
  // Loaded on first use: 20 MB of Skia that no other format needs.
  const { createCanvas, loadImage } = await import("@napi-rs/canvas");
  const image = await loadImage(bytes);
  const { width, height } = image;
  const context = createCanvas(width, height).getContext("2d");
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  return { width, height, data: withoutAlpha(context.getImageData(0, 0, width, height).data) };
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}
