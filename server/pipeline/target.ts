// What a client asks for, after both forms of schema (shorthand and JSON Schema) became one.
// Made by the schema step alone; the field engines read it and nothing else of the schema.

import type { Json } from "./document.ts";

export type ScalarType = "string" | "number" | "integer" | "boolean" | "date" | "datetime";

/** What every node may carry. `description` tells what to look for and how to give it. */
interface Described {
  readonly title?: string;
  readonly description?: string;
  readonly nullable: boolean;
}

export interface ScalarTarget extends Described {
  readonly kind: "scalar";
  readonly type: ScalarType;
  readonly enum?: readonly Json[];
  readonly const?: Json;
  readonly pattern?: string;
  /** The JSON Schema `format`, also the ones ajv does not check (`iban`, `currency`). */
  readonly format?: string;
  readonly examples?: readonly Json[];
}

interface ListTarget extends Described {
  readonly kind: "list";
  readonly items: Target;
}

export interface ObjectTarget extends Described {
  readonly kind: "object";
  readonly properties: readonly Property[];
}

export interface Property {
  readonly key: string;
  /** JSON Schema's `required`; in the shorthand every field is. What is not required and not found is left out. */
  readonly required: boolean;
  readonly target: Target;
}

export type Target = ScalarTarget | ListTarget | ObjectTarget;

/** A leaf that an engine can look for: a scalar or a whole list. */
export interface FieldSpec {
  /** JSON Pointer (RFC 6901) from the root of extractedData. */
  readonly pointer: string;
  /** Key names from the root to the leaf, unescaped. */
  readonly path: readonly string[];
  readonly required: boolean;
  /** The objects around the leaf, outermost first: a `vendor` next to a `customer` tells whose name is meant. */
  readonly within: readonly { readonly key: string; readonly title?: string; readonly description?: string }[];
  readonly target: ScalarTarget | ListTarget;
}

/** `source` is the JSON Schema to validate against, as text: the shorthand is written out as one. */
export interface TargetSchema {
  readonly dialect: "shorthand" | "draft-07" | "2020-12";
  readonly root: ObjectTarget;
  readonly source: string;
}
