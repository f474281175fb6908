import { WorkerLost } from "./taskRunner.ts";

/**
 * Runs a task, and once more on a fresh worker where the first was lost: a worker may die of something else than its task.
 * Throws what the second run throws, and the signal's reason where it has aborted in between.
 */
export async function retryOnLoss<Result>(run: () => Promise<Result>, signal: AbortSignal): Promise<Result> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof WorkerLost)) throw error;
    signal.throwIfAborted();
    return run();
  }
}
