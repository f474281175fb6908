// An image judged by its header, before a pixel is decoded. Headers lie: sizes are checked one by one, and a decoder
// that fails later (in pages/) is an invalid image too.

import type { Metadata } from "sharp";
import { Failure } from "../../errors.ts";
import { fileTypes, type ImageType } from "../page.ts";
import sharp from "../sharp.ts";

interface ImageLimits {
  /** Most pixels of one frame: width x height. */
  readonly maxPixels: number;
  readonly maxPages: number;
}

/**
 * The pages of an image: those of a TIFF, else 1 (the first frame of an animation).
 * Throws `invalid_image` for a header that can't be read, `limit_exceeded` for too many pixels, `too_many_pages`.
 */
export async function checkImage(bytes: Uint8Array, type: ImageType, limits: ImageLimits): Promise<{ pages: number }> {
  if (type === "image/bmp") {
    checkPixels(readBmpSize(bytes), type, limits);
    return { pages: 1 };
  }
  const first = await readHeader(bytes, type, 0);
  checkPixels(first, type, limits);
  if (type !== "image/tiff") return { pages: 1 };
  const pages = first.pages ?? 1;
  if (pages > limits.maxPages) {
    throw new Failure("too_many_pages", {
      detail: `The image has ${pages} pages. The limit is ${limits.maxPages} (SMARTOCR_MAX_PAGES).`,
    });
  }
  for (let page = 1; page < pages; page += 1) checkPixels(await readHeader(bytes, type, page), type, limits);
  return { pages };
}

async function readHeader(bytes: Uint8Array, type: ImageType, page: number): Promise<Metadata> {
  try {
    const header = await sharp(bytes, { page, failOn: "error", limitInputPixels: false }).metadata();
    if (`image/${header.format}` === type) return header;
    throw new Error("the decoder takes it for another format");
  } catch (error) {
    throw invalidImage(type, error instanceof Error ? error.message : String(error));
  }
}

/**
 * The size of a Windows or OS/2 bitmap, which sharp does not read: 16-bit numbers in a BITMAPCOREHEADER (12 bytes),
 * 32-bit ones in a BITMAPINFOHEADER and what extends it, where a height below zero means rows from the top.
 */
function readBmpSize(bytes: Uint8Array): { width: number; height: number } {
  if (bytes.length < 26) throw invalidImage("image/bmp", "the header is cut short");
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (header.getUint32(14, true) === 12)
    return { width: header.getUint16(18, true), height: header.getUint16(20, true) };
  return { width: header.getInt32(18, true), height: Math.abs(header.getInt32(22, true)) };
}

function checkPixels(size: { width: number; height: number }, type: ImageType, limits: ImageLimits): void {
  if (!(size.width > 0 && size.height > 0)) throw invalidImage(type, "its size is zero");
  if (size.width * size.height <= limits.maxPixels) return;
  throw new Failure("limit_exceeded", {
    detail: `The image has ${size.width} x ${size.height} pixels. The limit is ${limits.maxPixels} pixels (SMARTOCR_MAX_PIXELS).`,
  });
}

function invalidImage(type: ImageType, internal: string): Failure {
  return new Failure("invalid_image", {
    detail: `The ${fileTypes[type]} image can't be decoded. The file may be truncated or damaged.`,
    internal,
  });
}
