import type { Declined, Word } from "../../document.ts";
import type { PageContent } from "../../page.ts";
import { distrust } from "./trust.ts";
import { readWords } from "./words.ts";

/**
 * Reads a PDF page from the text it draws itself: exact words, in a few ms. Declines, with the reason, where that text
 * can't stand for what a person sees on the page. A page without text is declined even where nothing else is known to
 * be on it: only its pixels tell a blank page from letters drawn as outlines.
 */
export function readTextLayer(content: PageContent): { readonly words: Word[] } | Declined {
  return distrust(content) ?? { words: readWords(content) };
}
