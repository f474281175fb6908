// A fixed number of worker processes that run the tasks of one module, fed by a fair queue.
// Invariants: each of the `size` places is starting, idle, running one task, or waiting for its restart; a worker that is
// lost is replaced at once; only starts that fail are delayed (exponentially), so that a module that can't start does not
// spin. A worker that has served long enough goes on until its successor is warm, so that the pool never stands without
// one; one such pair at a time holds a place together. While no worker can start the pool is down: it refuses work
// instead of collecting it.

import { Failure } from "../errors.ts";
import { FairQueue, type Turn } from "./fairQueue.ts";
import { rebuildThrown, type Task } from "./messages.ts";
import type { RunOptions, TaskModule, TaskRunner } from "./taskRunner.ts";
import { type WorkerExit, type WorkerLimits, WorkerProcess } from "./workerProcess.ts";

export interface WorkerPoolOptions extends Omit<WorkerLimits, "startDeadlineMs"> {
  /** Names the pool in events and errors. */
  readonly name: string;
  /** The task module that each worker imports. Its export `warmUp`, if any, is awaited before the worker takes tasks. */
  readonly module: URL;
  readonly size: number;
  /** A worker is replaced after this many tasks, */
  readonly recycleAfterTasks: number;
  /** or when its resident memory is above this after a task, */
  readonly recycleAboveBytes: number;
  /** or when it has been idle for this long after a task, */
  readonly idleReplaceMs?: number;
  /** with more than this resident. */
  readonly idleReplaceAboveBytes?: number;
  /** How many workers one share may hold at once; without it as many as there are. */
  readonly maxRunningPerShare?: number;
  /** A worker that is not warm by then is killed, as a failed start. Default 30,000 ms. */
  readonly startDeadlineMs?: number;
  /** Told of every worker that starts or ends, for the log and the metrics; the texts hold nothing of a document. */
  readonly onEvent?: (event: WorkerEvent) => void;
}

type WorkerChange =
  | { readonly kind: "started"; readonly ms: number }
  | ({ readonly kind: "lost" } & WorkerExit)
  | { readonly kind: "recycled"; readonly reason: RecycleReason };

type RecycleReason = "count" | "memory" | "idle";

export type WorkerEvent = { readonly pool: string; readonly pid: number | undefined } & WorkerChange;

interface Job {
  readonly task: Task;
  readonly deadlineMs: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

interface Succession {
  readonly old: WorkerProcess;
  readonly reason: RecycleReason;
  readonly successor: WorkerProcess;
  isSuccessorWarm: boolean;
}

interface IdleWorker {
  readonly worker: WorkerProcess;
  readonly timer: NodeJS.Timeout | undefined;
}

const FAILED_STARTS_UNTIL_DOWN = 3;
const FIRST_RESTART_DELAY_MS = 100;
const MAX_RESTART_DELAY_MS = 5_000;
/** Until the next server has its workers warm. */
const RETRY_AFTER_CLOSED_S = 5;

export class WorkerPool<Tasks extends TaskModule> implements TaskRunner<Tasks>, AsyncDisposable {
  readonly #options: WorkerPoolOptions;
  readonly #limits: WorkerLimits;
  readonly #queue: FairQueue<Job>;
  readonly #workers = new Set<WorkerProcess>();
  readonly #restarts = new Set<NodeJS.Timeout>();
  /** The worker that ran last is at the end and is taken first: the others can be seen to be idle. */
  readonly #idle: IdleWorker[] = [];
  readonly #awaitWarm: PromiseWithResolvers<void>[] = [];
  /** Places that wait for the first worker to be warm: side by side, their starts would make each other late. */
  #notStarted: number;
  #succession: Succession | null = null;
  #running = 0;
  /** In a row: starts that failed and workers that ended before they had a task. */
  #failedStarts = 0;
  #lastFailedStart = "";
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
    this.#limits = { ...options, startDeadlineMs: options.startDeadlineMs ?? 30_000 };
    this.#queue = new FairQueue(options.maxRunningPerShare);
    this.#notStarted = options.size - 1;
    this.#start();
  }

  /** Resolves when a worker is warm. Rejects, with the last failure's text, when the first few starts in a row failed. */
  async ready(): Promise<void> {
    const refusal = this.#refusal();
    if (refusal) throw refusal;
    if (this.stats().warm > 0) return;
    const warm = Promise.withResolvers<void>();
    this.#awaitWarm.push(warm);
    await warm.promise;
  }

  /** Workers by state, and tasks that wait. `warm` counts the idle and the running ones. */
  stats(): { readonly size: number; readonly running: number; readonly waiting: number; readonly warm: number } {
    const running = this.#running;
    return { size: this.#options.size, running, waiting: this.#queue.size, warm: this.#idle.length + running };
  }

  /** See TaskRunner. Throws a Failure "overloaded" besides where the pool is closed or none of its workers can start. */
  async run<Name extends keyof Tasks & string>(
    name: Name,
    args: Parameters<Tasks[Name]>[0],
    { share, deadlineMs, signal }: RunOptions,
  ): Promise<Awaited<ReturnType<Tasks[Name]>>> {
    signal.throwIfAborted();
    const refusal = this.#refusal();
    if (refusal) throw refusal;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const leaveQueue = this.#queue.push(share, { task: { name, args }, deadlineMs, resolve, reject });
    const abort = () => {
      leaveQueue();
      reject(signal.reason);
    };
    signal.addEventListener("abort", abort, { once: true });
    this.#dispatch();
    try {
      // The worker runs the module whose type is Tasks: what it returns for `name` is what that export returns.
      return (await promise) as Awaited<ReturnType<Tasks[Name]>>;
    } finally {
      signal.removeEventListener("abort", abort);
    }
  }

  /** Kills every worker and fails every task as "overloaded"; resolves when no process is left. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    for (const timer of this.#restarts) clearTimeout(timer);
    for (const { timer } of this.#idle.splice(0)) clearInterval(timer);
    this.#refuseWaiting();
    await Promise.all([...this.#workers].map((worker) => worker.retire()));
  }

  #start(): WorkerProcess {
    const startedAt = performance.now();
    const worker = new WorkerProcess(this.#options.module, this.#limits);
    this.#workers.add(worker);
    worker.warm.then(() => {
      this.#emit(worker, { kind: "started", ms: performance.now() - startedAt });
      for (; this.#notStarted > 0; this.#notStarted--) this.#start();
      if (this.#succession?.successor === worker) this.#succession.isSuccessorWarm = true;
      this.#makeIdle(worker);
      this.#retireSucceeded();
      this.#dispatch();
      for (const waiting of this.#awaitWarm.splice(0)) waiting.resolve();
    });
    worker.gone.then((exit) => this.#replace(worker, exit));
    return worker;
  }

  #dispatch(): void {
    while (this.#idle.length > 0) {
      const turn = this.#queue.take();
      const idle = turn && this.#idle.pop();
      if (!idle) return;
      clearInterval(idle.timer);
      this.#execute(idle.worker, turn);
    }
  }

  async #execute(worker: WorkerProcess, { item: job, release }: Turn<Job>): Promise<void> {
    this.#running++;
    this.#failedStarts = 0;
    try {
      const outcome = await worker.run(job.task, job.deadlineMs);
      if (outcome.kind === "result") job.resolve(outcome.value);
      else job.reject(rebuildThrown(outcome));
    } catch (error) {
      job.reject(this.#closed ? this.#refusal() : error);
    }
    this.#running--;
    release();
    this.#makeIdle(worker);
    this.#retireSucceeded();
    const recycleReason = this.#recycleReason(worker);
    if (recycleReason) this.#recycle(worker, recycleReason);
    // Also where this worker is gone: its share may have been at its cap, with another worker idle.
    this.#dispatch();
  }

  #makeIdle(worker: WorkerProcess): void {
    if (!worker.alive || this.#closed) return;
    this.#idle.push({ worker, timer: this.#idleTimer(worker) });
  }

  /**
   * A worker that never had a task holds only what its module needs: a fresh one would hold as much. The timer repeats,
   * since another succession may be under way or the successor may fail to start.
   */
  #idleTimer(worker: WorkerProcess): NodeJS.Timeout | undefined {
    const { idleReplaceMs, idleReplaceAboveBytes = 0 } = this.#options;
    if (idleReplaceMs === undefined || worker.tasksRun === 0 || worker.rssBytes <= idleReplaceAboveBytes)
      return undefined;
    return setInterval(() => this.#recycle(worker, "idle"), idleReplaceMs);
  }

  #recycleReason(worker: WorkerProcess): RecycleReason | null {
    if (!worker.alive || this.#closed) return null;
    if (worker.tasksRun >= this.#options.recycleAfterTasks) return "count";
    return worker.rssBytes > this.#options.recycleAboveBytes ? "memory" : null;
  }

  #recycle(old: WorkerProcess, reason: RecycleReason): void {
    this.#succession ??= { old, reason, successor: this.#start(), isSuccessorWarm: false };
  }

  /** Ends the old worker of a succession once the new one is warm and the old one runs no task. */
  #retireSucceeded(): void {
    if (!this.#succession?.isSuccessorWarm) return;
    const { old, reason } = this.#succession;
    if (!this.#removeIdle(old)) return;
    this.#emit(old, { kind: "recycled", reason });
    old.retire();
  }

  /** After the end of a worker, whatever the cause. */
  #replace(worker: WorkerProcess, exit: WorkerExit | null): void {
    this.#workers.delete(worker);
    this.#removeIdle(worker);
    if (this.#closed) return;
    if (exit) this.#emit(worker, { kind: "lost", ...exit });
    // Whichever of the two ends, the other one has the place.
    const hadSharedPlace = this.#succession?.old === worker || this.#succession?.successor === worker;
    if (hadSharedPlace) this.#succession = null;
    if (!exit || hadSharedPlace) return;
    if (worker.tasksRun > 0) this.#start();
    else this.#restartLater(exit);
  }

  #restartLater({ reason, how, output }: WorkerExit): void {
    this.#failedStarts++;
    this.#lastFailedStart = `${reason}, ${how}: ${output}`;
    if (this.#isDown()) this.#refuseWaiting();
    const delayMs = Math.min(FIRST_RESTART_DELAY_MS * 2 ** (this.#failedStarts - 1), MAX_RESTART_DELAY_MS);
    const timer = setTimeout(() => {
      this.#restarts.delete(timer);
      this.#start();
    }, delayMs);
    this.#restarts.add(timer);
  }

  /** Returns whether the worker was idle. */
  #removeIdle(worker: WorkerProcess): boolean {
    const index = this.#idle.findIndex((idle) => idle.worker === worker);
    for (const { timer } of index < 0 ? [] : this.#idle.splice(index, 1)) clearInterval(timer);
    return index >= 0;
  }

  #isDown(): boolean {
    return this.#failedStarts >= FAILED_STARTS_UNTIL_DOWN && this.stats().warm === 0;
  }

  /** Why no task can be taken now; null where one can. Not a WorkerLost: no file is to blame. */
  #refusal(): Failure | null {
    const { name } = this.#options;
    if (this.#closed) {
      return new Failure("overloaded", { internal: `the ${name} pool is closed`, retryAfterS: RETRY_AFTER_CLOSED_S });
    }
    if (!this.#isDown()) return null;
    const internal = `no ${name} worker can start; the last one: ${this.#lastFailedStart}`;
    return new Failure("overloaded", { internal, retryAfterS: Math.ceil(MAX_RESTART_DELAY_MS / 1000) });
  }

  #refuseWaiting(): void {
    const refusal = this.#refusal();
    for (const job of this.#queue.drain()) job.reject(refusal);
    for (const waiting of this.#awaitWarm.splice(0)) waiting.reject(refusal);
  }

  #emit(worker: WorkerProcess, event: WorkerChange): void {
    this.#options.onEvent?.({ pool: this.#options.name, pid: worker.pid, ...event });
  }
}
