// Can a page's text layer stand for what a person sees? Cheap signs only, each from the page's own drawing: a layer is
// declined where it is the by-product of an earlier OCR, where its Unicode can't be what is drawn, or where pictures
// hold most of the page, and text in them would be missed. A page that is declined in doubt costs one OCR pass; a bad
// layer that is trusted costs wrong values.

import type { Declined } from "../../document.ts";
import type { Glyph, PageContent } from "../../page.ts";
import { isUnmapped } from "./characters.ts";

/** A picture over this share of the page is a scan, or hides what was drawn before it: OCR sees what a person sees. */
const SCAN = 0.8;
/** Over this share it may still be a scan with a few words stamped on it. */
const PICTURE = 0.5;
/** Running text covers a fifth to a third of a page with its cells, a short invoice 4 %, two stamped lines 1.5 %. */
const STAMP = 0.03;
/** A few glyphs without Unicode are bullets and icons; more than a twentieth of the page is a font without a map. */
const UNMAPPED = { count: 5, share: 0.05 };
/** A third to a half of the letters of any language in Latin script are vowels; letters put for each other have a fifth. */
const VOWELS = { letters: 100, share: 0.22 };

/** Null where the text layer is good to read, else the reason why it is not. */
export function distrust({ glyphs, imageShare }: PageContent): Declined | null {
  const inked = glyphs.filter(({ text }) => !/^\s+$/u.test(text));
  const visible = inked.filter(({ hidden }) => !hidden);
  if (inked.length === 0) return { declined: "no text" };
  if (inked.length > 2 * visible.length) return { declined: "the text is an invisible layer of an earlier OCR" };
  if (imageShare > SCAN) return { declined: "a picture covers the page" };
  if (imageShare > PICTURE && cover(visible) < STAMP) return { declined: "a picture with little text on it" };
  if (isBeyond(visible, isUnmapped)) return { declined: "characters without a meaning in Unicode" };
  if (lacksVowels(visible)) return { declined: "characters that make no words" };
  return null;
}

/** The share of the page that the cells of the glyphs cover. */
function cover(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((sum, { box: [x0, y0, x1, y1] }) => sum + (x1 - x0) * (y1 - y0), 0);
}

function isBeyond(glyphs: readonly Glyph[], isBad: (text: string) => boolean): boolean {
  const bad = glyphs.filter(({ text }) => isBad(text)).length;
  return bad >= UNMAPPED.count && bad > UNMAPPED.share * glyphs.length;
}

function lacksVowels(glyphs: readonly Glyph[]): boolean {
  const letters = glyphs
    .map(({ text }) => text)
    .join("")
    .normalize("NFD")
    .match(/\p{Script=Latin}/gu);
  const vowels = letters?.filter((letter) => /[aeiouyæœøı]/i.test(letter)) ?? [];
  return letters !== null && letters.length >= VOWELS.letters && vowels.length < VOWELS.share * letters.length;
}
