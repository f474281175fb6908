// Problem: where on the paper does a label stand, given its words in several wordings, with reading errors?
// Method: each printed word near a phrase's word (wordIndex) starts a window; the window that shares most weight with
// the phrase scores a weighted F measure. Two half matches, one right below the other, are a label on two lines.
// Invariants: a place lies in one row; the places of one field do not overlap, the best one stays.

import { tailOf } from "./labelTail.ts";
import { type Area, areaOf, type Layout, overlap, type Row, type Token } from "./layout.ts";
import type { Phrase } from "./phrase.ts";
import { wordWeight } from "./text.ts";
import type { WordIndex } from "./wordIndex.ts";

/**
 * A label found: tokens `first` to `last` of a row, and to `tail` what may follow before its value, such as a currency.
 * `score` is 0..1; `opens` means that it starts its segment.
 */
export interface LabelPlace extends Area {
  readonly row: number;
  readonly first: number;
  readonly last: number;
  readonly tail: number;
  readonly segment: number;
  readonly score: number;
  readonly exact: boolean;
  readonly colon: boolean;
  readonly opens: boolean;
  readonly origin: Phrase["origin"];
}

interface Window {
  readonly row: Row;
  readonly first: Token;
  readonly last: Token;
  readonly matched: number;
  readonly spent: number;
  readonly mask: number;
  readonly score: number;
  readonly exact: boolean;
}

/** How printed words, by their key, match the words of a phrase. */
type Hits = ReadonlyMap<string, readonly Hit[]>;

interface Hit {
  readonly word: number;
  readonly similarity: number;
}

const leastScore = 0.58;
const placesKept = 40;

/** Finds the best places of any of the phrases. */
export function findLabels(layout: Layout, index: WordIndex, phrases: readonly Phrase[]): LabelPlace[] {
  const places = phrases.flatMap((phrase) => findPhrase(layout, index, phrase));
  return withoutOverlaps(places);
}

/** Keeps the best of places that overlap, at most 40, best first. */
export function withoutOverlaps(places: readonly LabelPlace[]): LabelPlace[] {
  const sorted = [...places].sort(
    (a, b) => b.score - a.score || b.last - b.first - (a.last - a.first) || a.row - b.row || a.first - b.first,
  );
  const kept: LabelPlace[] = [];
  for (const place of sorted) {
    if (kept.length >= placesKept) break;
    if (!kept.some((other) => other.row === place.row && other.first <= place.last && place.first <= other.last)) {
      kept.push(place);
    }
  }
  return kept;
}

function findPhrase(layout: Layout, index: WordIndex, phrase: Phrase): LabelPlace[] {
  const several = phrase.words.length > 1;
  const windows = windowsOf(layout, index, phrase);
  const places = windows.filter((window) => window.score >= leastScore && isWhole(phrase, window.mask));
  if (several && phrase.joined.length >= 6) places.push(...gluedWindows(layout, index, phrase));
  if (several && windows.length > 1) places.push(...stackedWindows(layout, phrase, windows));
  if (unspacedScript.test(phrase.joined)) places.push(...insideWords(layout, phrase));
  return places.flatMap((window) => placeOf(layout, phrase, window));
}

/** The vocabulary lists each wording, so a part of one is none: "RM" is not "total RM". */
function isWhole(phrase: Phrase, mask: number): boolean {
  if (phrase.origin !== "vocabulary") return true;
  const found = phrase.weights.reduce((sum, weight, word) => sum + ((mask >> word) & 1) * weight, 0);
  return found >= leastShare * phrase.total;
}

/** The share of a vocabulary phrase's weight that must be there: stop words may be missing, or one word of four. */
const leastShare = 0.75;

/** Windows start at a word of the phrase that says most, or at another of its words up to its length before. */
function windowsOf(layout: Layout, index: WordIndex, phrase: Phrase): Window[] {
  const heaviest = Math.max(...phrase.weights);
  const anchors = phrase.words.flatMap((word, i) =>
    phrase.weights[i] === heaviest ? index.near(word).flatMap(({ tokens }) => tokens) : [],
  );
  if (anchors.length === 0) return [];
  const hits = hitsOf(index, phrase);
  const starts = new Set<Token>();
  for (const anchor of anchors) {
    const from = Math.max(0, anchor.position - phrase.words.length);
    for (const token of layout.rows[anchor.row]?.tokens.slice(from, anchor.position + 1) ?? []) {
      if (hits.has(token.key)) starts.add(token);
    }
  }
  return [...starts].flatMap((token) => windowsAt(layout, token, phrase, hits));
}

function hitsOf(index: WordIndex, phrase: Phrase): Hits {
  const hits = new Map<string, Hit[]>();
  phrase.words.forEach((wanted, word) => {
    for (const { key, similarity } of index.near(wanted)) {
      const list = hits.get(key);
      if (list) list.push({ word, similarity });
      else hits.set(key, [{ word, similarity }]);
    }
  });
  return hits;
}

function windowsAt(layout: Layout, start: Token, phrase: Phrase, hits: Hits): Window[] {
  const row = layout.rows[start.row];
  if (!row) return [];
  const unit = layout.units[start.page] ?? 10;
  let best: Window | undefined;
  let [matched, spent, mask, exact] = [0, 0, 0, true];
  let previous = start;
  for (const token of row.tokens.slice(start.position, start.position + phrase.words.length + 2)) {
    if (token.x0 - previous.x1 > 2.2 * Math.max(unit, token.y1 - token.y0)) break;
    previous = token;
    const hit = bestHit(hits.get(token.key) ?? [], mask);
    if (hit) {
      const weight = phrase.weights[hit.word] ?? 0;
      mask |= 1 << hit.word;
      matched += weight * hit.similarity;
      spent += weight;
      exact &&= hit.similarity === 1;
      const score = (2 * matched) / (phrase.total + spent);
      if (score > (best?.score ?? 0)) {
        best = { row, first: start, last: token, matched, spent, mask, score, exact: exact && score > 0.99 };
      }
    } else if (token.key !== "") spent += wordWeight(token.key);
    if (/[:：]$/.test(token.text)) break;
  }
  return best ? [best] : [];
}

function bestHit(hits: readonly Hit[], used: number): Hit | undefined {
  let best: Hit | undefined;
  for (const hit of hits) {
    if (((used >> hit.word) & 1) === 0 && hit.similarity > (best?.similarity ?? 0)) best = hit;
  }
  return best;
}

/** A label printed or read without its spaces: "InvoiceNo". */
function gluedWindows(layout: Layout, index: WordIndex, phrase: Phrase): Window[] {
  return index
    .near(phrase.joined)
    .flatMap(({ similarity, tokens }) =>
      tokens.flatMap((token) => wordWindow(layout, token, similarity * 0.98, similarity === 1)),
    );
}

const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Hebrew}\p{Script=Arabic}]/u;

function insideWords(layout: Layout, phrase: Phrase): Window[] {
  return layout.tokens.flatMap((token) => {
    if (!token.key.includes(phrase.joined)) return [];
    const exact = token.key === phrase.joined;
    return wordWindow(layout, token, exact ? 1 : 0.85, exact);
  });
}

function wordWindow(layout: Layout, token: Token, score: number, exact: boolean): Window[] {
  const row = layout.rows[token.row];
  return row ? [{ row, first: token, last: token, matched: 0, spent: 0, mask: 0, score, exact }] : [];
}

/** How many half matches of one phrase are tried as labels on two lines. */
const halvesTried = 40;

function stackedWindows(layout: Layout, phrase: Phrase, windows: readonly Window[]): Window[] {
  const halves = windows.filter((window) => window.score < 0.95).slice(0, halvesTried);
  return halves.flatMap((upper) =>
    halves.flatMap((lower): Window[] => {
      if ((upper.mask & lower.mask) !== 0 || !standsBelow(layout, upper, lower)) return [];
      const score = (2 * (upper.matched + lower.matched)) / (phrase.total + upper.spent + lower.spent);
      const better =
        isWhole(phrase, upper.mask | lower.mask) &&
        score >= leastScore &&
        score > Math.max(upper.score, lower.score) + 0.05;
      return better ? [{ ...lower, score, exact: false }] : [];
    }),
  );
}

function standsBelow(layout: Layout, upper: Window, lower: Window): boolean {
  const unit = layout.units[upper.first.page] ?? 10;
  const rows = lower.first.row - upper.first.row;
  if (rows < 1 || rows > 2 || lower.first.page !== upper.first.page) return false;
  const aligned = Math.abs(lower.first.x0 - upper.first.x0) < 2 * unit || overlap(upper.first, lower.first) > 0;
  return aligned && lower.first.y0 - upper.first.y1 < unit;
}

function placeOf(layout: Layout, phrase: Phrase, window: Window): LabelPlace[] {
  const { row, first, last } = window;
  const segment = layout.segments[first.segment];
  const tokens = segment?.tokens ?? [];
  const opens = tokens[0] === first || (tokens[1] === first && /^(\d{1,2}|[a-z])[.)]?$/i.test(tokens[0]?.text ?? ""));
  const tail = tailOf(row.tokens, last.position);
  const next = row.tokens[last.position + 1];
  const colon =
    /[:：.]$/.test(last.text) || /^[:：]/.test(next?.text ?? "") || /[:：]$/.test(row.tokens[tail]?.text ?? "");
  if (phrase.origin === "head" && !(opens && (tokens.at(-1) === last || colon))) return [];
  const inProse = phrase.origin !== "vocabulary" && tokens.length > 9 && !opens && !colon;
  const score = window.score * phrase.trust * (opens ? 1 : 0.93) * (inProse ? 0.75 : 1);
  return [
    {
      ...areaOf(row.tokens.slice(first.position, last.position + 1), first.page),
      row: first.row,
      first: first.position,
      last: last.position,
      tail,
      segment: last.segment,
      score,
      exact: window.exact,
      colon,
      opens,
      origin: phrase.origin,
    },
  ];
}
