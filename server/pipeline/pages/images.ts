// Uploaded pictures as pages: their size in points and their pixels, upright, on white, in 8-bit sRGB.

import type { PageFrame } from "../document.ts";
import { blamed, checkPixels, decoderOptions, type ImageHeader, readImageHeader } from "../imageFile.ts";
import type { ImageType, Raster } from "../page.ts";
import sharp from "../sharp.ts";
import { decodeBmp } from "./bmp.ts";

/**
 * Densities (pixels an inch) that are believed. Cameras and editors write 72 or 96 where they know none, and a page
 * that says it is 1.4 m high is no page; what claims less than 100 or nothing is taken for a scan at 200.
 */
const believableDensity = { least: 100, most: 1200 };
const assumedDensity = 200;

/** Degrees clockwise that each EXIF orientation asks for, after its mirroring if any (TIFF 6.0, tag 274; 1 is upright). */
const orientationTurns: Readonly<Record<number, number>> = { 3: 180, 4: 180, 5: 270, 6: 90, 7: 90, 8: 270 };

/** The pages of an image file, as its header states them: all pages of a TIFF, else one (of an animation the first). */
export async function imageFrames(bytes: Uint8Array, type: ImageType): Promise<PageFrame[]> {
  const first = await readImageHeader(bytes, type, 0);
  const frames = [frameOf(0, first)];
  const pages = type === "image/tiff" ? first.pages : 1;
  for (let index = 1; index < pages; index++) frames.push(frameOf(index, await readImageHeader(bytes, type, index)));
  return frames;
}

/**
 * The pixels of page `index` (from 0): EXIF orientation applied, transparency flattened onto white.
 * Throws `Failure("invalid_image")` where the image can't be decoded to its end, `Failure("limit_exceeded")` where it has
 * more than `maxPixels` pixels; that is known before a pixel is decoded.
 */
export async function decodeImage(
  bytes: Uint8Array,
  type: ImageType,
  index: number,
  { maxPixels }: { readonly maxPixels: number },
): Promise<Raster> {
  checkPixels(await readImageHeader(bytes, type, index), maxPixels);
  return blamed(type, () => (type === "image/bmp" ? decodeBmp(bytes) : decodeWithSharp(bytes, index)));
}

async function decodeWithSharp(bytes: Uint8Array, index: number): Promise<Raster> {
  const { data, info } = await sharp(bytes, decoderOptions(index))
    .autoOrient()
    .flatten({ background: "white" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  if (info.channels !== 3) throw new Error(`The decoder gave ${info.channels} channels for 3`);
  return { width: info.width, height: info.height, data };
}

function frameOf(index: number, { upright, density: stated, orientation }: ImageHeader): PageFrame {
  const { least, most } = believableDensity;
  const density = stated !== undefined && stated >= least && stated <= most ? stated : assumedDensity;
  const points = (pixels: number) => (pixels * 72) / density;
  const rotation = orientationTurns[orientation] ?? 0;
  return { index, widthPt: points(upright.width), heightPt: points(upright.height), rotation };
}
