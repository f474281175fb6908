// Two ways to write a schema share one part of the upload. This is the rule that tells them apart.

import type { TargetSchema } from "../target.ts";
import { invalidSchema, quoted } from "./invalidSchema.ts";
import type { JsonObject } from "./json.ts";
import { isArray, isObject } from "./json.ts";

export type Dialect = TargetSchema["dialect"];
export type SchemaDialect = Exclude<Dialect, "shorthand">;

const dialectOfUri: ReadonlyMap<string, Dialect> = new Map([
  ["json-schema.org/draft/2020-12/schema", "2020-12"],
  ["json-schema.org/draft-07/schema", "draft-07"],
]);

/**
 * JSON Schema iff `$schema` is a string, the root `type` is "object" or a list holding it, or the root has `$ref`, `allOf`
 * or a `properties` object; else shorthand. JSON Schema is 2020-12 unless `$schema` says draft-07.
 * Throws `invalid_schema` for any other `$schema`.
 */
export function dialectOf(root: JsonObject): Dialect {
  const { $schema } = root;
  if (typeof $schema === "string") return namedDialect($schema);
  return isJsonSchema(root) ? "2020-12" : "shorthand";
}

/** The JSON Schema that a dialect is written in: shorthand is written out as 2020-12. */
export function schemaDialect(dialect: Dialect): SchemaDialect {
  return dialect === "shorthand" ? "2020-12" : dialect;
}

function isJsonSchema(root: JsonObject): boolean {
  const { type } = root;
  return (
    type === "object" ||
    (isArray(type) && type.includes("object")) ||
    Object.hasOwn(root, "$ref") ||
    Object.hasOwn(root, "allOf") ||
    isObject(root.properties)
  );
}

function namedDialect(uri: string): Dialect {
  const dialect = dialectOfUri.get(uri.replace(/^https?:\/\//, "").replace(/#$/, ""));
  if (dialect) return dialect;
  throw invalidSchema(
    "/$schema",
    `"${quoted(uri)}" is not supported. Use https://json-schema.org/draft/2020-12/schema or http://json-schema.org/draft-07/schema#.`,
  );
}
