// What fields are called, as data: vocabulary.json holds concepts with their key names and printed labels by language,
// and the roles that parties play. A person extends it by adding words; no code names a label.

import { makePhrase, type Phrase } from "./phrase.ts";
import { canonicalWords, listOf } from "./text.ts";
import data from "./vocabulary.json" with { type: "json" };

const valueKinds = [
  "amount",
  "date",
  "datetime",
  "time",
  "identifier",
  "iban",
  "phone",
  "email",
  "url",
  "currency",
  "name",
  "address",
  "text",
  "choice",
  "boolean",
] as const;

/** What a value looks like on paper; decides which candidates a field gets. */
export type ValueKind = (typeof valueKinds)[number];

export interface Concept {
  readonly name: string;
  readonly kind: ValueKind;
  readonly labels: readonly Phrase[];
}

export interface Role {
  readonly name: string;
  readonly labels: readonly Phrase[];
}

type Labels = Readonly<Record<string, string | undefined>>;

function labelPhrases(labels: Labels): Phrase[] {
  const printed = new Set(Object.values(labels).flatMap((list) => listOf(list ?? "")));
  return [...printed].flatMap((label) => makePhrase(label, "vocabulary", label.includes(" ") ? 1 : 0.92));
}

function valueKind(name: string): ValueKind {
  const kind = valueKinds.find((known) => known === name);
  if (kind === undefined) throw new Error(`vocabulary.json names an unknown kind: ${name}`);
  return kind;
}

export const concepts: readonly Concept[] = Object.entries(data.concepts).map(([name, concept]) => {
  return { name, kind: valueKind(concept.kind), labels: labelPhrases(concept.labels) };
});

export const roles: readonly Role[] = Object.entries(data.roles).map(([name, role]) => {
  return { name, labels: labelPhrases(role.labels) };
});

const joined = (text: string): string => canonicalWords(text).join("");

/** First come, first served: a label such as "total" names the concept that lists it first. */
function firstByWords<Value>(entries: readonly (readonly [string, Value])[]): ReadonlyMap<string, Value> {
  const map = new Map<string, Value>();
  for (const [text, value] of entries) if (!map.has(joined(text))) map.set(joined(text), value);
  return map;
}

const conceptByKey = firstByWords(
  Object.values(data.concepts).flatMap((concept, i) =>
    listOf(concept.keys).flatMap((key) => concepts.slice(i, i + 1).map((found) => [key, found] as const)),
  ),
);

const conceptByLabel = new Map(
  [...concepts].reverse().flatMap((concept) => concept.labels.map((label) => [label.words.join(""), concept] as const)),
);

const roleByKey = firstByWords(
  Object.entries(data.roles).flatMap(([name, role]) =>
    listOf(role.keys).flatMap((key) =>
      roles.filter((found) => found.name === name).map((found) => [key, found] as const),
    ),
  ),
);

const kindByHead = firstByWords(
  Object.entries(data.heads).flatMap(([kind, heads]) => listOf(heads).map((head) => [head, valueKind(kind)] as const)),
);

/** The concept that a key name means, given its canonical words. */
export function conceptOfKey(words: readonly string[]): Concept | undefined {
  return conceptByKey.get(words.join(""));
}

/** The concept that a printed label means: for titles, in any language of the vocabulary. */
export function conceptOfLabel(words: readonly string[]): Concept | undefined {
  return conceptByLabel.get(words.join(""));
}

/** The party that a canonical word names: `vendor` is the seller. */
export function roleOfWord(word: string): Role | undefined {
  return roleByKey.get(word);
}

/** What a value of a key that ends in this canonical word looks like. */
export function kindOfHead(word: string): ValueKind | undefined {
  return kindByHead.get(word);
}

const headLabels: Labels = data.headLabels;

/** Short printed labels for a kind, such as "Name": they count only at the start of a segment. */
export function headPhrases(kind: ValueKind): Phrase[] {
  return listOf(headLabels[kind] ?? "").flatMap((label) => makePhrase(label, "head", 0.72));
}
