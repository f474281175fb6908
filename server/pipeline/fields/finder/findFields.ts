// The field finder: words with boxes and fields of a schema in, a typed value with its probability and proof for each.
// Deterministic and pure: the same words and fields give the same values, whatever was read before.

import type { Found, Json, ReadDocument } from "../../document.ts";
import type { FieldSpec, ScalarTarget } from "../../target.ts";
import type { Candidate } from "./candidate.ts";
import { candidatesOf, poolOf } from "./candidates/candidatesOf.ts";
import { featuresOf, type RivalCache } from "./features.ts";
import { labelFields } from "./labelling.ts";
import { layOut } from "./layout.ts";
import { proofOf } from "./proof.ts";
import { type Query, queryOf } from "./query.ts";
import { absentProbability, logOdds } from "./score.ts";
import { chance, type Rated, type RatedField, type Solved, solve } from "./solve.ts";

const engine = "finder";

/** A candidate less likely than this is not an answer: null is. */
const leastProbability = 0.3;

/** Lists are not looked for, and a schema that names one mostly means a document that has one. */
const listAbsent = 0.2;

const alternativesGiven = 2;
const leastAlternative = 0.05;

/**
 * Finds a value for each field, in the order of the fields. A scalar that is not found is null and a list is `[]`
 * (lists are not looked for), with a reason and the probability that it is absent.
 */
export function findFields(fields: readonly FieldSpec[], document: ReadDocument): Found[] {
  const queries = fields.flatMap((field) => (field.target.kind === "scalar" ? [queryOf(field, field.target)] : []));
  const solved = new Map(solveFields(queries, document).map((field) => [field.query.pointer, field]));
  return fields.map(({ pointer, target }) => {
    const field = solved.get(pointer);
    if (target.kind === "list") return nothing(document, pointer, [], listAbsent);
    return field ? answerOf(document, field) : nothing(document, pointer, null, absentProbability(0, 0));
  });
}

function solveFields(queries: readonly Query[], document: ReadDocument): Solved[] {
  const layout = layOut(document);
  const labelling = labelFields(layout, queries);
  const pool = poolOf(document, layout);
  const rivals: RivalCache = new Map();
  const rated = queries.map((query): RatedField => {
    const labels = labelling.own.get(query.pointer) ?? [];
    const role = labelling.role.get(query.pointer) ?? [];
    const candidates = candidatesOf(query, pool, { own: labels, role }, labelling.stops).filter(({ value }) =>
      fits(query.target, value),
    );
    const features = featuresOf(layout, labelling, rivals, { query, candidates });
    return { query, rated: rate(candidates, features.map(logOdds)), bestLabel: labels[0]?.score ?? 0 };
  });
  return solve(rated);
}

/** A value of the wrong type, or outside the options, is no candidate. */
function fits(target: ScalarTarget, value: Json): boolean {
  if (target.type === "integer" && !Number.isInteger(value)) return false;
  return target.enum === undefined || target.enum.includes(value);
}

function rate(candidates: readonly Candidate[], odds: readonly number[]): Rated[] {
  const rated = candidates.map((candidate, i) => ({ candidate, odds: odds[i] ?? Number.NEGATIVE_INFINITY }));
  return rated.sort((a, b) => b.odds - a.odds);
}

function answerOf(document: ReadDocument, field: Solved): Found {
  const { choice, query, bestLabel } = field;
  const { pointer } = query;
  const probability = chance(choice);
  const proof = choice ? proofOf(document, choice.candidate) : [];
  if (!choice || probability < leastProbability || proof.length === 0) {
    return nothing(document, pointer, null, absentProbability(probability, bestLabel));
  }
  const alternatives = alternativesOf(field, choice);
  const { value } = choice.candidate;
  return { pointer, value, probability, engine, proof, ...(alternatives.length > 0 && { alternatives }) };
}

function alternativesOf(field: Solved, choice: Rated): { value: Json; probability: number }[] {
  const others = new Map<Json, number>();
  for (const rated of field.rated) {
    const probability = chance(rated);
    if (others.size >= alternativesGiven || probability < leastAlternative) break;
    const { value } = rated.candidate;
    if (value !== choice.candidate.value && !others.has(value)) others.set(value, probability);
  }
  return [...others].map(([value, probability]) => ({ value, probability }));
}

/** What is missing may stand on a page that nobody could read: then its absence is half as sure. */
function nothing(document: ReadDocument, pointer: string, value: Json, absent: number): Found {
  const unread = document.pages.some((page) => page.reader === null);
  const probability = unread ? absent / 2 : absent;
  return { pointer, value, probability, engine, proof: [], reason: unread ? "page_unread" : "not_found" };
}
