// Soft hyphens. The code says "a word may break here", yet fonts also map their plain hyphen to it. Drawn at the end of a
// line whose next line goes on in small letters, it breaks a word; anywhere else it is a hyphen like any other.

import { SOFT_HYPHEN } from "./characters.ts";
import type { Cell } from "./directions.ts";

/** A word goes on in the next line where that starts within this many em of where the broken line did. */
const INDENT = 3;

/** Lines with each word that a soft hyphen breaks made whole, in the place of its first part. */
export function resolveHyphens(lines: readonly (readonly Cell[])[]): Cell[][] {
  const resolved = lines.map((line) => [...line]);
  for (const [index, line] of resolved.entries()) {
    const next = resolved[index + 1];
    const last = line.at(-1);
    if (next && last?.text.endsWith(SOFT_HYPHEN)) carryOver(line, last, next);
  }
  return resolved
    .map((line) => line.map((part) => ({ ...part, text: part.text.replaceAll(SOFT_HYPHEN, "-") })))
    .filter((line) => line.length > 0);
}

function carryOver(line: Cell[], last: Cell, next: Cell[]): void {
  const [first] = line;
  const [rest] = next;
  if (!first || !rest || !/^\p{Ll}/u.test(rest.text)) return;
  if (Math.abs(rest.box[0] - first.box[0]) > INDENT * last.em) return;
  line[line.length - 1] = { ...last, text: last.text.slice(0, -1) + rest.text };
  next.shift();
}
