// The time of one request: a budget from its start, and the signals that end work when it is over or the client is gone.

export class Deadline {
  readonly #end: number;
  readonly #reserveMs: number;
  /** Aborts when the client went away or the server stops: nothing more is worth doing. */
  readonly gone: AbortSignal;
  /** Aborts when reading must stop so that what was read can still be searched and answered in time; also with `gone`. */
  readonly reading: AbortSignal;
  /** Aborts when the whole time is over; also with `gone`. */
  readonly whole: AbortSignal;

  /** `totalMs` counts from now; a tenth of it, at most 2 s, is kept for the fields and the answer. */
  constructor(totalMs: number, gone: AbortSignal) {
    this.#end = performance.now() + totalMs;
    this.#reserveMs = Math.min(2_000, totalMs / 10);
    this.gone = gone;
    this.reading = AbortSignal.any([gone, AbortSignal.timeout(totalMs - this.#reserveMs)]);
    this.whole = AbortSignal.any([gone, AbortSignal.timeout(totalMs)]);
  }

  get isOver(): boolean {
    return this.whole.aborted || this.remainingMs <= 0;
  }

  get remainingMs(): number {
    return this.#end - performance.now();
  }

  /** A task's own limit, cut to what is left of the request's time, in ms. */
  atMost(limitMs: number): number {
    return Math.max(1, Math.min(limitMs, this.remainingMs));
  }
}
