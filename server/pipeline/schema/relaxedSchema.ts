// The schema that ajv compiles. What was not found is left out of the answer it checks, and leaving out must never be an
// error, while every value that was found keeps every rule. So in a copy of the schema:
//
// - `required`, `dependentRequired` and `minProperties` go, everywhere;
// - `oneOf` becomes `anyOf` where a branch speaks of properties: where those are missing, several branches hold;
// - under `not` and `if` nothing is relaxed, for a relaxed condition would hold of what is missing. There the opposite
//   is done: every property that a condition speaks of must be there for it to hold;
// - only keywords that the reader knows are taken: no `$id`, `$async`, `$schema` or unknown word reaches ajv;
// - what a `$ref` leads to becomes one numbered definition for each of the two readings, and keys that every JavaScript
//   object has are renamed (prototypeKeys.ts).

import type { Json } from "../document.ts";
import type { JsonObject } from "./json.ts";
import { isArray, isString } from "./json.ts";
import { jsonForAjv, keyForAjv } from "./prototypeKeys.ts";
import type { SchemaDocument } from "./schemaDocument.ts";
import type { SchemaNode } from "./schemaNode.ts";

/** `answer`: absence is no error. `condition`: what is absent does not meet it. */
type Reading = "answer" | "condition";

interface Copying {
  readonly document: SchemaDocument;
  /** The `$ref` under which the copy of a node is to be found. */
  readonly refer: (node: SchemaNode, reading: Reading) => string;
}

const presence: ReadonlySet<string> = new Set(["required", "dependentRequired", "minProperties"]);

/** Writes a schema as ajv is to compile it: 2020-12, self-contained, every `$ref` to one of its own `$defs`. */
export function relaxedSchema(document: SchemaDocument): JsonObject {
  const numbers = new Map<string, number>();
  const pending: { readonly node: SchemaNode; readonly reading: Reading }[] = [];
  const refer = (node: SchemaNode, reading: Reading): string => {
    const id = `${reading} ${node.pointer}`;
    const number = numbers.get(id) ?? pending.push({ node, reading }) - 1;
    numbers.set(id, number);
    return `#/$defs/${number}`;
  };
  const $ref = refer(document.root, "answer");
  const definitions: [string, Json][] = [];
  for (const { node, reading } of pending) {
    definitions.push([String(definitions.length), copy(node, reading, { document, refer })]);
  }
  return { $ref, $defs: Object.fromEntries(definitions) };
}

function copy(node: SchemaNode, reading: Reading, copying: Copying): Json {
  if (node.never) return false;
  const target = copying.document.follow(node);
  const { oneOf, ...lists } = node.lists;
  const { required, allOf, ...others } = {
    ...assertionsOf(node, reading),
    ...copySingle(node, reading, copying),
    ...copyLists(lists, reading, copying),
    ...copyMaps(node, reading, copying),
  };
  const choice = oneOf ? [copyOneOf(oneOf, reading, copying)] : [];
  const every = [...(isArray(allOf) ? allOf : []), ...choice];
  const there = reading === "condition" ? namesThatMustBeThere(node, required) : [];
  return {
    ...others,
    ...(target && { $ref: copying.refer(target, reading) }),
    ...(every.length > 0 && { allOf: every }),
    ...(there.length > 0 && { required: there }),
  };
}

function assertionsOf({ assertions }: SchemaNode, reading: Reading): JsonObject {
  const entries = Object.entries(assertions).filter(([name]) => reading === "condition" || !presence.has(name));
  return Object.fromEntries(entries.map(([name, value]) => [name, jsonForAjv(value)]));
}

function namesThatMustBeThere({ maps }: SchemaNode, required: Json | undefined): readonly string[] {
  const names = isArray(required) ? required.filter(isString) : [];
  return [...new Set([...names, ...(maps.properties?.keys() ?? [])].map(keyForAjv))];
}

function copySingle({ single }: SchemaNode, reading: Reading, copying: Copying): JsonObject {
  return Object.fromEntries(
    Object.entries(single).map(([name, inner]) => [name, copy(inner, readingInside(name, reading), copying)]),
  );
}

/** `not` turns a condition back: what may not hold of a condition is an answer's rule. */
function readingInside(keyword: string, reading: Reading): Reading {
  if (keyword === "if") return "condition";
  if (keyword !== "not") return reading;
  return reading === "answer" ? "condition" : "answer";
}

function copyLists(lists: SchemaNode["lists"], reading: Reading, copying: Copying): JsonObject {
  return Object.fromEntries(
    Object.entries(lists).map(([name, branches]) => [name, branches.map((branch) => copy(branch, reading, copying))]),
  );
}

function copyOneOf(branches: readonly SchemaNode[], reading: Reading, copying: Copying): Json {
  const copies = branches.map((branch) => copy(branch, reading, copying));
  return reading === "answer" && speakOfMembers(branches, copying.document) ? { anyOf: copies } : { oneOf: copies };
}

/** Whether what is missing can decide which branch holds. */
function speakOfMembers(branches: readonly SchemaNode[], document: SchemaDocument): boolean {
  const reachable = new Set(branches);
  for (const node of reachable) {
    const asksForPresence = Object.keys(node.assertions).some((name) => presence.has(name));
    if (asksForPresence || Object.keys(node.maps).length > 0) return true;
    const target = document.follow(node);
    const inner = [...Object.values(node.single), ...Object.values(node.lists).flat(), ...(target ? [target] : [])];
    for (const schema of inner) reachable.add(schema);
  }
  return false;
}

function copyMaps({ maps }: SchemaNode, reading: Reading, copying: Copying): JsonObject {
  return Object.fromEntries(
    Object.entries(maps).map(([name, schemas]) => {
      const entries = [...schemas].map(([key, schema]) => [
        name === "patternProperties" ? key : keyForAjv(key),
        copy(schema, reading, copying),
      ]);
      return [name, Object.fromEntries(entries)];
    }),
  );
}
