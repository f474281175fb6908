// The last check: what is returned validates against the client's schema. A value that fails its own keywords counts as
// not found and takes its proof along; nulls for what was not found are the one thing a schema may not forbid.

import type { Found, Json } from "../document.ts";
import { buildAnswer } from "../fields/answer.ts";
import { validateAnswer } from "../schema/validateAnswer.ts";
import type { TargetSchema } from "../target.ts";

export interface Validated {
  readonly data: Json;
  readonly found: readonly Found[];
}

/** Drops values until the rest is valid, then builds the answer. `owner` is the API key whose schema it is. */
export function validate(args: {
  readonly schema: TargetSchema;
  readonly owner: string;
  readonly found: readonly Found[];
}): Validated {
  const { schema, owner } = args;
  let found = args.found;
  for (;;) {
    const faults = validateAnswer(schema, owner, buildAnswer(schema.root, valuesOf(found), "omit"));
    if (faults.length === 0 || found.every(({ value }) => value === null)) break;
    found = dropAt(found, faults);
  }
  return { data: buildAnswer(schema.root, valuesOf(found), "null"), found };
}

function valuesOf(found: readonly Found[]): ReadonlyMap<string, Json> {
  return new Map(found.filter(({ value }) => value !== null).map(({ pointer, value }) => [pointer, value]));
}

/**
 * Every round drops at least one value, so the loop ends: where no value stands at a fault, all values go. That an answer
 * with nothing found is valid was seen when the schema was compiled.
 */
function dropAt(found: readonly Found[], faults: readonly string[]): readonly Found[] {
  const atFault = ({ pointer, value }: Found) => value !== null && faults.some((fault) => touches(pointer, fault));
  return found.some(atFault)
    ? found.map((one) => (atFault(one) ? dropped(one) : one))
    : found.map((one) => (one.value === null ? one : dropped(one)));
}

/** A fault inside a value, at it, or at an object around it. */
function touches(pointer: string, fault: string): boolean {
  return pointer === fault || fault.startsWith(`${pointer}/`) || pointer.startsWith(`${fault}/`);
}

function dropped({ pointer, probability, engine }: Found): Found {
  return { pointer, value: null, probability: 1 - probability, engine, proof: [], reason: "not_found" };
}
