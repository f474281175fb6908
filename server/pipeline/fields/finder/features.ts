// What is known about a candidate for a field, as numbers and names only: all that a scorer may look at.

import type { Candidate, CandidateSource } from "./candidate.ts";
import { type Labelling, rivalsOf, rowRivalOf, strongestRival } from "./labelling.ts";
import type { LabelPlace } from "./labels.ts";
import type { Layout, Token } from "./layout.ts";
import { parseDate } from "./parse/date.ts";
import type { Query } from "./query.ts";
import { bestRelation, type RelationKind } from "./relation.ts";
import type { ValueKind } from "./vocabulary.ts";
import { isContactLine, isGeneric, isOrganization, isPlace, streetCues } from "./wordForms.ts";

/** Shares and scores are 0..1; distances are in letter heights; flags are true or false. */
export interface Features {
  readonly kind: ValueKind;
  readonly concept: string | null;
  readonly wants: Query["wants"];
  readonly hasRole: boolean;
  readonly isSeller: boolean;
  /** Strength of the best relation to a label of the field; 0 where there is none. */
  readonly label: number;
  readonly relation: RelationKind | "none";
  readonly labelExact: boolean;
  /** The best label that the field has anywhere in the document. */
  readonly bestLabel: number;
  readonly role: number;
  readonly otherRole: number;
  readonly rival: number;
  /** The same in the candidate's own row, where the field's own label stands above or below it; else 0. */
  readonly rowRival: number;
  readonly source: CandidateSource;
  readonly quality: number;
  /** The mean of its words': the least would favour values cut short before a word that was hard to read. */
  readonly confidence: number;
  readonly decimals: number;
  readonly percent: boolean;
  readonly currency: boolean;
  readonly isLargest: boolean;
  readonly repeats: number;
  /** How many different values the field's candidates have: a lone date is the document's. */
  readonly choices: number;
  /** Rows above on the page, 30 for each page before. */
  readonly order: number;
  readonly lines: number;
  readonly rest: number;
  readonly words: number;
  readonly characters: number;
  readonly digitShare: number;
  readonly organization: boolean;
  readonly streetCues: number;
  readonly contact: boolean;
  readonly startsWithLabel: boolean;
  /** Only words of which labels are made. */
  readonly generic: boolean;
  readonly lowerCase: boolean;
  readonly colon: boolean;
  readonly place: boolean;
  readonly readsAsDate: boolean;
  /** Ends between two groups of digits: part of a longer number. */
  readonly severed: boolean;
  /** The number of a line or box, printed before its words: "8 Allocated tips". */
  readonly ordinal: boolean;
}

/** Facts about the candidates of one field together. */
interface FieldFacts {
  readonly largest: number;
  readonly repeats: ReadonlyMap<unknown, number>;
  readonly bestLabel: number;
}

/** A field with its candidates and the places of its labels. */
interface FieldView {
  readonly query: Query;
  readonly candidates: readonly Candidate[];
}

/** Describes each candidate of a field, in their order. */
export function featuresOf(layout: Layout, labelling: Labelling, cache: RivalCache, view: FieldView): Features[] {
  const { query, candidates } = view;
  const facts = factsOf(candidates, labelling.own.get(query.pointer) ?? []);
  return candidates.map((candidate) => describe(layout, labelling, cache, query, candidate, facts));
}

/** Rivals of a run of words, shared by the fields whose candidate it is. */
export type RivalCache = Map<string, ReadonlyMap<string, number>>;

function factsOf(candidates: readonly Candidate[], labels: readonly LabelPlace[]): FieldFacts {
  const money = candidates.filter(({ amount }) => amount?.decimals === 2 && !amount.percent);
  const repeats = new Map<unknown, number>();
  for (const { value } of candidates) repeats.set(value, (repeats.get(value) ?? 0) + 1);
  return {
    largest: money.reduce((most, { value }) => Math.max(most, Number(value)), 0),
    repeats,
    bestLabel: labels[0]?.score ?? 0,
  };
}

function describe(
  layout: Layout,
  labelling: Labelling,
  cache: RivalCache,
  query: Query,
  candidate: Candidate,
  facts: FieldFacts,
): Features {
  const best = bestRelation(layout, candidate, labelling.own.get(query.pointer) ?? []);
  const at = (places: ReadonlyMap<string, readonly LabelPlace[]>): number =>
    bestRelation(layout, candidate, places.get(query.pointer) ?? [])?.relation.score ?? 0;
  return {
    kind: query.kind,
    concept: query.concept?.name ?? null,
    wants: query.wants,
    hasRole: query.role !== null,
    isSeller: query.role?.name === "seller",
    label: best?.relation.score ?? 0,
    relation: best?.relation.kind ?? "none",
    labelExact: best?.label.exact ?? false,
    bestLabel: facts.bestLabel,
    role: at(labelling.role),
    otherRole: at(labelling.otherRole),
    rival: strongestRival(query, rivalsOfCached(layout, labelling, cache, candidate)),
    rowRival:
      best?.relation.kind === "below" || best?.relation.kind === "above"
        ? rowRivalOf(layout, labelling, query, candidate)
        : 0,
    repeats: facts.repeats.get(candidate.value) ?? 1,
    choices: facts.repeats.size,
    isLargest: facts.largest > 0 && candidate.value === facts.largest,
    ...formOf(layout, candidate, labelling),
  };
}

function rivalsOfCached(layout: Layout, labelling: Labelling, cache: RivalCache, candidate: Candidate) {
  const key = `${candidate.row}:${candidate.first}:${candidate.last}`;
  const known = cache.get(key);
  if (known) return known;
  const rivals = rivalsOf(layout, labelling, candidate);
  cache.set(key, rivals);
  return rivals;
}

type FormFeatures =
  | ("source" | "quality" | "confidence" | "decimals" | "percent" | "currency" | "order" | "lines" | "rest" | "words")
  | ("characters" | "digitShare" | "organization" | "streetCues" | "contact" | "startsWithLabel" | "readsAsDate")
  | ("generic" | "lowerCase" | "colon" | "place" | "severed" | "ordinal");

/** What the candidate looks like, whatever the field. */
function formOf(layout: Layout, candidate: Candidate, { stops }: Labelling): Pick<Features, FormFeatures> {
  const { tokens, text, amount } = candidate;
  const firstOfPage = layout.firstRows[candidate.page] ?? 0;
  const characters = text.replace(/\s/g, "").length;
  return {
    source: candidate.source,
    quality: candidate.quality,
    confidence: tokens.reduce((sum, token) => sum + token.confidence, 0) / tokens.length,
    decimals: amount?.decimals ?? 0,
    percent: amount?.percent ?? false,
    currency: amount?.currency ?? false,
    order: Math.min(30, candidate.row - firstOfPage) + 30 * candidate.page,
    lines: candidate.lines,
    rest: candidate.rest,
    words: tokens.length,
    characters,
    digitShare: text.replace(/\D/g, "").length / Math.max(1, characters),
    organization: isOrganization(tokens),
    streetCues: streetCues(tokens),
    contact: isContactLine(tokens),
    startsWithLabel: tokens[0] !== undefined && stops.has(tokens[0]),
    generic: isGeneric(tokens),
    lowerCase: /^\p{Ll}/u.test(text),
    colon: tokens.length > 1 && /[:：]/.test(text),
    place: isPlace(String(candidate.value)),
    readsAsDate: parseDate(text, true)?.length === text.length,
    severed: /\d$/.test(text) && /^\d[\d.-]*$/.test(nextWord(layout, candidate)),
    ordinal:
      opensSegment(layout, tokens[0]) &&
      /^\d{1,2}[a-z]?[.)]?$/.test(text) &&
      /^\p{L}/u.test(nextWord(layout, candidate)),
  };
}

/** The word after a candidate in its segment, or nothing. */
function nextWord(layout: Layout, { tokens }: Candidate): string {
  const last = tokens.at(-1);
  const next = layout.rows[last?.row ?? -1]?.tokens[(last?.position ?? -1) + 1];
  return next?.segment === last?.segment ? (next?.text ?? "") : "";
}

const opensSegment = (layout: Layout, token: Token | undefined): boolean =>
  token !== undefined && layout.segments[token.segment]?.tokens[0] === token;
