// The fields step: each engine of the chain looks for what is still open, the surer answer for a field is kept.

import { Failure } from "../../errors.ts";
import type { RunOptions } from "../../isolation/taskRunner.ts";
import type { Found, ReadDocument } from "../document.ts";
import type { Chain } from "../fallback.ts";
import type { FieldSpec } from "../target.ts";
import type { FieldEngine } from "./fieldEngine.ts";

/** A field is settled, and no later engine is asked for it, from this probability on. */
const settledFrom = 0.9;

/**
 * One `Found` for each field, in the order of the fields.
 * Throws `extraction_failed` where every engine failed.
 */
export async function fillFields(
  fields: readonly FieldSpec[],
  document: ReadDocument,
  engines: Chain<FieldEngine>,
  options: RunOptions,
): Promise<readonly Found[]> {
  if (fields.length === 0) return [];
  const best = new Map<string, Found>();
  const open = () => fields.filter(({ pointer }) => (best.get(pointer)?.probability ?? 0) < settledFrom);
  const { answers, attempts } = await engines.run(
    async (engine) => engine.find(open(), document, options),
    options.signal,
    ({ found }) => {
      for (const one of found) keepBetter(best, one);
      return open().length === 0;
    },
  );
  if (answers.length === 0) {
    const reasons = attempts.map(({ engine, outcome, reason }) => `${engine} ${outcome} (${reason})`);
    throw new Failure("extraction_failed", { internal: `no field engine answered: ${reasons.join(", ")}` });
  }
  return fields.map(({ pointer }) => best.get(pointer) ?? notFound(pointer));
}

/** A value found beats a null, and of two values the surer one stays. */
function keepBetter(best: Map<string, Found>, one: Found): void {
  const known = best.get(one.pointer);
  const gain =
    known === undefined || (known.value === null) !== (one.value === null)
      ? known === undefined || known.value === null
      : one.probability > known.probability;
  if (gain) best.set(one.pointer, one);
}

function notFound(pointer: string): Found {
  return { pointer, value: null, probability: 0.5, engine: "none", proof: [], reason: "not_found" };
}
