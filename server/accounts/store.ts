// The port to whatever keeps keys and credits. Its verbs are atomic, so that several requests, and with a shared store
// several servers, can't undo each other; there is no verb to load or save a whole. A verb that changes something
// resolves when the change is durable, and one that rejects has changed nothing.

export const tiers = ["free", "premium"] as const;
export type Tier = (typeof tiers)[number];

/** `live` and `test` keys work alike; the mode shows in the key's prefix and in usage. */
export const keyModes = ["live", "test"] as const;
export type KeyMode = (typeof keyModes)[number];

/** An API key as it is kept: never the key itself. Times are ISO 8601 in UTC. */
export interface KeyRecord {
  readonly id: string;
  /** SHA-256 of the key, hexadecimal. */
  readonly hash: string;
  readonly name: string;
  readonly tier: Tier;
  readonly mode: KeyMode;
  /** Extractions left to spend. */
  readonly credits: Balance;
  /** Requests a minute; null takes the tier's. */
  readonly rateLimitPerMinute: number | "unlimited" | null;
  readonly status: "active" | "revoked";
  readonly createdAt: string;
  readonly expiresAt: string | null;
  /** To the second; written at most once a minute, so a crash may set it back by as much. */
  readonly lastUsedAt: string | null;
}

export type Balance = number | "unlimited";

export interface AccountStore {
  /** The key with this SHA-256 (hexadecimal), or null. */
  findKey(hash: string): Promise<KeyRecord | null>;

  /** Adds a key, whose id and hash must be new. */
  createKey(record: KeyRecord): Promise<void>;

  /** All keys, oldest first. */
  listKeys(): Promise<KeyRecord[]>;

  /**
   * Sets one credit aside and returns the reservation's id. It is given back by `release`, at the end of the process that
   * made it, or `leaseMs` from now, whichever comes first. Credits set aside can't be reserved twice.
   */
  reserve(keyId: string, leaseMs: number): Promise<string | "out_of_credits">;

  /**
   * Spends the reserved credit and returns the balance after it. A failed write spends nothing and ends the reservation.
   * Throws where the reservation was committed or released before, or its lease ran out.
   */
  commit(reservationId: string): Promise<Balance>;

  /** Gives the reserved credit back; does nothing where the reservation has ended. */
  release(reservationId: string): Promise<void>;

  /** Notes that the key was used now. Durable within about a minute. */
  touch(keyId: string): Promise<void>;

  /** Makes what was noted durable and waits for running writes. The store is not to be used afterwards. */
  close(): Promise<void>;
}
