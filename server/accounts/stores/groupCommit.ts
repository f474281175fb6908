// Group commit: changes to one state in memory, made durable by writes that many of them share.
//
// Invariants: a change is made in memory first, so that a write holds every change made before it began; a change that
// comes while a write is under way waits for the next one. There is one write at a time. Where a write fails, its changes
// are undone in memory, newest first, before their callers learn of it: memory never keeps what nobody was promised.

interface Change {
  readonly undo: () => void;
  readonly done: PromiseWithResolvers<void>;
}

export class GroupCommit {
  readonly #write: () => Promise<void>;
  #waiting: Change[] = [];
  #writing: Promise<void> | null = null;

  /** `write` makes the state durable as it is when the call is made. */
  constructor(write: () => Promise<void>) {
    this.#write = write;
  }

  /**
   * To be called right after a change was made in memory. Resolves when it is durable; rejects with the write's error
   * after `undo`, which must hold whatever changed in between.
   */
  commit(undo: () => void): Promise<void> {
    const change = { undo, done: Promise.withResolvers<void>() };
    this.#waiting.push(change);
    this.#writing ??= this.#writeAll();
    return change.done.promise;
  }

  /** Resolves when no write is under way and none is waited for. */
  async idle(): Promise<void> {
    await this.#writing;
  }

  async #writeAll(): Promise<void> {
    // One turn later, so that changes made in the same turn share the first write.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.#writeOne(batch);
    }
    this.#writing = null;
  }

  async #writeOne(batch: readonly Change[]): Promise<void> {
    try {
      await this.#write();
    } catch (error) {
      for (const change of batch.toReversed()) change.undo();
      for (const change of batch) change.done.reject(error);
      return;
    }
    for (const change of batch) change.done.resolve();
  }
}
