// The shorthand is translated into JSON Schema 2020-12, so that everything after reads one language.
//
// `{...}` is an object, `[entry]` a list, a string names a type. An inner object is one field, and not an object with a
// field named "type", iff its `type` names a type, every other key is a keyword below, and neither `title` nor
// `description` merely names a type: `{"type": "string"}` and `{"type": "number", "description": "net"}` are fields;
// `{"type": "string", "vendor": "string"}` and `{"type": "string", "description": "string"}` are objects.
// The root is always an object. Every field is required; a scalar may be null, a list that is not found is `[]`.

import type { Json } from "../document.ts";
import { invalidSchema, quoted } from "./invalidSchema.ts";
import type { JsonObject } from "./json.ts";
import { isArray, isObject, isString } from "./json.ts";
import { memberPointer } from "./jsonPointer.ts";

const scalars: ReadonlyMap<string, JsonObject & { readonly type: string }> = new Map([
  ["string", { type: "string" }],
  ["number", { type: "number" }],
  ["integer", { type: "integer" }],
  ["boolean", { type: "boolean" }],
  ["date", { type: "string", format: "date" }],
  ["datetime", { type: "string", format: "date-time" }],
  ["text", { type: "string" }],
  ["int", { type: "integer" }],
  ["float", { type: "number" }],
  ["decimal", { type: "number" }],
  ["currency", { type: "number" }],
  ["bool", { type: "boolean" }],
]);

const knownTypes = `Known types: ${[...scalars.keys()].join(", ")}; a list is written "string[]", ["string"] or [{...}].`;

const annotations: ReadonlySet<string> = new Set(["title", "description", "examples"]);
const constraints: ReadonlySet<string> = new Set([
  "enum",
  "const",
  "pattern",
  "format",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
]);

/** Writes shorthand as JSON Schema 2020-12. Throws `invalid_schema` naming the place. */
export function parseShorthand(root: JsonObject): JsonObject {
  return { $schema: "https://json-schema.org/draft/2020-12/schema", ...objectOf(root, "") };
}

function entryOf(entry: Json, pointer: string): JsonObject {
  if (isString(entry)) return typeOf(entry, pointer, {});
  if (isArray(entry)) return listOf(entry, pointer);
  if (!isObject(entry)) throw invalidSchema(pointer, `${quoted(JSON.stringify(entry))} is no type. ${knownTypes}`);
  return isField(entry) ? fieldOf(entry, pointer) : objectOf(entry, pointer);
}

function objectOf(entry: JsonObject, pointer: string): JsonObject {
  const keys = Object.keys(entry);
  if (keys.length === 0) throw invalidSchema(pointer, "It names no field.");
  const properties = Object.entries(entry).map(([key, value]) => [key, entryOf(value, memberPointer(pointer, key))]);
  return { type: "object", properties: Object.fromEntries(properties), required: keys };
}

function listOf(entry: readonly Json[], pointer: string): JsonObject {
  const [item, ...others] = entry;
  if (item === undefined || others.length > 0) {
    throw invalidSchema(
      pointer,
      `A list is written with exactly one entry, the type of its items: ["string"] or [{...}].`,
    );
  }
  const place = memberPointer(pointer, 0);
  return { type: "array", items: isString(item) && scalars.has(item) ? itemOf(item, place, {}) : entryOf(item, place) };
}

function isField(entry: JsonObject): entry is JsonObject & { readonly type: string } {
  const { type, ...others } = entry;
  return (
    isString(type) &&
    namesType(type) &&
    Object.entries(others).every(
      ([key, value]) => constraints.has(key) || (annotations.has(key) && !(isString(value) && namesType(value))),
    )
  );
}

function fieldOf(entry: JsonObject & { readonly type: string }, pointer: string): JsonObject {
  const { type, ...keywords } = entry;
  return typeOf(type, pointer, keywords);
}

function namesType(name: string): boolean {
  return scalars.has(name.replace(/\[\]$/, ""));
}

/** Of a list, title and description tell about the list, the other keywords about its items. */
function typeOf(name: string, pointer: string, keywords: JsonObject): JsonObject {
  if (!name.endsWith("[]")) return nullable(itemOf(name, pointer, keywords));
  const entries = Object.entries(keywords);
  const ofList = entries.filter(([key]) => annotations.has(key));
  const ofItems = Object.fromEntries(entries.filter(([key]) => !annotations.has(key)));
  return { type: "array", ...Object.fromEntries(ofList), items: itemOf(name.slice(0, -2), pointer, ofItems) };
}

function itemOf(name: string, pointer: string, keywords: JsonObject): JsonObject & { readonly type: string } {
  const scalar = scalars.get(name);
  if (!scalar) throw invalidSchema(pointer, `"${quoted(name)}" is no type. ${knownTypes}`);
  return { ...keywords, ...scalar };
}

function nullable(scalar: JsonObject & { readonly type: string }): JsonObject {
  const withNull = isArray(scalar.enum) ? { enum: [...scalar.enum, null] } : {};
  return { ...scalar, type: [scalar.type, "null"], ...withNull };
}
