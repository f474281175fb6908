// One worker process, from its start to its end.
// Problem: a task opens hostile bytes with native code and WASM. It may hang in a loop that no timer interrupts, take all
// memory or take its process down, and none of this may reach the server.
// Method: the kernel holds the limits. They are set by the commands through which the process is started, each of which
// replaces itself by the next (exec), so that the process that was spawned is the worker itself.
// Invariants: whatever happens, `gone` resolves once and after it nothing of the process is left; a task given to `run`
// always settles. Nothing that a worker wrote to stderr after its first task leaves this file, since native
// libraries quote what they read.

import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { lossReason } from "./lossReason.ts";
import { isReport, type Outcome, type Task } from "./messages.ts";
import { type LossReason, WorkerLost } from "./taskRunner.ts";

export interface WorkerLimits {
  /** 0 to 19: how far the worker stands back from other processes. */
  readonly niceness: number;
  /**
   * RLIMIT_DATA: heap, Buffers, WASM memory and thread stacks together. V8 reserves 512 MB of it for code on x64, so
   * a worker can use about that much less.
   */
  readonly dataLimitBytes: number;
  /** The worker is killed when it is not warm by then. */
  readonly startDeadlineMs: number;
}

/** How a worker ended that was not retired. */
export interface WorkerExit {
  readonly reason: LossReason;
  /** The signal or exit code, for people. */
  readonly how: string;
  /** The last of what it wrote to stderr, if it never had a task: it can't hold anything of a document. */
  readonly output: string;
}

const WORKER_PROGRAM = fileURLToPath(new URL("worker.ts", import.meta.url));
const STDERR_TAIL_CHARS = 16_384;

export class WorkerProcess {
  /** Null where the kernel refused to start it. */
  readonly #child: ChildProcess | null;
  readonly #warm = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<WorkerExit | null>();
  readonly #startTimer: NodeJS.Timeout | undefined;
  #reply: PromiseWithResolvers<Outcome> | null = null;
  #killedFor: LossReason | "retired" | null = null;
  #ended = false;
  #stderr = "";
  #tasksRun = 0;
  #rssBytes = 0;

  constructor(module: URL, limits: WorkerLimits) {
    const child = spawnWorker(module, limits);
    if (child instanceof Error) {
      this.#child = null;
      this.#end(null, null, child.message);
      return;
    }
    this.#child = child;
    if (child.pid) preferForOomKiller(child.pid);
    this.#startTimer = setTimeout(() => this.#kill("timeout"), limits.startDeadlineMs);
    child.stderr?.setEncoding("utf8").on("data", (text: string) => this.#keepStderr(text));
    child.on("message", (message) => this.#receive(message));
    child.on("error", (error) => {
      if (child.pid === undefined) this.#end(null, null, error.message);
    });
    child.on("close", (code, signal) => this.#end(code, signal, this.#stderr));
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Resolves when the worker can take tasks; stays pending where it never can. */
  get warm(): Promise<void> {
    return this.#warm.promise;
  }

  /** Resolves when the process has ended: with null if it was retired. Never rejects. */
  get gone(): Promise<WorkerExit | null> {
    return this.#gone.promise;
  }

  /** False as soon as the process is killed or has ended. */
  get alive(): boolean {
    return !this.#ended && this.#killedFor === null;
  }

  /** How many tasks it was given. */
  get tasksRun(): number {
    return this.#tasksRun;
  }

  /** Its resident memory after its last task (or its start). */
  get rssBytes(): number {
    return this.#rssBytes;
  }

  /**
   * Runs one task; the caller gives one at a time. Kills the process when the task has run `deadlineMs`.
   * Throws WorkerLost where the process ends first, and a DataCloneError where `args` can't cross the pipe.
   */
  async run(task: Task, deadlineMs: number): Promise<Outcome> {
    if (!this.alive) throw new WorkerLost("crash", `the worker ended before it could take ${task.name}`);
    this.#tasksRun++;
    this.#reply = Promise.withResolvers();
    const timer = setTimeout(() => this.#kill("timeout"), deadlineMs);
    try {
      // A pipe that breaks here is a process that ends: #end settles the task.
      this.#child?.send(task, () => {});
      return await this.#reply.promise;
    } finally {
      clearTimeout(timer);
      this.#reply = null;
    }
  }

  /** Kills the process on purpose; resolves when it has ended. A task that it runs throws WorkerLost. */
  async retire(): Promise<void> {
    this.#kill("retired");
    await this.gone;
  }

  #kill(reason: LossReason | "retired"): void {
    this.#killedFor ??= reason;
    this.#child?.kill("SIGKILL");
  }

  #receive(message: unknown): void {
    if (!isReport(message)) {
      this.#kill("crash");
      return;
    }
    const { outcome, rssBytes } = message;
    this.#rssBytes = rssBytes;
    if (outcome === "warm") this.#becomeWarm();
    // After an allocation has failed once, the next one may fail where nothing expects it: the process is not used again.
    else if (outcome === "outOfMemory") this.#kill("memory");
    else this.#reply?.resolve(outcome);
  }

  #becomeWarm(): void {
    clearTimeout(this.#startTimer);
    this.#warm.resolve();
  }

  #keepStderr(text: string): void {
    this.#stderr = (this.#stderr + text).slice(-STDERR_TAIL_CHARS);
  }

  #end(code: number | null, signal: NodeJS.Signals | null, output: string): void {
    this.#ended = true;
    clearTimeout(this.#startTimer);
    const how = signal ?? (code === null ? "not started" : `exit code ${code}`);
    const killedFor = this.#killedFor ?? lossReason(signal, output);
    const reason = killedFor === "retired" ? "crash" : killedFor;
    this.#reply?.reject(new WorkerLost(reason, `the worker process ended during its task (${killedFor}, ${how})`));
    const startOutput = this.#tasksRun === 0 ? output.trim() : "";
    this.#gone.resolve(killedFor === "retired" ? null : { reason, how, output: startOutput });
  }
}

/** Node emits some errors of a start (EAGAIN, ENOENT) and throws the others (ENOMEM): those are returned. */
function spawnWorker(module: URL, limits: WorkerLimits): ChildProcess | Error {
  const [command, ...args] = commandLine(module, limits);
  try {
    return spawn(command, args, {
      env: {},
      cwd: "/",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      serialization: "advanced",
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/**
 * prlimit: memory by --data, since a limit on address space keeps Node from starting; no core file and no byte written to
 * any file, both of which would put a document on disk. setpriv: killed with the server even in a busy loop, where
 * the end of the pipe goes unseen. All of these are in util-linux and coreutils, on every Debian and Ubuntu.
 */
function commandLine(module: URL, { niceness, dataLimitBytes }: WorkerLimits): [string, ...string[]] {
  const node: [string, ...string[]] = [process.execPath, WORKER_PROGRAM, module.href];
  // Other systems have no such commands: there, for development, a worker runs without the kernel's limits.
  if (process.platform !== "linux") return node;
  const limits = ["prlimit", `--data=${dataLimitBytes}`, "--core=0", "--fsize=0"] as const;
  const priority = ["nice", "-n", String(niceness)];
  const bonds = ["setpriv", "--pdeathsig", "KILL", "--no-new-privs"];
  return [...limits, ...priority, ...bonds, ...node];
}

/** Makes the kernel's OOM killer take this process before any other of the machine, above all before the server. */
function preferForOomKiller(pid: number): void {
  if (process.platform !== "linux") return;
  try {
    writeFileSync(`/proc/${pid}/oom_score_adj`, "1000");
  } catch {
    // The process has ended already, or /proc is read-only: RLIMIT_DATA is the first line, this the second.
  }
}
