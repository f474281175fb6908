// Problem: the best candidate of each field alone may be the best of several fields, and figures must fit together.
// Method: raise the candidates that fit (net + tax = total, start before end), then give values out in order of
// probability; words that already serve as another field's value are less likely to serve twice.
// Invariant: the result does not depend on the order of the fields, except between equals.

import type { Candidate } from "./candidate.ts";
import type { Token } from "./layout.ts";
import type { Query } from "./query.ts";
import { probability } from "./score.ts";

export interface Rated {
  readonly candidate: Candidate;
  readonly odds: number;
}

/** A field with its candidates, best first. */
export interface RatedField {
  readonly query: Query;
  readonly rated: readonly Rated[];
  readonly bestLabel: number;
}

/** A field with its candidates after all fields were looked at together, best first. */
export interface Solved extends RatedField {
  readonly choice: Rated | null;
}

/** Candidates that take part in arithmetic and pairs, for each field. */
const tried = 12;
const fitsSum = 2.5;
/** A zero tax fits whenever net and total are the same, which says less. */
const fitsZeroTax = 1.2;
const fitsOrder = 1;
const usedTwice = 1.4;

/** Chooses the likeliest candidate of each field, in the fields' order. */
export function solve(fields: readonly RatedField[]): Solved[] {
  const raised = raise(raise(fields, sumsOf(fields)), datesOf(fields));
  return assign(raised);
}

function assign(fields: readonly RatedField[]): Solved[] {
  const used = new Set<Token>();
  const open = new Set(fields);
  const choices = new Map<RatedField, Rated>();
  while (open.size > 0) {
    let next: { readonly field: RatedField; readonly best: Rated } | undefined;
    for (const field of open) {
      const best = bestFree(field, used);
      if (!best) open.delete(field);
      else if (best.odds > (next?.best.odds ?? Number.NEGATIVE_INFINITY)) next = { field, best };
    }
    if (!next) break;
    open.delete(next.field);
    choices.set(next.field, next.best);
    const { candidate } = next.best;
    if (takesWords(next.field.query, candidate)) for (const token of candidate.tokens) used.add(token);
  }
  return fields.map((field) => ({ ...field, choice: choices.get(field) ?? null }));
}

function bestFree({ query, rated }: RatedField, used: ReadonlySet<Token>): Rated | undefined {
  let best: Rated | undefined;
  for (const { candidate, odds } of rated) {
    if (odds <= (best?.odds ?? Number.NEGATIVE_INFINITY)) break;
    const isUsed = takesWords(query, candidate) && candidate.tokens.some((token) => used.has(token));
    const lowered = odds - (isUsed ? usedTwice : 0);
    if (lowered > (best?.odds ?? Number.NEGATIVE_INFINITY)) best = { candidate, odds: lowered };
  }
  return best;
}

/** A currency is read off an amount and a check box off its label: those words serve another field as well. */
const takesWords = (query: Query, { source }: Candidate): boolean => query.kind !== "currency" && source !== "mark";

type Raises = ReadonlyMap<Candidate, number>;

function raise(fields: readonly RatedField[], raises: ReadonlyMap<RatedField["query"], Raises>): RatedField[] {
  return fields.map((field) => {
    const raised = raises.get(field.query);
    if (!raised) return field;
    const rated = field.rated.map(({ candidate, odds }) => ({ candidate, odds: odds + (raised.get(candidate) ?? 0) }));
    return { ...field, rated: rated.sort((a, b) => b.odds - a.odds) };
  });
}

const withConcept = (fields: readonly RatedField[], ...names: readonly string[]): RatedField | undefined =>
  fields.find((field) => names.includes(field.query.concept?.name ?? ""));

/** Raises the likeliest three amounts in which net and tax make the total. */
function sumsOf(fields: readonly RatedField[]): Map<Query, Raises> {
  const net = withConcept(fields, "net");
  const tax = withConcept(fields, "tax");
  const total = withConcept(fields, "total", "gross");
  if (!net || !tax || !total) return new Map();
  let best: { readonly parts: readonly [Rated, Rated, Rated]; readonly odds: number } | undefined;
  for (const n of net.rated.slice(0, tried)) {
    for (const t of tax.rated.slice(0, tried)) {
      for (const sum of total.rated.slice(0, tried)) {
        const odds = n.odds + t.odds + sum.odds + sumBonus(t);
        if (odds > (best?.odds ?? Number.NEGATIVE_INFINITY) && addsUp(n, t, sum)) best = { parts: [n, t, sum], odds };
      }
    }
  }
  if (!best) return new Map();
  const [n, t, sum] = best.parts;
  const by = (rated: Rated): Raises => new Map([[rated.candidate, sumBonus(t)]]);
  return new Map([
    [net.query, by(n)],
    [tax.query, by(t)],
    [total.query, by(sum)],
  ]);
}

const sumBonus = (tax: Rated): number => (tax.candidate.value === 0 ? fitsZeroTax : fitsSum);

function addsUp(net: Rated, tax: Rated, total: Rated): boolean {
  const [n, t, sum] = [net, tax, total].map(({ candidate }) => Number(candidate.value));
  if (n === undefined || t === undefined || sum === undefined || Math.abs(t) > Math.abs(n)) return false;
  return Math.abs(n + t - sum) < 0.015;
}

const orderedDates = [
  ["periodStart", "periodEnd"],
  ["invoiceDate", "dueDate"],
] as const;

/** Raises the likeliest pair of dates that are in order, two of one printed range above all. */
function datesOf(fields: readonly RatedField[]): Map<Query, Raises> {
  const raises = new Map<Query, Raises>();
  for (const [earlier, later] of orderedDates) {
    const start = withConcept(fields, earlier);
    const end = withConcept(fields, later);
    const pair = start && end ? bestPair(start, end) : undefined;
    if (!start || !end || !pair) continue;
    raises.set(start.query, new Map([[pair[0].candidate, fitsOrder]]));
    raises.set(end.query, new Map([[pair[1].candidate, fitsOrder]]));
  }
  return raises;
}

function bestPair(start: RatedField, end: RatedField): readonly [Rated, Rated] | undefined {
  let best: readonly [Rated, Rated] | undefined;
  let most = Number.NEGATIVE_INFINITY;
  for (const a of start.rated.slice(0, tried)) {
    for (const b of end.rated.slice(0, tried)) {
      if (a.candidate === b.candidate || String(a.candidate.value) > String(b.candidate.value)) continue;
      const odds = a.odds + b.odds + (isRange(a.candidate, b.candidate) ? 2.5 : 0);
      if (odds > most) [best, most] = [[a, b], odds];
    }
  }
  return best;
}

/** Two dates with at most a dash or a word between them are one range. */
function isRange(a: Candidate, b: Candidate): boolean {
  const [end, start] = [a.tokens.at(-1), b.tokens[0]];
  if (!end || !start || a.row !== b.row) return false;
  return start.position >= end.position && start.position - end.position <= 2;
}

/** The chosen candidate's probability, 0 where there is none. */
export function chance(rated: Rated | null | undefined): number {
  return rated ? probability(rated.odds) : 0;
}
