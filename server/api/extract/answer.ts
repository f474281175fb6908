// From an extraction to the body and headers of a 200: the five keys of the public contract, and what was asked besides.

import type { Found, ReadPage } from "../../pipeline/document.ts";
import type { Extraction, Field } from "../../pipeline/pipeline.ts";
import type { Includable } from "./query.ts";

export interface AnswerParts {
  readonly extraction: Extraction;
  readonly include: ReadonlySet<Includable>;
  /** PNG files, one a page, null where a page could not be drawn; empty where they were not asked for. */
  readonly images: readonly (Uint8Array | null)[];
  readonly version: string;
}

/** Header values must be short: what does not fit is only counted, and left to `?include=fields`. */
const reviewHeaderCharsMax = 4_096;

/**
 * The answer as JSON text, all but the credits: what is left to do once they are known can't fail.
 * The keys stand in the order of the contract.
 */
export function serialiseAnswer(parts: AnswerParts): (creditsRemaining: number) => string {
  const { data, confidenceScore } = parts.extraction;
  const before = JSON.stringify({ extractedData: data, confidenceScore, processedAt: new Date().toISOString() });
  const after = JSON.stringify({ rawText: parts.extraction.rawText, ...included(parts) });
  return (creditsRemaining) => `${before.slice(0, -1)},"creditsRemaining":${creditsRemaining},${after.slice(1)}`;
}

function included(parts: AnswerParts): Record<string, unknown> {
  const { extraction, include } = parts;
  return {
    ...(include.has("fields") && { fields: Object.fromEntries(extraction.fields.map(fieldEntry)) }),
    ...(include.has("pages") && { pages: extraction.document.pages.map(pageEntry) }),
    ...(include.has("words") && { words: extraction.document.pages.flatMap(wordEntries) }),
    ...(include.has("images") && { images: parts.images.flatMap(imageEntry) }),
    ...(include.has("engine") && { engine: engineEntry(extraction, parts.version) }),
  };
}

/**
 * `SmartOCR-Review` with the pointers of the fields to look at, `SmartOCR-Review-Count` with how many they are, and
 * `SmartOCR-Partial`. Pointers are percent-encoded as in a URI fragment (RFC 6901, section 6), commas too.
 */
export function answerHeaders({ fields, partial }: Extraction): Record<string, string> {
  const doubtful = fields.filter(({ review }) => review).map(({ pointer }) => pointer);
  let review = "";
  for (const pointer of doubtful) {
    const encoded = encodeURI(pointer.toWellFormed()).replaceAll(",", "%2C");
    const next = review === "" ? encoded : `${review}, ${encoded}`;
    if (next.length <= reviewHeaderCharsMax) review = next;
  }
  return {
    "SmartOCR-Review-Count": String(doubtful.length),
    ...(review && { "SmartOCR-Review": review }),
    ...(partial && { "SmartOCR-Partial": "deadline" }),
  };
}

const percent = (probability: number) => Math.round(100 * probability);

function fieldEntry({ pointer, value, probability, review, reason, proof, engine, alternatives }: Field) {
  const entry = {
    value,
    confidence: percent(probability),
    review,
    reason: reason ?? null,
    regions: proof.map(({ page, box, text }) => ({ page: page + 1, box, text })),
    source: sourceOf(proof),
    engine,
    alternatives: (alternatives ?? []).map((one) => ({ value: one.value, confidence: percent(one.probability) })),
  };
  return [pointer, entry] as const;
}

function sourceOf(proof: Found["proof"]): string | null {
  return proof[0]?.source ?? null;
}

function pageEntry({ index, widthPt, heightPt, rotation, reader, why, ms }: ReadPage) {
  return { number: index + 1, widthPt, heightPt, rotation, reader, why, ms: Math.round(ms) };
}

function wordEntries({ index, words }: ReadPage) {
  return words.map(({ text, box, confidence, line }) => ({ page: index + 1, text, box, confidence, line }));
}

function imageEntry(png: Uint8Array | null, index: number) {
  return png ? [{ page: index + 1, type: "image/png", base64: Buffer.from(png).toString("base64") }] : [];
}

function engineEntry({ document, fields }: Extraction, version: string) {
  const distinct = (names: readonly (string | null)[]) => [...new Set(names.filter((name) => name !== null))];
  return {
    readers: distinct(document.pages.map(({ reader }) => reader)),
    fieldEngines: distinct(fields.map(({ engine }) => engine)),
    model: null,
    versions: { smartocr: version },
  };
}
