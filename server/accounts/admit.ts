// The door: who asks, whether it is their turn, whether they can pay; in this order.

import { type Reservation, reserveCredit } from "./credits.ts";
import type { GuessGuard } from "./guessGuard.ts";
import { authenticate } from "./keys.ts";
import type { KeyLimit, OnRate } from "./rateLimit.ts";
import type { AccountStore, KeyRecord, Tier } from "./store.ts";

export interface Caller {
  readonly apiKey: string | undefined;
  /** The client's address; behind a proxy, the one that a trusted hop named. */
  readonly address: string;
}

export interface Admission {
  readonly keyId: string;
  readonly tier: Tier;
  /** One credit, to be held with `await using`. */
  readonly reservation: Reservation;
}

export interface Door {
  readonly store: AccountStore;
  readonly guessGuard: GuessGuard;
  readonly keyLimit: KeyLimit;
  readonly reservationLeaseMs: number;
}

/**
 * Lets a request in and sets a credit aside for it. Throws a `Failure`: `unauthorized`, then `rate_limited`, then
 * `out_of_credits`. A request that is refused for its credits has counted on the rate limit.
 */
export async function admit(door: Door, caller: Caller, onRate: OnRate): Promise<Admission> {
  const record = await identify(door, caller, onRate);
  await door.keyLimit(record, onRate);
  await door.store.touch(record.id);
  const reservation = await reserveCredit(door.store, record.id, door.reservationLeaseMs);
  return { keyId: record.id, tier: record.tier, reservation };
}

async function identify({ store, guessGuard }: Door, caller: Caller, onRate: OnRate): Promise<KeyRecord> {
  const record = await authenticate(store, caller.apiKey, Date.now()).catch(async (refusal: unknown) => {
    await guessGuard.wrongKey(caller.address, onRate);
    throw refusal;
  });
  await guessGuard.rightKey(caller.address, record.id, onRate);
  return record;
}
