// What a schema may cost. Everything here is counted while a schema is read, so a bomb is refused before it grows.

import type { Json } from "../document.ts";
import { invalidSchema } from "./invalidSchema.ts";
import { isArray, isObject } from "./json.ts";

export const limits = {
  /** Bytes of UTF-8 in the text. */
  textBytes: 64 * 1024,
  /** Brackets inside brackets in the text: bounds every recursion over it. */
  nesting: 100,
  /** Entries of one array of the text, and of one list of an answer. */
  items: 10_000,
  /** Schemas inside the schema, before references are followed. */
  subschemas: 2_000,
  /** Objects and lists inside each other, after references are followed. */
  depth: 16,
  /** Properties after references are followed. */
  fields: 500,
  /** Levels of a schema that contains itself. */
  recursion: 4,
  /** Schemas that lead to each other, one applying the next: bounds every recursion over references. */
  chain: 500,
  /** Schemas looked at while references, `allOf` and branches are followed. */
  visits: 10_000,
  /** Schemas that one answer with one item a list would be checked against. */
  checks: 20_000,
  /** Characters times repetitions, over all patterns: what compiling them may cost. */
  patternText: 100_000,
  /** Instructions of all compiled patterns: what keeping them may cost (about 180 bytes each). */
  patternProgram: 10_000,
  /** Different patterns, each of which costs some kilobytes whatever its size. */
  patterns: 200,
  /** Characters of the target as JSON: a long enum or description may be referred to often. */
  targetSize: 1_000_000,
} as const;

/** Throws `invalid_schema` where the JSON nests deeper or holds a longer array than any schema needs. Never recurses. */
export function checkShape(json: Json): void {
  let level: Json[] = [json];
  for (let nesting = 0; level.length > 0; nesting++) {
    if (nesting > limits.nesting) {
      throw invalidSchema(null, `It nests more than ${limits.nesting} levels deep.`);
    }
    level = level.flatMap(membersOf);
  }
}

function membersOf(json: Json): readonly Json[] {
  if (isObject(json)) return Object.values(json);
  if (!isArray(json)) return [];
  if (json.length > limits.items) throw invalidSchema(null, `An array holds more than ${limits.items} entries.`);
  return json;
}
