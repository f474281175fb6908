// Windows bitmaps, which sharp does not read. The canvas library decodes every kind (1 to 32 bits, run-length encoded,
// top-down, OS/2) but fills what a truncated file lacks with nothing, so completeness is checked from the header first.

import { Failure } from "../../errors.ts";
import type { Raster } from "../page.ts";

const fileHeaderBytes = 14;
const coreHeaderBytes = 12;
const infoHeaderBytes = 40;
/** BI_RGB, BI_BITFIELDS and BI_ALPHABITFIELDS in wingdi.h: rows of a fixed length. The others say their size. */
const uncompressed: readonly number[] = [0, 3, 6];
const metresPerInch = 0.0254;

export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  /** Pixels an inch; undefined where the file states none. */
  readonly density: number | undefined;
}

/** Width and height in pixels. Throws `Failure("invalid_image")` where the header is none or the pixels are cut off. */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < fileHeaderBytes + coreHeaderBytes) throw damaged("The header is cut off");
  const headerBytes = view.getUint32(14, true);
  if (headerBytes !== coreHeaderBytes && headerBytes < infoHeaderBytes)
    throw damaged(`A header of ${headerBytes} bytes`);
  if (bytes.length < fileHeaderBytes + headerBytes) throw damaged("The header is cut off");
  const header = headerBytes === coreHeaderBytes ? coreHeader(view) : infoHeader(view);
  if (header.width <= 0 || header.height <= 0) throw damaged(`${header.width} x ${header.height} pixels`);
  const end = view.getUint32(10, true) + header.dataBytes;
  if (bytes.length < end) throw damaged(`${bytes.length} bytes where the header asks for ${end}`);
  return { width: header.width, height: header.height, density: header.density };
}

/** Decodes a bitmap whose header was read, transparency flattened onto white. */
export async function decodeBmp(bytes: Uint8Array): Promise<Raster> {
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

interface RawHeader extends BmpHeader {
  readonly dataBytes: number;
}

/** BITMAPCOREHEADER. */
function coreHeader(view: DataView): RawHeader {
  const width = view.getUint16(18, true);
  const height = view.getUint16(20, true);
  return { width, height, density: undefined, dataBytes: rowBytes(width, view.getUint16(24, true)) * height };
}

/** BITMAPINFOHEADER and its longer successors. A negative height means rows from the top. */
function infoHeader(view: DataView): RawHeader {
  const width = view.getInt32(18, true);
  const height = Math.abs(view.getInt32(22, true));
  const isUncompressed = uncompressed.includes(view.getUint32(30, true));
  const perMetre = view.getInt32(38, true);
  return {
    width,
    height,
    density: perMetre > 0 ? perMetre * metresPerInch : undefined,
    dataBytes: isUncompressed ? rowBytes(width, view.getUint16(28, true)) * height : view.getUint32(34, true),
  };
}

/** Rows are padded to whole 32-bit words. */
function rowBytes(width: number, bitsPerPixel: number): number {
  return Math.ceil((width * bitsPerPixel) / 32) * 4;
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

function damaged(internal: string): Failure {
  return new Failure("invalid_image", {
    detail: "The BMP image can't be decoded. The file may be truncated or damaged.",
    internal: `BMP: ${internal}`,
  });
}
