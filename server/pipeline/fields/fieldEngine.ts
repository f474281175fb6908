import { retryOnLoss } from "../../isolation/retryOnLoss.ts";
import type { RunOptions, TaskRunner } from "../../isolation/taskRunner.ts";
import type { Declined, Found, ReadDocument } from "../document.ts";
import type { Engine } from "../fallback.ts";
import type { FieldSpec } from "../target.ts";

/** Looks for the fields still open in a document that was read, or declines with a reason. */
export interface FieldEngine extends Engine {
  find(
    open: readonly FieldSpec[],
    document: ReadDocument,
    options: RunOptions,
  ): Promise<{ readonly found: readonly Found[] } | Declined>;
}

/** The task of a light worker (tasks/light.ts) that the finder calls. */
export type FindFieldsTasks = {
  readonly findFields: (args: {
    readonly fields: readonly FieldSpec[];
    readonly document: ReadDocument;
  }) => readonly Found[];
};

/** The deterministic finder (finder/), run in a light worker. */
export function finderEngine(workers: TaskRunner<FindFieldsTasks>): FieldEngine {
  return {
    name: "finder",
    find: async (fields, document, options) => ({
      found: await retryOnLoss(() => workers.run("findFields", { fields, document }, options), options.signal),
    }),
  };
}
