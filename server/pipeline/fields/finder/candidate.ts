import type { Json, Mark } from "../../document.ts";
import { areaOf, type Token, textOf } from "./layout.ts";
import type { Span } from "./relation.ts";

/** How a candidate came about: by its own form, by its place at a label, by its place on the page, or by a mark. */
export type CandidateSource =
  | "form"
  | "inside"
  | "insideStart"
  | "insideClause"
  | "capitalized"
  | "right"
  | "rightStart"
  | "below"
  | "belowStart"
  | "belowColumn"
  | "block"
  | "header"
  | "organization"
  | "address"
  | "option"
  | "mark"
  | "part";

/** What only numbers have. */
interface AmountForm {
  readonly decimals: number;
  readonly percent: boolean;
  readonly currency: boolean;
}

/** A value that could be a field's. Its tokens are in reading order; `rest` counts words its segment has beside it. */
export interface Candidate extends Span {
  readonly value: Json;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly lastRow: number;
  readonly lines: number;
  readonly source: CandidateSource;
  /** How clearly the printed form is one of the type, 0..1. */
  readonly quality: number;
  readonly rest: number;
  readonly amount?: AmountForm;
  /** The check box that decided the value. */
  readonly mark?: Mark;
}

interface CandidateDetails {
  readonly value?: Json;
  readonly source: CandidateSource;
  readonly quality?: number;
  readonly rest?: number;
  readonly amount?: AmountForm;
  readonly mark?: Mark;
}

/** A candidate of tokens on one page, in reading order. Its value is their text unless another is given. */
export function makeCandidate(tokens: readonly Token[], details: CandidateDetails): Candidate[] {
  const first = tokens[0];
  const last = tokens.at(-1);
  if (!first || !last) return [];
  const text = textOf(tokens);
  const opening = tokens.filter((token) => token.row === first.row);
  return [
    {
      ...areaOf(tokens, first.page),
      row: first.row,
      first: first.position,
      last: opening.at(-1)?.position ?? first.position,
      text,
      tokens,
      lastRow: last.row,
      lines: new Set(tokens.map((token) => token.row)).size,
      value: text,
      quality: 1,
      rest: 0,
      ...details,
    },
  ];
}

/** A candidate for text: punctuation around the words does not belong to the value, and no words means no candidate. */
export function makeText(tokens: readonly Token[], details: CandidateDetails): Candidate[] {
  const from = tokens.findIndex((token) => /[\p{L}\p{N}]/u.test(token.text));
  const to = tokens.findLastIndex((token) => /[\p{L}\p{N}]/u.test(token.text));
  if (from < 0 || to - from >= longestText) return [];
  const kept = tokens.slice(from, to + 1);
  const value = textOf(kept)
    .replace(/^[^\p{L}\p{N}(+#$€£]+/u, "")
    .replace(/[\s:;,_\-=*]{1,20}$/u, "");
  return makeCandidate(kept, { ...details, value });
}

/** Words in the longest text value. */
const longestText = 60;
