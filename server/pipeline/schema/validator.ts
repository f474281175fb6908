// Compiled schemas, kept per API key. Each schema gets an Ajv of its own, which nothing of another request has touched.

import { createHash } from "node:crypto";
import type { ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Dialect } from "./dialect.ts";
import { formatsOf } from "./formats.ts";
import { invalidSchema } from "./invalidSchema.ts";
import { linearRegExp } from "./regExp.ts";
import { relaxedSchema } from "./relaxedSchema.ts";
import type { SchemaDocument } from "./schemaDocument.ts";

const mostKept = 100;

/** Least recently used first. */
const kept = new Map<string, ValidateFunction>();

/** Whose schema it is and the text it is known by. */
export interface Identity {
  readonly owner: string;
  readonly dialect: Dialect;
  readonly source: string;
}

/**
 * Gives ajv's function for the relaxed schema (see relaxedSchema.ts): compiled before for this owner, or now from `read()`.
 * Throws `invalid_schema`.
 */
export function validatorFor(identity: Identity, read: () => SchemaDocument): ValidateFunction {
  const key = hashOf(identity);
  const validate = kept.get(key) ?? compile(read(), identity.dialect);
  kept.delete(key);
  kept.set(key, validate);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return validate;
}

function hashOf({ owner, dialect, source }: Identity): string {
  return createHash("sha256")
    .update(JSON.stringify([owner, dialect, source]))
    .digest("base64");
}

function compile(document: SchemaDocument, dialect: Dialect): ValidateFunction {
  const ajv = new Ajv2020({
    allErrors: true,
    strict: false,
    logger: false,
    meta: false, // the text was checked against its meta-schema when it was read
    validateSchema: false,
    inlineRefs: false, // a definition is one function, however often it is referred to
    multipleOfPrecision: 9, // else 19.99 is no multiple of 0.01
    formats: formatsOf(dialect),
    code: { regExp: linearRegExp, optimize: false }, // optimizing costs more than it wins for one document
  });
  try {
    return ajv.compile(relaxedSchema(document));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidSchema(null, `It can not be compiled: ${reason.slice(0, 200)}.`, error);
  }
}
