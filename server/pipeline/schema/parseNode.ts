// JSON that its meta-schema found to be a schema, read into nodes. Keywords that its dialect does not have are not read.

import type { Json } from "../document.ts";
import type { SchemaDialect } from "./dialect.ts";
import { invalidSchema } from "./invalidSchema.ts";
import type { JsonObject } from "./json.ts";
import { isArray, isObject, isString } from "./json.ts";
import { memberPointer } from "./jsonPointer.ts";
import type { SchemaNode } from "./schemaNode.ts";
import { assertionKeywords, listKeywords, mapKeywords, singleKeywords } from "./schemaNode.ts";

/** Where a schema stands: its pointer in the text and the URI that its `$id` and `$ref` are relative to. */
export interface Place {
  readonly pointer: string;
  readonly base: string;
}

/** Told of every node with its JSON, outer nodes first; gives the base URI that holds inside it. */
type Visit = (json: Json, place: Place) => string;

interface Reading {
  readonly dialect: SchemaDialect;
  readonly visit: Visit;
  readonly done: (node: SchemaNode) => void;
}

const newerThanDraft07: ReadonlySet<string> = new Set([
  "prefixItems",
  "unevaluatedItems",
  "unevaluatedProperties",
  "dependentSchemas",
  "dependentRequired",
  "minContains",
  "maxContains",
]);

/** Reads a schema and all schemas inside it. `done` gets each node, inner nodes first. */
export function parseNode(json: Json, place: Place, reading: Reading): SchemaNode {
  const base = reading.visit(json, place);
  const within = { pointer: place.pointer, base };
  const keywords = isObject(json) ? inWordsOf2020(json, reading.dialect) : new Map<string, Keyword>();
  const node: SchemaNode = {
    ...within,
    never: json === false,
    ...describe(keywords),
    assertions: assertionsOf(keywords),
    ...applicatorsOf(keywords, within, reading),
  };
  parseDefinitions(keywords, within, reading);
  reading.done(node);
  return node;
}

/** A keyword's value and the name it has in the text. */
interface Keyword {
  readonly name: string;
  readonly value: Json;
}

type Keywords = ReadonlyMap<string, Keyword>;

/** Draft-07 says `items` and `additionalItems` for a tuple and `dependencies` for both kinds of dependency. */
function inWordsOf2020(json: JsonObject, dialect: SchemaDialect): Keywords {
  const keywords = new Map(Object.entries(json).map(([name, value]) => [name, { name, value }]));
  if (dialect === "2020-12") return keywords;
  for (const name of newerThanDraft07) keywords.delete(name);
  if (isArray(json.items)) {
    keywords.set("prefixItems", { name: "items", value: json.items });
    keywords.delete("items");
    if (json.additionalItems !== undefined) {
      keywords.set("items", { name: "additionalItems", value: json.additionalItems });
    }
  }
  if (isObject(json.dependencies)) {
    // Lists of names only ask for presence, which no answer is held to; what is left are schemas.
    const schemas = Object.entries(json.dependencies).filter(([, value]) => !isArray(value));
    keywords.set("dependentSchemas", { name: "dependencies", value: Object.fromEntries(schemas) });
  }
  return keywords;
}

function describe(keywords: Keywords): Pick<SchemaNode, "ref" | "title" | "description" | "examples" | "nullable"> {
  const [ref, title, description] = ["$ref", "title", "description"].map((name) => keywords.get(name)?.value);
  const examples = keywords.get("examples")?.value;
  return {
    ref: isString(ref) ? ref : null,
    title: isString(title) ? title : undefined,
    description: isString(description) ? description : undefined,
    examples: isArray(examples) ? examples : undefined,
    nullable: keywords.get("nullable")?.value === true,
  };
}

function assertionsOf(keywords: Keywords): SchemaNode["assertions"] {
  return Object.fromEntries(
    assertionKeywords.flatMap((name) => {
      const keyword = keywords.get(name);
      return keyword ? [[name, keyword.value]] : [];
    }),
  );
}

function applicatorsOf(
  keywords: Keywords,
  place: Place,
  reading: Reading,
): Pick<SchemaNode, "single" | "lists" | "maps"> {
  const single = singleKeywords.flatMap((name) => {
    const keyword = keywords.get(name);
    if (!keyword) return [];
    return [[name, parseNode(keyword.value, inside(place, keyword.name), reading)] as const];
  });
  const lists = listKeywords.flatMap((name) => {
    const keyword = keywords.get(name);
    if (!isArray(keyword?.value)) return [];
    const at = inside(place, keyword.name);
    return [[name, keyword.value.map((json, index) => parseNode(json, inside(at, index), reading))] as const];
  });
  const maps = mapKeywords.flatMap((name) => {
    const keyword = keywords.get(name);
    return keyword ? [[name, parseMap(keyword, place, reading)] as const] : [];
  });
  return { single: Object.fromEntries(single), lists: Object.fromEntries(lists), maps: Object.fromEntries(maps) };
}

function parseMap({ name, value }: Keyword, place: Place, reading: Reading): ReadonlyMap<string, SchemaNode> {
  if (!isObject(value)) throw invalidSchema(memberPointer(place.pointer, name), "must be object.");
  const at = inside(place, name);
  return new Map(Object.entries(value).map(([key, json]) => [key, parseNode(json, inside(at, key), reading)]));
}

/** Definitions say nothing of a value, but their names must be known before a reference asks for them. */
function parseDefinitions(keywords: Keywords, place: Place, reading: Reading): void {
  const definitions = reading.dialect === "2020-12" ? ["$defs", "definitions"] : ["definitions"];
  for (const name of definitions) {
    const keyword = keywords.get(name);
    if (keyword) parseMap(keyword, place, reading);
  }
}

function inside({ pointer, base }: Place, key: string | number): Place {
  return { pointer: memberPointer(pointer, key), base };
}
