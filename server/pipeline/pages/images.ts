// Uploaded pictures as pages: their size in points and their pixels, upright, on white, in 8-bit sRGB.

import type { Metadata, SharpOptions } from "sharp";
import { Failure } from "../../errors.ts";
import type { PageFrame } from "../document.ts";
import { type FileType, fileTypes, type Raster } from "../page.ts";
import sharp from "../sharp.ts";
import { decodeBmp, readBmpHeader } from "./bmp.ts";

/**
 * Densities (pixels an inch) that are believed. Cameras and editors write 72 or 96 where they know none, and a page
 * that says it is 1.4 m high is no page; what claims less than 100 or nothing is taken for a scan at 200.
 */
const believableDensity = { least: 100, most: 1200 };
const assumedDensity = 200;

/** Degrees clockwise that each EXIF orientation asks for, after its mirroring if any (TIFF 6.0, tag 274; 1 is upright). */
const orientationTurns: Readonly<Record<number, number>> = { 3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270 };

/**
 * How the decoder meets damage. "error" is the strictest level that accepts what viewers show without complaint: trailing
 * garbage passes at every level; "warning" refuses JPEGs over stray bytes between markers; "truncated" lets a TIFF strip
 * that can't be decoded through as black.
 */
const failOn = "error";

/** The pages of an image file, as its header states them: all pages of a TIFF, else one (of an animation the first). */
export async function imageFrames(bytes: Uint8Array, type: FileType): Promise<PageFrame[]> {
  if (type === "image/bmp") {
    const { width, height, density } = readBmpHeader(bytes);
    return [frameOf(0, width, height, density, 0)];
  }
  const first = await readMetadata(bytes, type, 0);
  const frames = [frameOfMetadata(0, first)];
  const pages = type === "image/tiff" ? (first.pages ?? 1) : 1;
  for (let index = 1; index < pages; index++) {
    frames.push(frameOfMetadata(index, await readMetadata(bytes, type, index)));
  }
  return frames;
}

/**
 * The pixels of page `index` (from 0): EXIF orientation applied, transparency flattened onto white.
 * Throws `Failure("invalid_image")` where the image can't be decoded to its end, `Failure("limit_exceeded")` where it has
 * more than `maxPixels` pixels; that is known before a pixel is decoded.
 */
export async function decodeImage(
  bytes: Uint8Array,
  type: FileType,
  index: number,
  { maxPixels }: { readonly maxPixels: number },
): Promise<Raster> {
  const { width, height } = type === "image/bmp" ? readBmpHeader(bytes) : await readMetadata(bytes, type, index);
  if (width * height > maxPixels) {
    throw new Failure("limit_exceeded", {
      detail: `The image has ${width} x ${height} pixels. The limit is ${maxPixels} pixels (SMARTOCR_MAX_PIXELS).`,
    });
  }
  return blamed(type, () => (type === "image/bmp" ? decodeBmp(bytes) : decodeWithSharp(bytes, index)));
}

async function readMetadata(bytes: Uint8Array, type: FileType, index: number): Promise<Metadata> {
  return blamed(type, async () => {
    const metadata = await sharp(bytes, pageOptions(index)).metadata();
    const found = `image/${metadata.format}`;
    if (found !== type) throw new Error(`The decoder takes the file for ${found}`);
    return metadata;
  });
}

async function decodeWithSharp(bytes: Uint8Array, index: number): Promise<Raster> {
  const { data, info } = await sharp(bytes, pageOptions(index))
    .autoOrient()
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`The decoder gave ${info.channels} channels for 3`);
  return { width: info.width, height: info.height, data };
}

/** The pixel limit is ours to check, with its own message. */
function pageOptions(page: number): SharpOptions {
  return { failOn, page, limitInputPixels: false };
}

function frameOfMetadata(index: number, { autoOrient, density, orientation }: Metadata): PageFrame {
  return frameOf(index, autoOrient.width, autoOrient.height, density, orientationTurns[orientation ?? 1] ?? 0);
}

function frameOf(
  index: number,
  width: number,
  height: number,
  stated: number | undefined,
  rotation: number,
): PageFrame {
  const { least, most } = believableDensity;
  const density = stated !== undefined && stated >= least && stated <= most ? stated : assumedDensity;
  return { index, widthPt: (width * 72) / density, heightPt: (height * 72) / density, rotation };
}

/** Whatever a decoder throws is the image's fault. */
async function blamed<T>(type: FileType, decode: () => Promise<T>): Promise<T> {
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
