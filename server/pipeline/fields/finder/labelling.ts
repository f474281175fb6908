// All labels of a document, for all fields at once: which places speak for a field, and which speak for something else.

import { findLabels, type LabelPlace, withoutOverlaps } from "./labels.ts";
import type { Layout, Token } from "./layout.ts";
import type { Query } from "./query.ts";
import { relate, type Span } from "./relation.ts";
import { concepts, roles } from "./vocabulary.ts";
import { WordIndex } from "./wordIndex.ts";

/** Labels by what they name. A field's own places hold those of its concept. */
export interface Labelling {
  readonly own: ReadonlyMap<string, readonly LabelPlace[]>;
  readonly role: ReadonlyMap<string, readonly LabelPlace[]>;
  readonly otherRole: ReadonlyMap<string, readonly LabelPlace[]>;
  /** Tokens at which a label begins: a value to the left ends there. */
  readonly stops: ReadonlySet<Token>;
  /** Sure labels row by row, with the concept or field they belong to. */
  readonly byRow: ReadonlyMap<number, readonly OwnedLabel[]>;
}

interface OwnedLabel {
  readonly owner: string;
  readonly label: LabelPlace;
}

/** Labels at least this sure compete for values and end them. */
const sure = 0.8;

/** Finds the labels of every field, by pointer, and of every concept and role of the vocabulary. */
export function labelFields(layout: Layout, queries: readonly Query[]): Labelling {
  const index = new WordIndex(layout.tokens);
  const ofConcept = new Map(concepts.map((concept) => [concept.name, findLabels(layout, index, concept.labels)]));
  const ofRole = roleLabels(layout, index);
  const byWords = new Map(queries.map((query) => [query.pointer, findLabels(layout, index, query.phrases)]));
  const rivals = [
    ...ownedLabels(ofConcept),
    ...queries.flatMap((query) => ownedLabels(new Map([[ownerOf(query), byWords.get(query.pointer) ?? []]]))),
  ];
  const byRow = Map.groupBy(rivals, ({ label }) => label.row);
  const longer = Map.groupBy([...rivals, ...ownedLabels(ofRole)], ({ label }) => label.row);
  const uncovered = (query: Query, places: readonly LabelPlace[]): LabelPlace[] =>
    withoutOverlaps(places.map((place) => withoutLongerRival(place, [ownerOf(query), query.role?.name], longer)));
  const own = queries.map((query): [string, LabelPlace[]] => {
    const places = [...(byWords.get(query.pointer) ?? []), ...(ofConcept.get(query.concept?.name ?? "") ?? [])];
    return [query.pointer, uncovered(query, places)];
  });
  return {
    own: new Map(own),
    role: new Map(
      queries.map((query) => [query.pointer, uncovered(query, findLabels(layout, index, query.rolePhrases))]),
    ),
    otherRole: new Map(queries.map((query) => [query.pointer, otherRoles(query, ofRole)])),
    stops: stopsOf(layout, rivals),
    byRow,
  };
}

function roleLabels(layout: Layout, index: WordIndex): Map<string, LabelPlace[]> {
  const found = new Map(roles.map((role) => [role.name, findLabels(layout, index, role.labels)]));
  const byRow = Map.groupBy(ownedLabels(found), ({ label }) => label.row);
  return new Map(
    [...found].map(([name, places]) => [name, places.map((place) => withoutLongerRival(place, [name], byRow))]),
  );
}

/** Fields of one concept do not compete: "total" and the concept of totals are one owner. */
function ownerOf(query: Query): string {
  return query.concept?.name ?? query.pointer;
}

function ownedLabels(labels: ReadonlyMap<string, readonly LabelPlace[]>): OwnedLabel[] {
  return [...labels].flatMap(([owner, places]) =>
    places.filter(({ score, origin }) => score > sure && origin !== "head").map((label) => ({ owner, label })),
  );
}

/** "Total" inside "Sub Total" is the other field's label, "Bill" inside "Bill To" the other party's: the longer one wins. */
function withoutLongerRival(
  place: LabelPlace,
  owners: readonly (string | undefined)[],
  byRow: Labelling["byRow"],
): LabelPlace {
  const covered = (byRow.get(place.row) ?? []).some(
    ({ owner: other, label }) =>
      !owners.includes(other) &&
      label.score > 0.88 &&
      label.first <= place.first &&
      label.last >= place.last &&
      label.last - label.first > place.last - place.first,
  );
  return covered ? { ...place, score: place.score * 0.62 } : place;
}

function otherRoles(query: Query, ofRole: ReadonlyMap<string, readonly LabelPlace[]>): LabelPlace[] {
  if (query.role === null) return [];
  return withoutOverlaps([...ofRole].filter(([name]) => name !== query.role?.name).flatMap(([, places]) => places));
}

function stopsOf(layout: Layout, labels: readonly OwnedLabel[]): Set<Token> {
  const known = labels
    .filter(({ label }) => label.score > 0.85)
    .map(({ label }) => layout.rows[label.row]?.tokens[label.first])
    .filter((token) => token !== undefined);
  const colons = layout.tokens.filter((token) => /\p{L}\S{0,40}[:：]$/u.test(token.text));
  return new Set([...known, ...colons, ...colons.flatMap((token) => wordsBefore(layout, token))]);
}

/** A label that ends in a colon begins up to two words before it: "Customer account no:". */
function wordsBefore(layout: Layout, token: Token): Token[] {
  const before = layout.rows[token.row]?.tokens.slice(Math.max(0, token.position - 2), token.position) ?? [];
  const start = before.findLastIndex((word) => word.segment !== token.segment || !/^\p{L}{2,}$/u.test(word.text));
  return before.slice(start + 1);
}

/** How far up a rival label is looked for, in rows. */
const rowsUp = 10;

/** The strongest label of each other owner that a value could belong to just as well. */
export function rivalsOf(layout: Layout, labelling: Labelling, value: Span): ReadonlyMap<string, number> {
  const rivals = new Map<string, number>();
  for (let row = value.row - rowsUp; row <= value.row; row++) {
    for (const { owner, label } of labelling.byRow.get(row) ?? []) {
      if (label.score * 1.03 <= (rivals.get(owner) ?? 0)) continue;
      const score = relate(layout, value, label)?.score ?? 0;
      if (score > (rivals.get(owner) ?? 0)) rivals.set(owner, score);
    }
  }
  return rivals;
}

/** The strongest rival of a field among those of a value, 0..1. */
export function strongestRival(query: Query, rivals: ReadonlyMap<string, number>): number {
  let strongest = 0;
  for (const [owner, score] of rivals) if (owner !== ownerOf(query)) strongest = Math.max(strongest, score);
  return strongest;
}

/** The strongest label of something else left of a value in its own row, 0..1: "Cash" says whose 50.00 is, whatever stands above. */
export function rowRivalOf(layout: Layout, labelling: Labelling, query: Query, value: Span): number {
  let strongest = 0;
  for (const { owner, label } of labelling.byRow.get(value.row) ?? []) {
    if (owner !== ownerOf(query)) strongest = Math.max(strongest, relate(layout, value, label)?.score ?? 0);
  }
  return strongest;
}
