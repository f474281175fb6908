// What a schema says of one value, gathered from its own keywords and everything that applies to the same value: the
// schema that `$ref` leads to, all of `allOf`, one branch of `anyOf` or `oneOf`.
//
// The nearest word wins for title, description, pattern and format; types and enums are intersected; properties are
// joined. Of a choice the first branch counts that is neither null nor a mere literal; literals alone make one enum.
// Where several branches remain, which one holds is not known before the document is read: so a `const` inside is a value
// to look for and not to fill in, and nothing inside is required.

import type { Json } from "../document.ts";
import { isArray, isString } from "./json.ts";
import type { SchemaNode } from "./schemaNode.ts";

/** A schema together with the way to it. */
export interface Part {
  readonly node: SchemaNode;
  /** Schemas entered by reference since the root, outermost first: a schema in it twice contains itself. */
  readonly path: readonly SchemaNode[];
  /** Inside one of several branches. */
  readonly undecided: boolean;
}

export interface Facts {
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly pattern: string | undefined;
  readonly format: string | undefined;
  readonly examples: readonly Json[] | undefined;
  /** No value can be valid, or the schema repeats itself too deep: there is nothing to look for. */
  readonly impossible: boolean;
  readonly types: readonly string[] | undefined;
  /** Does null satisfy it? */
  readonly nullable: boolean;
  readonly enum: readonly Json[] | undefined;
  readonly const: { readonly value: Json } | undefined;
  readonly properties: ReadonlyMap<string, readonly Part[]>;
  readonly required: ReadonlySet<string>;
  readonly items: readonly Part[];
}

export const nothingToFind: Facts = {
  title: undefined,
  description: undefined,
  pattern: undefined,
  format: undefined,
  examples: undefined,
  impossible: true,
  types: undefined,
  nullable: true,
  enum: undefined,
  const: undefined,
  properties: new Map(),
  required: new Set(),
  items: [],
};

/** What the keywords of one node say, without the schemas that it applies to the same value. */
export function ownFacts(part: Part): Facts {
  const { node, undecided } = part;
  const { assertions, single, lists, maps } = node;
  const types = isString(assertions.type) ? [assertions.type] : stringsOf(assertions.type);
  const fixed = assertions.const;
  const values = isArray(assertions.enum) ? assertions.enum : undefined;
  const literal = undecided && fixed !== undefined;
  const inside = (schema: SchemaNode): Part => ({ ...part, node: schema });
  const item = lists.prefixItems?.[0] ?? single.items;
  const properties = [...(maps.properties ?? [])].map(([key, schema]) => [key, [inside(schema)]] as const);
  return {
    title: node.title,
    description: node.description,
    pattern: isString(assertions.pattern) ? assertions.pattern : undefined,
    format: isString(assertions.format) ? assertions.format : undefined,
    examples: node.examples,
    impossible: node.never,
    types,
    nullable: allowsNull(types, node.nullable, values, fixed),
    enum: literal ? [fixed] : values,
    const: literal || fixed === undefined ? undefined : { value: fixed },
    properties: new Map(properties),
    required: new Set(undecided ? [] : stringsOf(assertions.required)),
    items: item ? [inside(item)] : [],
  };
}

function allowsNull(
  types: readonly string[] | undefined,
  openApiNullable: boolean,
  values: readonly Json[] | undefined,
  fixed: Json | undefined,
): boolean {
  const byType = types === undefined || openApiNullable || types.includes("null");
  return byType && (values?.includes(null) ?? true) && (fixed ?? null) === null;
}

function stringsOf(json: Json | undefined): readonly string[] | undefined {
  return isArray(json) ? json.filter(isString) : undefined;
}

/** Facts that hold of the same value; `nearer` has the first word. */
export function both(nearer: Facts, other: Facts): Facts {
  const types = intersected(nearer.types, other.types, commonTypes);
  const values = intersected(nearer.enum, other.enum, commonValues);
  return {
    title: nearer.title ?? other.title,
    description: nearer.description ?? other.description,
    pattern: nearer.pattern ?? other.pattern,
    format: nearer.format ?? other.format,
    examples: nearer.examples ?? other.examples,
    impossible: nearer.impossible || other.impossible || types?.length === 0 || values?.length === 0,
    types,
    nullable: nearer.nullable && other.nullable,
    enum: values,
    const: nearer.const ?? other.const,
    properties: joined(nearer.properties, other.properties),
    required: new Set([...nearer.required, ...other.required]),
    items: [...nearer.items, ...other.items],
  };
}

function intersected<T>(
  a: readonly T[] | undefined,
  b: readonly T[] | undefined,
  common: (a: readonly T[], b: readonly T[]) => readonly T[],
): readonly T[] | undefined {
  return a && b ? common(a, b) : (a ?? b);
}

/** An integer is a number too. */
function commonTypes(a: readonly string[], b: readonly string[]): readonly string[] {
  const within = (type: string, types: readonly string[]) =>
    types.includes(type) || (type === "integer" && types.includes("number"));
  return [...new Set([...a.filter((type) => within(type, b)), ...b.filter((type) => within(type, a))])];
}

function commonValues(a: readonly Json[], b: readonly Json[]): readonly Json[] {
  const texts = new Set(b.map((value) => JSON.stringify(value)));
  return a.filter((value) => texts.has(JSON.stringify(value)));
}

function joined(a: Facts["properties"], b: Facts["properties"]): Facts["properties"] {
  const all = new Map(a);
  for (const [key, parts] of b) all.set(key, [...(all.get(key) ?? []), ...parts]);
  return all;
}

/** No value but null. */
export function isNull(facts: Facts): boolean {
  return (
    facts.types?.every((type) => type === "null") === true ||
    facts.const?.value === null ||
    facts.enum?.every((value) => value === null) === true
  );
}

/** One enum of the literals that all branches are, null where a branch is none. */
export function oneOfLiterals(branches: readonly Facts[]): Facts | null {
  const values = branches.map((facts) => (facts.const ? [facts.const.value] : facts.enum));
  const [first] = branches;
  if (!first || values.includes(undefined)) return null;
  const types = [...new Set(branches.flatMap((facts) => facts.types ?? []))];
  const words = branches.length > 1 ? { title: undefined, description: undefined } : {};
  return {
    ...first,
    ...words,
    types: types.length > 0 ? types : undefined,
    const: undefined,
    enum: values.flatMap((list) => list ?? []),
  };
}
