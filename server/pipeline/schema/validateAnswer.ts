import type { Json } from "../document.ts";
import type { TargetSchema } from "../target.ts";
import { schemaDialect } from "./dialect.ts";
import { faultsOf } from "./faults.ts";
import { readSchemaDocument } from "./schemaDocument.ts";
import { validatorFor } from "./validator.ts";

/**
 * Checks what was found against the client's schema; absence is never an error, so what was not found is left out, null
 * or `[]`. `owner` is the id of the API key whose schema it is.
 * Returns the JSON Pointers of the values at fault, of nested ones the innermost: drop what stands there and check the rest
 * again, until the list is empty. An answer with nothing found is always valid.
 */
export function validateAnswer(schema: TargetSchema, owner: string, found: Json): string[] {
  const { source, dialect } = schema;
  const validate = validatorFor({ owner, dialect, source }, () =>
    readSchemaDocument(JSON.parse(source), schemaDialect(dialect)),
  );
  return faultsOf(validate, found).map(({ pointer }) => pointer);
}
