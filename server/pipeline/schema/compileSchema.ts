import type { Json } from "../document.ts";
import type { ObjectTarget, TargetSchema } from "../target.ts";
import { checkCost } from "./checkCost.ts";
import { dialectOf, schemaDialect } from "./dialect.ts";
import { evaluationOrder } from "./evaluationOrder.ts";
import { faultsOf } from "./faults.ts";
import { invalidSchema, quoted } from "./invalidSchema.ts";
import type { JsonObject } from "./json.ts";
import { isObject } from "./json.ts";
import { jsonSchemaTarget } from "./jsonSchemaTarget.ts";
import { checkShape, limits } from "./limits.ts";
import { parseShorthand } from "./parseShorthand.ts";
import { readSchemaDocument } from "./schemaDocument.ts";
import { validatorFor } from "./validator.ts";

/**
 * Reads the schema that a client sent, shorthand or JSON Schema, and compiles its validator for `owner` (the id of the
 * API key), so that `validateAnswer` in the same process finds it ready.
 * Throws `invalid_schema` with a detail that says what is wrong and where. Runs in a worker under a deadline.
 */
export function compileSchema({ text, owner }: { readonly text: string; readonly owner: string }): TargetSchema {
  const json = parseJson(text);
  const dialect = dialectOf(json);
  const schema = dialect === "shorthand" ? parseShorthand(json) : json;
  const document = readSchemaDocument(schema, schemaDialect(dialect));
  const order = evaluationOrder(document);
  const root = jsonSchemaTarget(document);
  checkCost(order, document.root, root);
  if (JSON.stringify(root).length > limits.targetSize) {
    throw invalidSchema(null, "It grows too large when its references are followed.");
  }
  const source = JSON.stringify(schema);
  const validate = validatorFor({ owner, dialect, source }, () => document);
  const [fault] = faultsOf(validate, nothingFound(root));
  if (fault) {
    throw invalidSchema(
      null,
      `No answer can satisfy it: ${quoted(fault.pointer) || "the answer"} ${quoted(fault.problem)}.`,
    );
  }
  return { dialect, root, source };
}

function parseJson(text: string): JsonObject {
  if (Buffer.byteLength(text) > limits.textBytes) {
    throw invalidSchema(null, `It is larger than ${limits.textBytes} bytes.`);
  }
  const json = parsed(text.replace(/^\uFEFF/, ""));
  if (!isObject(json)) throw invalidSchema(null, "It must be a JSON object.");
  checkShape(json);
  return json;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidSchema(null, `It is not JSON: ${reason}.`, error);
  }
}

/** The answer when no field was found: objects are always there and constants are always filled. */
function nothingFound(target: ObjectTarget): JsonObject {
  const entries = target.properties.flatMap(({ key, target: inner }): [string, Json][] => {
    if (inner.kind === "object") return [[key, nothingFound(inner)]];
    return inner.kind === "scalar" && inner.const !== undefined ? [[key, inner.const]] : [];
  });
  return Object.fromEntries(entries);
}
