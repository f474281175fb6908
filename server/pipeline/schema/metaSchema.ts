// Is this JSON a JSON Schema? The published meta-schemas say so. These two Ajv instances never compile a client's schema:
// to them it is data, so nothing of a request stays in them.

import { Ajv, type ErrorObject, type Options, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Json } from "../document.ts";
import type { SchemaDialect } from "./dialect.ts";
import { invalidSchema, quoted } from "./invalidSchema.ts";

const options: Options = { strict: false, validateFormats: false, logger: false };

const load: Readonly<Record<SchemaDialect, () => ValidateFunction | undefined>> = {
  "2020-12": () => new Ajv2020(options).getSchema("https://json-schema.org/draft/2020-12/schema"),
  "draft-07": () => new Ajv(options).getSchema("http://json-schema.org/draft-07/schema"),
};

/** Each is compiled when first needed, which takes about 60 ms. */
const loaded = new Map<SchemaDialect, ValidateFunction>();

/** Throws `invalid_schema` at the first place where `json`, which stands at `pointer`, breaks the rules of its dialect. */
export function checkAgainstMetaSchema(json: Json, pointer: string, dialect: SchemaDialect): void {
  const validate = metaSchema(dialect);
  if (validate(json)) return;
  const error = validate.errors?.[0];
  throw invalidSchema(pointer + (error?.instancePath ?? ""), problemOf(error));
}

function metaSchema(dialect: SchemaDialect): ValidateFunction {
  const validate = loaded.get(dialect) ?? load[dialect]();
  if (!validate) throw new Error(`ajv has no meta-schema for ${dialect}`);
  loaded.set(dialect, validate);
  return validate;
}

function problemOf(error: ErrorObject | undefined): string {
  const { type, allowedValues }: Record<string, unknown> = error?.params ?? {};
  if (Array.isArray(type)) return `must be ${type.join(" or ")}.`;
  const choices = Array.isArray(allowedValues) ? ` (${allowedValues.join(", ")})` : "";
  return `${quoted(error?.message ?? "must be a JSON Schema")}${choices}.`;
}
