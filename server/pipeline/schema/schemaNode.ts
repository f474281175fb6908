// One form for both dialects: a schema of draft-07 is read into the words of 2020-12.

import type { Json } from "../document.ts";

/** Keywords that hold one schema. */
export const singleKeywords = [
  "items",
  "contains",
  "additionalProperties",
  "propertyNames",
  "unevaluatedItems",
  "unevaluatedProperties",
  "not",
  "if",
  "then",
  "else",
] as const;

/** Keywords that hold a list of schemas. */
export const listKeywords = ["prefixItems", "allOf", "anyOf", "oneOf"] as const;

/** Keywords that hold schemas by name or pattern. */
export const mapKeywords = ["properties", "patternProperties", "dependentSchemas"] as const;

/** Keywords that say something of a value with no other schema's help; ajv reads them as they are. */
export const assertionKeywords = [
  "type",
  "enum",
  "const",
  "pattern",
  "format",
  "multipleOf",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minContains",
  "maxContains",
  "minProperties",
  "maxProperties",
  "required",
  "dependentRequired",
] as const;

type AssertionKeyword = (typeof assertionKeywords)[number];

/** A schema as it stands in the text, references not followed. */
export interface SchemaNode {
  /** JSON Pointer in the text. */
  readonly pointer: string;
  /** The schema `false`: no value is valid. */
  readonly never: boolean;
  readonly ref: string | null;
  /** The URI that `ref` is relative to. */
  readonly base: string;
  readonly title: string | undefined;
  readonly description: string | undefined;
  readonly examples: readonly Json[] | undefined;
  /** OpenAPI's `nullable: true`. */
  readonly nullable: boolean;
  readonly assertions: Readonly<Partial<Record<AssertionKeyword, Json>>>;
  readonly single: Readonly<Partial<Record<(typeof singleKeywords)[number], SchemaNode>>>;
  readonly lists: Readonly<Partial<Record<(typeof listKeywords)[number], readonly SchemaNode[]>>>;
  readonly maps: Readonly<Partial<Record<(typeof mapKeywords)[number], ReadonlyMap<string, SchemaNode>>>>;
}
