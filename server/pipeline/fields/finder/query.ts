// Turns a field of the schema into what can be looked for on paper: the kind of value, the labels it may have,
// and whose it is.

import type { FieldSpec, ScalarTarget } from "../../target.ts";
import { makePhrase, type Phrase } from "./phrase.ts";
import { canonicalWord, keyWords } from "./text.ts";
import {
  type Concept,
  conceptOfKey,
  conceptOfLabel,
  headPhrases,
  kindOfHead,
  type Role,
  roleOfWord,
  type ValueKind,
} from "./vocabulary.ts";

export interface Query {
  readonly pointer: string;
  readonly target: ScalarTarget;
  readonly kind: ValueKind;
  readonly concept: Concept | null;
  readonly role: Role | null;
  /** The field's own words; the labels of its concept come on top. */
  readonly phrases: readonly Phrase[];
  /** Words that tell whose block the value stands in. */
  readonly rolePhrases: readonly Phrase[];
  /** The value asked for is a share, a rate or a count, so an amount of money is not meant. */
  readonly wants: "percent" | "count" | null;
  /** A date asked for as text: written as ISO where the description says so. */
  readonly isoText: boolean;
}

/** Understands a scalar field. */
export function queryOf(spec: FieldSpec, target: ScalarTarget): Query {
  const key = keyWords(spec.path.at(-1) ?? "");
  const words = key.map(canonicalWord).filter((word) => word !== "");
  const parents = spec.within.flatMap((parent) => keyWords(parent.key));
  const parentWords = parents.map(canonicalWord);
  const role = firstRole([...words, ...parentWords]);
  const concept = conceptOf(words, parentWords, target);
  const kind = kindOf(target, concept, words, role);
  const description = target.description ?? "";
  return {
    pointer: spec.pointer,
    target,
    kind,
    concept,
    role,
    phrases: distinct([
      ...makePhrase(target.title ?? "", "title", 1),
      ...makePhrase(key.join(" "), "key", target.title ? 0.9 : 1),
      ...(parents.length > 0 ? makePhrase([...parents, ...key].join(" "), "key", 0.95) : []),
      ...descriptionPhrases(description),
      ...(key.length > 1 || parents.length > 0 ? headPhrases(kind) : []),
      ...(kind === "name" && role !== null ? role.labels : []),
    ]),
    rolePhrases: distinct([
      ...makePhrase(ownWords(key).join(" "), "role", 1),
      ...makePhrase(parents.join(" "), "role", 1),
      ...(role?.labels ?? []),
    ]),
    wants: wantsOf(words, target),
    isoText: /yyyy-mm-dd|iso[ -]?8601/i.test(description),
  };
}

const roleOf = (word: string): Role | undefined => roleOfWord(word);

function firstRole(words: readonly string[]): Role | null {
  return words.map(roleOf).find((role) => role !== undefined) ?? null;
}

/** A party's own attributes ("vendor.vatNumber", "sellerPhone") mean what they mean without the party. */
function conceptOf(words: readonly string[], parents: readonly string[], target: ScalarTarget): Concept | null {
  const withoutRole = words.filter((word) => roleOf(word) === undefined);
  const title = keyWords(target.title ?? "").map(canonicalWord);
  return (
    conceptOfKey(words) ??
    conceptOfKey(withoutRole) ??
    conceptOfKey([...parents, ...words]) ??
    conceptOfLabel(title) ??
    conceptOfLabel(words) ??
    null
  );
}

function kindOf(target: ScalarTarget, concept: Concept | null, words: readonly string[], role: Role | null): ValueKind {
  if (target.enum !== undefined) return "choice";
  if (target.type === "boolean") return "boolean";
  if (target.type === "number" || target.type === "integer") return "amount";
  const format = kindOfFormat(target);
  if (format !== undefined) return format;
  if (concept !== null && concept.kind !== "amount") return concept.kind;
  const heads = [words.at(-1) ?? "", words[0] ?? ""].map(kindOfHead);
  const head = heads.find((kind) => kind !== undefined);
  if (head !== undefined) return head;
  const onlyRole = role !== null && words.every((word) => roleOf(word) !== undefined);
  return onlyRole ? "name" : "text";
}

function kindOfFormat({ type, format }: ScalarTarget): ValueKind | undefined {
  if (type === "date" || format === "date") return "date";
  if (type === "datetime" || format === "date-time") return "datetime";
  const kinds = { email: "email", uri: "url", url: "url", iban: "iban", currency: "currency", time: "time" } as const;
  return Object.entries(kinds).find(([name]) => name === format)?.[1];
}

/** Key words that tell this field from others of its kind: "agent" in "agentName". */
function ownWords(key: readonly string[]): string[] {
  const own = key.filter((word) => kindOfHead(canonicalWord(word)) === undefined);
  return own.length < key.length ? own : [];
}

function descriptionPhrases(description: string): Phrase[] {
  const text = description.slice(0, 400).replace(/\be\.g\.[^)]*/i, "");
  const bracketed = [...text.matchAll(/\(([^()]{2,40})\)/g)].flatMap(([, inner = ""]) => inner.split(/[/;]/));
  const quoted = [...text.matchAll(/['"‘“]([^'"’”]{2,40})['"’”]/g)].map(([, inner = ""]) => inner);
  const head = (text.split(/[(,.;:]/)[0] ?? "").trim().replace(/^the /i, "");
  return [
    ...[...bracketed, ...quoted].flatMap((phrase) => makePhrase(phrase, "description", 0.92)),
    ...(head.split(/\s+/).length <= 6 ? makePhrase(head, "description", 0.85) : []),
  ];
}

function wantsOf(words: readonly string[], target: ScalarTarget): Query["wants"] {
  if (words.some((word) => ["rate", "percent", "percentage"].includes(word))) return "percent";
  const counted = words.some((word) => ["quantity", "count", "pages", "items", "units"].includes(word));
  return target.type === "integer" || counted ? "count" : null;
}

function distinct(phrases: readonly Phrase[]): Phrase[] {
  const seen = new Set<string>();
  return phrases.filter(({ joined }) => !seen.has(joined) && seen.add(joined));
}
