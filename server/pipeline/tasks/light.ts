// What the light workers do: milliseconds of work on hostile bytes and hostile schemas, never OCR.

import type { Found, ReadDocument } from "../document.ts";
import { findFields as find } from "../fields/finder/findFields.ts";
import type { FieldSpec } from "../target.ts";

export { compileSchema } from "../schema/compileSchema.ts";
export { inspect } from "./inspect.ts";
export { validate } from "./validate.ts";
export { warmUp } from "./warmUpLight.ts";

export function findFields(args: {
  readonly fields: readonly FieldSpec[];
  readonly document: ReadDocument;
}): readonly Found[] {
  return find(args.fields, args.document);
}
