// Words in the form in which labels are compared: folded, and with the usual abbreviations written out.

import words from "./words.json" with { type: "json" };

/** Reads a comma-separated list of a data file. */
export function listOf(text: string): string[] {
  return text
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
}

/** Lower case without accents, and nothing but letters and digits: "Straße-Nr." becomes "strassenr". */
export function fold(text: string): string {
  const short = text.length > maxWordLength ? text.slice(0, maxWordLength) : text;
  if (/^[a-z0-9]*$/.test(short)) return short;
  return short
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replaceAll("ß", "ss")
    .replace(/[^\p{L}\p{N}]+/gu, "");
}

/** What is longer than this is no word that a label or a typed value could hold; it keeps every pattern's work bounded. */
const maxWordLength = 80;

const synonyms = new Map(
  Object.entries(words.synonyms).flatMap(([canonical, others]) =>
    listOf(others).map((other): [string, string] => [fold(other), canonical]),
  ),
);

/** The canonical form of one printed word: "Nr." and "#" become "number", "Tel" becomes "telephone". */
export function canonicalWord(text: string): string {
  if (text === "#" || text === "№") return "number";
  const folded = fold(text);
  return synonyms.get(folded) ?? folded;
}

/** Splits a label or a description into canonical words. */
export function canonicalWords(text: string): string[] {
  return text
    .split(/[\s/,;:()'’"“”._–-]+/)
    .map(canonicalWord)
    .filter((word) => word !== "");
}

/**
 * Splits a key name into its words: camelCase, snake_case, kebab-case, digits apart ("box1Wages" has three).
 * An abbreviation with capitals inside ("MwSt") is one word.
 */
export function keyWords(key: string): string[] {
  if (synonyms.has(fold(key))) return [key];
  return key
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .replace(/(\p{L})(\p{N})/gu, "$1 $2")
    .split(/[\s_\-./]+/)
    .filter((word) => word !== "");
}

const stopWords = new Set(listOf(words.stop));
const genericWords = new Set(listOf(words.generic));

/** How much a word says about which field is meant, 0..1: "date" alone could be any date. */
export function wordWeight(canonical: string): number {
  if (genericWords.has(canonical)) return 0.5;
  return stopWords.has(canonical) ? 0.15 : 1;
}
