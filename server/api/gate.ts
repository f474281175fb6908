// How many extractions may be inside at once. Their uploads are held in memory, so the bound is set before a body is
// read; past it, and while the server drains, the answer is 503.

import { Failure } from "../errors.ts";

export class Gate {
  readonly #limit: number;
  #inside = 0;
  #closed = false;
  #whenEmpty: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Takes a place, given back on disposal. Throws `overloaded` where there is none. */
  enter(): Disposable {
    if (this.#closed) throw new Failure("overloaded", { retryAfterS: 5, internal: "draining" });
    if (this.#inside >= this.#limit) throw new Failure("overloaded", { retryAfterS: 1, internal: "queue full" });
    this.#inside += 1;
    return { [Symbol.dispose]: () => this.#leave() };
  }

  /** Lets nobody in any more; resolves when the last one has left. */
  close(): Promise<void> {
    this.#closed = true;
    return this.#inside === 0 ? Promise.resolve() : new Promise((resolve) => this.#whenEmpty.push(resolve));
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  #leave(): void {
    this.#inside -= 1;
    if (this.#inside > 0) return;
    for (const resolve of this.#whenEmpty.splice(0)) resolve();
  }
}
