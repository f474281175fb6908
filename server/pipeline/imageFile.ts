// What intake and pages both need of an image file: its header, as its decoder reads it, and the two ways to refuse it.

import type { SharpOptions } from "sharp";
import { Failure } from "../errors.ts";
import { type BmpHeader, readBmpHeader } from "./bmpHeader.ts";
import { fileTypes, type ImageType } from "./page.ts";
import sharp from "./sharp.ts";

/** Sizes in pixels: as stored, and upright, as the EXIF orientation asks. */
export interface ImageHeader {
  readonly width: number;
  readonly height: number;
  readonly upright: { readonly width: number; readonly height: number };
  /** The EXIF orientation, 1 to 8. */
  readonly orientation: number;
  /** Pixels an inch; undefined where the file states none. */
  readonly density: number | undefined;
  /** Pages of a TIFF, frames of an animation. */
  readonly pages: number;
}

/**
 * How the decoder opens page `page` (from 0) and meets damage. "error" is the strictest level that accepts what viewers
 * show without complaint: trailing garbage passes at every level; "warning" refuses JPEGs over stray bytes between markers;
 * "truncated" lets a TIFF strip that can't be decoded through as black. The pixel limit is ours to check, with its own
 * message.
 */
export function decoderOptions(page: number): SharpOptions {
  return { failOn: "error", page, limitInputPixels: false };
}

/** Throws `invalid_image` for a header that can't be read, of another format than `type`, or of no size. */
export async function readImageHeader(bytes: Uint8Array, type: ImageType, page: number): Promise<ImageHeader> {
  return blamed(type, async () => {
    const header = type === "image/bmp" ? ofBmp(readBmpHeader(bytes)) : await readWithSharp(bytes, type, page);
    if (header.width > 0 && header.height > 0) return header;
    throw new Error(`${header.width} x ${header.height} pixels`);
  });
}

/** Throws `limit_exceeded` where one frame has more than `maxPixels` pixels. */
export function checkPixels({ width, height }: Pick<ImageHeader, "width" | "height">, maxPixels: number): void {
  if (width * height <= maxPixels) return;
  throw new Failure("limit_exceeded", {
    detail: `The image has ${width} x ${height} pixels. The limit is ${maxPixels} pixels (SMARTOCR_MAX_PIXELS).`,
  });
}

/** Whatever a decoder throws is the image's fault: `invalid_image`. */
export async function blamed<T>(type: ImageType, decode: () => Promise<T>): Promise<T> {
  try {
    return await decode();
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("invalid_image", {
      detail: `The ${fileTypes[type]} image can't be decoded. The file may be truncated or damaged.`,
      internal: error instanceof Error ? error.message : String(error),
      cause: error,
    });
  }
}

function ofBmp({ width, height, density }: BmpHeader): ImageHeader {
  return { width, height, upright: { width, height }, orientation: 1, density, pages: 1 };
}

async function readWithSharp(bytes: Uint8Array, type: ImageType, page: number): Promise<ImageHeader> {
  const { format, width, height, autoOrient, orientation, density, pages } = await sharp(
    bytes,
    decoderOptions(page),
  ).metadata();
  if (`image/${format}` !== type) throw new Error(`The decoder takes the file for image/${format}`);
  return { width, height, upright: autoOrient, orientation: orientation ?? 1, density, pages: pages ?? 1 };
}
