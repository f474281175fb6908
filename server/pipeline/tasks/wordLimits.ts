// How many words a worker may hand to the server, which holds them for every document in work and can't be killed for
// one of them: a compressed page of a few kilobytes can print millions.

import { Failure } from "../../errors.ts";

/** An A4 page covered with 6-point type has some 4,000 words, a page of a broadsheet newspaper some 6,000. */
const MAX_WORDS_A_PAGE = 20_000;
/** Four hundred pages of a novel are some 120,000 words. */
const MAX_WORDS_A_DOCUMENT = 200_000;

/** Throws `limit_exceeded` where page `index` (from 0) has more words than a page may have. */
export function checkPageWords(index: number, words: number): void {
  if (words <= MAX_WORDS_A_PAGE) return;
  const detail = `Page ${index + 1} has ${words} words. The limit is ${MAX_WORDS_A_PAGE} words a page.`;
  throw new Failure("limit_exceeded", { detail });
}

/** Throws `limit_exceeded` where the pages read so far have more words than a document may have. */
export function checkDocumentWords(words: number): void {
  if (words <= MAX_WORDS_A_DOCUMENT) return;
  const detail = `The document has more than ${MAX_WORDS_A_DOCUMENT} words. That is the limit.`;
  throw new Failure("limit_exceeded", { detail });
}
