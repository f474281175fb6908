// A worker pool as the tests of isolation want it: small, with the fault tasks, its events kept.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { type LossReason, type RunOptions, WorkerLost } from "../../server/isolation/taskRunner.ts";
import { type WorkerEvent, WorkerPool, type WorkerPoolOptions } from "../../server/isolation/workerPool.ts";
import type * as faultTasks from "../faults/tasks.ts";

export const MB = 1024 * 1024;
export const options: WorkerPoolOptions = {
  name: "test",
  module: new URL("../faults/tasks.ts", import.meta.url),
  size: 2,
  niceness: 0,
  dataLimitBytes: 700 * MB,
  recycleAfterTasks: 1_000,
  recycleAboveBytes: 1_000 * MB,
};

/** A pool of two workers of test/faults/tasks.ts that keeps its events. */
export class TestPool extends WorkerPool<typeof faultTasks> {
  readonly events: WorkerEvent[];

  constructor(changes: Partial<WorkerPoolOptions> = {}) {
    const events: WorkerEvent[] = [];
    super({ ...options, ...changes, onEvent: (event) => events.push(event) });
    this.events = events;
  }

  /** Resolves when all workers are idle. */
  async settled(): Promise<void> {
    await until(() => {
      const { size, warm, running } = this.stats();
      return warm === size && running === 0;
    });
  }
}

/** For whom a task runs, and under which limits. */
export function by(share: string, changes: Partial<RunOptions> = {}): RunOptions {
  return { share, deadlineMs: 20_000, signal: new AbortController().signal, ...changes };
}

/** Checks, for assert.rejects, that a worker was lost and why. */
export function lostTo(reason: LossReason) {
  return (error: unknown) => {
    assert.ok(error instanceof WorkerLost, String(error));
    assert.equal(error.reason, reason, error.message);
    return true;
  };
}

/** Resolves as soon as the condition holds; fails after 15 s. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!condition()) {
    assert.ok(performance.now() < deadline, "waited in vain");
    await sleep(5);
  }
}
