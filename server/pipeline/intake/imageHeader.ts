// An image judged by its header, before a pixel is decoded. Headers lie: sizes are checked one by one, and a decoder
// that fails later (in pages/) is an invalid image too.

import { Failure } from "../../errors.ts";
import { checkPixels, readImageHeader } from "../imageFile.ts";
import type { ImageType } from "../page.ts";

interface ImageLimits {
  /** Most pixels of one frame: width x height. */
  readonly maxPixels: number;
  readonly maxPages: number;
}

/**
 * The pages of an image: those of a TIFF, else 1 (the first frame of an animation).
 * Throws `invalid_image` for a header that can't be read, `limit_exceeded` for too many pixels, `too_many_pages`.
 */
export async function checkImage(
  bytes: Uint8Array,
  type: ImageType,
  { maxPixels, maxPages }: ImageLimits,
): Promise<{ pages: number }> {
  const first = await readImageHeader(bytes, type, 0);
  checkPixels(first, maxPixels);
  if (type !== "image/tiff") return { pages: 1 };
  if (first.pages > maxPages) {
    throw new Failure("too_many_pages", {
      detail: `The image has ${first.pages} pages. The limit is ${maxPages} (SMARTOCR_MAX_PAGES).`,
    });
  }
  for (let page = 1; page < first.pages; page += 1) checkPixels(await readImageHeader(bytes, type, page), maxPixels);
  return { pages: first.pages };
}
