// One runner for both chains, the page readers and the field engines.
//
// An engine may answer, decline with a reason, fail or run out of its time; each is recorded as an Attempt and sends the
// chain on, until an answer is enough. A breaker watches each engine over all requests: after several failures in a row
// the engine is moved to the end of the chain for a while, so that a broken one costs no time where another can answer,
// and is still asked where nobody else did. So documents made to crash an engine can't take it from other clients.
//
// Invariants: engines run one after the other; neither the caller's abort nor a fault of the document itself (a Failure,
// which ends the chain) is counted against an engine.

import { Failure } from "../errors.ts";
import { WorkerLost } from "../isolation/taskRunner.ts";
import type { Attempt, Declined } from "./document.ts";

export interface Engine {
  readonly name: string;
}

export interface BreakerOptions {
  /** Failures in a row that open the breaker. */
  readonly threshold: number;
  /** How long it stays open before one request may try the engine in its own place again, ms. */
  readonly coolDownMs: number;
  readonly now?: () => number;
}

/** Counts an engine's failures in a row. Open means: ask this engine last. */
export class Breaker {
  readonly #options: BreakerOptions;
  #failuresInARow = 0;
  #openUntil = 0;

  constructor(options: BreakerOptions) {
    this.#options = options;
  }

  get isOpen(): boolean {
    return this.#now() < this.#openUntil;
  }

  succeeded(): void {
    this.#failuresInARow = 0;
    this.#openUntil = 0;
  }

  failed(): void {
    this.#failuresInARow += 1;
    if (this.#failuresInARow >= this.#options.threshold) this.#openUntil = this.#now() + this.#options.coolDownMs;
  }

  #now(): number {
    return (this.#options.now ?? performance.now.bind(performance))();
  }
}

/** Engines in their order, each with its breaker for the life of the process. */
export class Chain<E extends Engine> {
  readonly #links: readonly { readonly engine: E; readonly breaker: Breaker }[];

  constructor(engines: readonly E[], options: BreakerOptions = { threshold: 5, coolDownMs: 10_000 }) {
    this.#links = engines.map((engine) => ({ engine, breaker: new Breaker(options) }));
  }

  /**
   * Asks the engines until `enough` says so of an answer (by default the first one is enough). Returns every answer,
   * and an attempt for each engine asked. Throws the signal's reason when it aborts, and a `Failure` that an
   * engine throws.
   */
  async run<Answer extends object>(
    ask: (engine: E) => Promise<Answer | Declined>,
    signal: AbortSignal,
    enough: (answer: Answer) => boolean = () => true,
  ): Promise<{ readonly answers: Answer[]; readonly attempts: Attempt[] }> {
    const answers: Answer[] = [];
    const attempts: Attempt[] = [];
    for (const { engine, breaker } of this.#inTurn()) {
      signal.throwIfAborted();
      const { answer, attempt } = await tryEngine(engine, breaker, ask, signal);
      attempts.push(attempt);
      if (answer === null) continue;
      answers.push(answer);
      if (enough(answer)) break;
    }
    return { answers, attempts };
  }

  #inTurn() {
    const open = this.#links.filter(({ breaker }) => breaker.isOpen);
    return [...this.#links.filter((link) => !open.includes(link)), ...open];
  }
}

async function tryEngine<E extends Engine, Answer extends object>(
  engine: E,
  breaker: Breaker,
  ask: (engine: E) => Promise<Answer | Declined>,
  signal: AbortSignal,
): Promise<{ readonly answer: Answer | null; readonly attempt: Attempt }> {
  const start = performance.now();
  const record = (outcome: Attempt["outcome"], reason: string): Attempt => ({
    engine: engine.name,
    outcome,
    reason,
    ms: performance.now() - start,
  });
  try {
    const result = await ask(engine);
    breaker.succeeded();
    return isDeclined(result)
      ? { answer: null, attempt: record("declined", result.declined) }
      : { answer: result, attempt: record("used", "") };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    breaker.failed();
    return { answer: null, attempt: record(isTimeout(error) ? "timeout" : "failed", reasonOf(error)) };
  }
}

function isDeclined(result: object): result is Declined {
  return "declined" in result;
}

function isTimeout(error: unknown): boolean {
  return error instanceof WorkerLost && error.reason === "timeout";
}

/** Attempts reach the log, and the message of an engine's error may quote the document: its name has to do. */
function reasonOf(error: unknown): string {
  if (error instanceof WorkerLost) return `the worker was lost: ${error.reason}`;
  return error instanceof Error ? error.name : typeof error;
}
