import { canonicalWords, wordWeight } from "./text.ts";

/** Where a label's words come from. A `head` is a general word such as "Name", trusted only where a segment starts. */
type PhraseOrigin = "title" | "key" | "vocabulary" | "description" | "head" | "role";

/** Words that may be printed as a label. `weights` tell what each word says, `total` is their sum, `trust` is 0..1. */
export interface Phrase {
  readonly words: readonly string[];
  readonly weights: readonly number[];
  readonly total: number;
  readonly joined: string;
  readonly origin: PhraseOrigin;
  readonly trust: number;
}

/** How many words of a phrase are looked at: a set of them must fit the bits of a number. */
const maxWords = 12;

/** A phrase of a text, or none where the text has no words. */
export function makePhrase(text: string, origin: PhraseOrigin, trust: number): Phrase[] {
  const words = canonicalWords(text).slice(0, maxWords);
  if (words.length === 0) return [];
  const weights = words.map(wordWeight);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return [{ words, weights, total, joined: words.join(""), origin, trust }];
}
