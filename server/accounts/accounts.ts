import { type Admission, admit, type Caller, type Door } from "./admit.ts";
import { createGuessGuard } from "./guessGuard.ts";
import { createKeyAdmin, type KeyAdmin } from "./keyAdmin.ts";
import { createKeyLimit, type OnRate } from "./rateLimit.ts";
import type { AccountStore } from "./store.ts";

export interface AccountsOptions {
  readonly store: AccountStore;
  /** Requests a minute for a key of the tier with no limit of its own. */
  readonly rateLimitFree: number;
  readonly rateLimitPremium: number;
  /** Requests a minute with a missing or invalid key, for each address. */
  readonly rateLimitRefused: number;
  /** What a new key starts with where its maker names none. */
  readonly freeCredits: number;
  /** How long a credit stays set aside, in ms: longer than any request may take. */
  readonly reservationLeaseMs: number;
}

/** The keys of this installation: the door for requests, and what administrators may do. */
export interface Accounts extends KeyAdmin {
  /** See admit.ts. */
  admit(caller: Caller, onRate: OnRate): Promise<Admission>;
}

/** Joins the parts around a store; the store stays the caller's, who closes it. */
export function createAccounts({ store, ...options }: AccountsOptions): Accounts {
  const door: Door = {
    store,
    guessGuard: createGuessGuard(options.rateLimitRefused),
    keyLimit: createKeyLimit({ free: options.rateLimitFree, premium: options.rateLimitPremium }),
    reservationLeaseMs: options.reservationLeaseMs,
  };
  return {
    ...createKeyAdmin(store, options.freeCredits),
    admit: (caller, onRate) => admit(door, caller, onRate),
  };
}
