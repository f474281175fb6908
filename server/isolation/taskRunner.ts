// What the pipeline sees of the worker processes: a named task, plain arguments, a plain result.
// On one machine the runner is a pool of child processes fed by pipe; on several it will be a queue.

/** A module of tasks: each export takes one plain argument and returns a plain result. */
// biome-ignore lint/suspicious/noExplicitAny: a constraint on functions of every argument type; no value is ever any
export type TaskModule = Readonly<Record<string, (args: any) => unknown>>;

export interface RunOptions {
  /** Whose turn it is in the fair queue: the id of the API key. */
  readonly share: string;
  /** The worker is killed when the task has run this long. Waiting in the queue does not count. */
  readonly deadlineMs: number;
  /** Takes a task that still waits out of the queue. One that runs is finished and its result dropped. */
  readonly signal: AbortSignal;
}

export interface TaskRunner<Tasks extends TaskModule> {
  /**
   * Runs one task in a worker process.
   * Throws the task's own `Failure`, a `WorkerLost` where the process died or was killed, or the signal's reason.
   */
  run<Name extends keyof Tasks & string>(
    name: Name,
    args: Parameters<Tasks[Name]>[0],
    options: RunOptions,
  ): Promise<Awaited<ReturnType<Tasks[Name]>>>;
}

export type LossReason = "timeout" | "memory" | "crash";

/** The worker did not live to give a result. */
export class WorkerLost extends Error {
  override readonly name = "WorkerLost";
  readonly reason: LossReason;

  constructor(reason: LossReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
