// Patterns of a client run on RE2, which matches in linear time: `^(a|a)*$` costs no more than `^a*$`. It has no
// look-around and no back-references. Its programs grow with counted repetition: before one is made its size is bounded
// by its length times its counts (nested counts of more than 1,000 RE2 refuses itself); the size it has is counted then.

import type { RegExpEngine } from "ajv/dist/types/index.js";
import { RE2JS } from "re2js";
import { invalidSchema } from "./invalidSchema.ts";
import { limits } from "./limits.ts";
import { keyFromAjv } from "./prototypeKeys.ts";

const largestCount = 1000;

/** For ajv's `code.regExp`. Throws where the pattern is none of RE2's. */
export const linearRegExp: RegExpEngine = Object.assign(
  (pattern: string) => {
    const compiled = compile(pattern);
    // ajv keeps a pattern under what toString gives: it must tell patterns apart.
    return { test: (text: string) => compiled.test(keyFromAjv(text)), toString: () => pattern };
  },
  { code: "linearRegExp" },
);

function compile(pattern: string): RE2JS {
  return RE2JS.compile(RE2JS.translateRegExp(pattern));
}

/** Counts the patterns of one schema. The function made throws `invalid_schema` for one that can not or may not run. */
export function patternChecker(): (pattern: string, pointer: string) => void {
  const seen = new Set<string>();
  let text = 0;
  let program = 0;
  return (pattern, pointer) => {
    if (seen.has(pattern)) return;
    seen.add(pattern);
    text += largestText(pattern);
    const tooLarge = text > limits.patternText || seen.size > limits.patterns;
    if (!tooLarge) program += programSize(pattern, pointer);
    if (tooLarge || program > limits.patternProgram) {
      throw invalidSchema(pointer, "The patterns are too many or too large. Shorten them or lower their counts.");
    }
  };
}

/** Characters of the pattern were it written without counts, at most. */
function largestText(pattern: string): number {
  const counts = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, least, most]) => Number(most || least));
  const repeated = counts.reduce((product, count) => product * Math.max(1, count), 1);
  return pattern.length * Math.min(largestCount, repeated);
}

function programSize(pattern: string, pointer: string): number {
  if (usesLookAroundOrBackReference(pattern)) {
    throw invalidSchema(pointer, "Look-around and back-references are not supported in patterns.");
  }
  try {
    return compile(pattern).programSize();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidSchema(pointer, `The pattern can not be used: ${reason.slice(0, 200)}.`, error);
  }
}

/** RE2 refuses most of these itself, less plainly; a named back-reference it would take for letters. */
function usesLookAroundOrBackReference(pattern: string): boolean {
  const withoutEscapedBackslashes = pattern.replaceAll("\\\\", "");
  return /\(\?<?[=!]|\\[1-9]|\\k/.test(withoutEscapedBackslashes);
}
