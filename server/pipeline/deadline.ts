// The time of one request: a budget from its start, and the signals that end work when it is over, when the client is
// gone, or when the request has its answer. To be held with `using`, so that nothing of a request waits on after its end.

export class Deadline implements Disposable {
  readonly #end: number;
  readonly #ended = new AbortController();
  /** Aborts when the client went away or the server stops: nothing more is worth doing. */
  readonly gone: AbortSignal;
  /** Aborts when reading must stop so that what was read can still be searched and answered in time. */
  readonly reading: AbortSignal;
  /** Aborts when the whole time is over. */
  readonly whole: AbortSignal;

  /** `totalMs` counts from now, in whole ms; a tenth of it, at most 2 s, is kept for the fields and the answer. */
  constructor(totalMs: number, gone: AbortSignal) {
    const reserveMs = Math.min(2_000, Math.floor(totalMs / 10));
    const anyEnd = [gone, this.#ended.signal];
    this.#end = performance.now() + totalMs;
    this.gone = gone;
    this.reading = AbortSignal.any([...anyEnd, AbortSignal.timeout(totalMs - reserveMs)]);
    this.whole = AbortSignal.any([...anyEnd, AbortSignal.timeout(totalMs)]);
  }

  get isOver(): boolean {
    return this.whole.aborted || this.#remainingMs <= 0;
  }

  /** A task's own limit, cut to what is left of the request's time, in ms. */
  atMost(limitMs: number): number {
    return Math.max(1, Math.min(limitMs, this.#remainingMs));
  }

  [Symbol.dispose](): void {
    this.#ended.abort();
  }

  get #remainingMs(): number {
    return this.#end - performance.now();
  }
}
