// Finds the printed words that are close to a wanted word: equal, one or two letters off, or one the beginning of the other.

import type { Token } from "./layout.ts";

/** Printed words near a wanted one, each with its tokens; `similarity` is 0..1. */
interface Near {
  readonly key: string;
  readonly similarity: number;
  readonly tokens: readonly Token[];
}

interface Entry {
  readonly key: string;
  readonly letters: number;
  readonly tokens: Token[];
}

export class WordIndex {
  readonly #byKey = new Map<string, Entry>();
  readonly #byLength = new Map<number, Entry[]>();
  readonly #byOpening = new Map<string, Entry[]>();
  readonly #answers = new Map<string, readonly Near[]>();

  constructor(tokens: readonly Token[]) {
    for (const token of tokens) {
      if (token.key === "") continue;
      const entry = this.#byKey.get(token.key);
      if (entry) entry.tokens.push(token);
      else this.#add({ key: token.key, letters: letterSet(token.key), tokens: [token] });
    }
  }

  #add(entry: Entry): void {
    this.#byKey.set(entry.key, entry);
    pushTo(this.#byLength, entry.key.length, entry);
    if (entry.key.length >= 4) pushTo(this.#byOpening, entry.key.slice(0, 4), entry);
  }

  /** Printed words that could be `word` (canonical), the equal one first. */
  near(word: string): readonly Near[] {
    const known = this.#answers.get(word);
    if (known) return known;
    const equal = this.#byKey.get(word);
    const found = [...(equal ? [nearOf(equal, 1)] : []), ...(word.length < 4 ? [] : this.#alike(word))];
    this.#answers.set(word, found);
    return found;
  }

  #alike(word: string): Near[] {
    const found: Near[] = [];
    const compare = (entry: Entry): void => {
      const similarity = entry.key === word ? 0 : wordSimilarity(word, entry.key);
      if (similarity > 0) found.push(nearOf(entry, similarity));
    };
    const opening = word.slice(0, 4);
    this.#byOpening.get(opening)?.forEach(compare);
    const letters = letterSet(word);
    const edits = word.length >= 8 ? 2 : 1;
    for (let length = Math.max(4, word.length - edits); length <= word.length + edits; length++) {
      for (const entry of this.#byLength.get(length) ?? []) {
        const isNear = bitCount(entry.letters ^ letters) <= 2 * edits; // an edit changes at most two members of the set
        if (isNear && !entry.key.startsWith(opening)) compare(entry);
      }
    }
    return found.sort((a, b) => b.similarity - a.similarity);
  }
}

function nearOf({ key, tokens }: Entry, similarity: number): Near {
  return { key, tokens, similarity };
}

/** 0..1: 1 for equal words, 0 for words that no printing or reading error would turn into each other. */
export function wordSimilarity(a: string, b: string): number {
  if (a === b) return 1;
  const shorter = Math.min(a.length, b.length);
  const longer = Math.max(a.length, b.length);
  if (shorter < 4) return 0;
  if (shorter / longer >= 0.55 && (a.startsWith(b) || b.startsWith(a))) return 0.72 + (0.15 * shorter) / longer;
  const allowed = shorter >= 8 ? 2 : 1;
  if (/\d/.test(a) !== /\d/.test(b) && shorter < 6) return 0;
  const edits = editDistance(a, b, allowed);
  return edits <= allowed ? 1 - 0.12 * edits : 0;
}

/** Levenshtein distance, or `limit` + 1 where it is larger than `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let start = 0;
  let [endA, endB] = [a.length, b.length];
  while (start < Math.min(endA, endB) && a[start] === b[start]) start++;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
  const longer = Math.max(endA, endB) - start;
  if (longer <= 1 || Math.min(endA, endB) === start) return Math.min(longer, limit + 1);
  if (limit <= 1 || Math.abs(endA - endB) > limit) return limit + 1;
  return Math.min(fullDistance(a.slice(start, endA), b.slice(start, endB)), limit + 1);
}

function fullDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, change));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}

function letterSet(word: string): number {
  let letters = 0;
  for (let i = 0; i < word.length; i++) letters |= 1 << (word.charCodeAt(i) % 31);
  return letters;
}

/** The number of ones in 32 bits (Warren, Hacker's Delight, 5-1). */
function bitCount(bits: number): number {
  let count = bits - ((bits >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function pushTo<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
