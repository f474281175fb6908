import { randomUUID } from "node:crypto";

interface Held {
  readonly keyId: string;
  /** On the monotonic clock, ms: a clock that is set back must not prolong a lease. */
  readonly endsAtMs: number;
}

/** Credits set aside by this process. Kept in memory alone, so that its death releases them. */
export class Reservations {
  readonly #held = new Map<string, Held>();
  readonly #ofKey = new Map<string, Set<string>>();

  /** How many credits of a key are set aside, after those whose lease ran out were given back. */
  count(keyId: string): number {
    const ids = this.#ofKey.get(keyId) ?? [];
    for (const id of ids) {
      const held = this.#held.get(id);
      if (held && held.endsAtMs <= performance.now()) this.end(id);
    }
    return this.#ofKey.get(keyId)?.size ?? 0;
  }

  /** Sets one credit of a key aside for `leaseMs`; returns the reservation's id. */
  hold(keyId: string, leaseMs: number): string {
    const id = randomUUID();
    this.#held.set(id, { keyId, endsAtMs: performance.now() + leaseMs });
    const ids = this.#ofKey.get(keyId) ?? new Set();
    this.#ofKey.set(keyId, ids.add(id));
    return id;
  }

  /** Ends a reservation and returns its key's id, or null where it had ended before. */
  end(id: string): string | null {
    const held = this.#held.get(id);
    if (held === undefined) return null;
    this.#held.delete(id);
    const ids = this.#ofKey.get(held.keyId);
    ids?.delete(id);
    if (ids?.size === 0) this.#ofKey.delete(held.keyId);
    return held.keyId;
  }
}
