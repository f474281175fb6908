// Keeps keys from being guessed fast.
//
// Problem: an address that sent too many wrong keys must learn nothing from its next one, so a right key has to be refused
// there as well; yet one broken client behind a shared address must not lock out the clients beside it.
// Method: wrong keys are counted by address. Once the minute is used up, only keys that were accepted from that address
// before are let through: whoever holds such a key has nothing to guess.

import { createMinuteLimit, type OnRate } from "./rateLimit.ts";

/** Pairs of address and key that are remembered; the ones unused for longest are forgotten first. */
const maxFamiliarPairs = 10_000;

export interface GuessGuard {
  /** Counts a wrong key. Throws `Failure("rate_limited")` where the address has used up its minute. */
  wrongKey(address: string, onRate: OnRate): Promise<void>;
  /** Lets a right key pass, or throws the same where the address has used up its minute and the key is new there. */
  rightKey(address: string, keyId: string, onRate: OnRate): Promise<void>;
}

/** `wrongKeysPerMinute` is what one address may send. */
export function createGuessGuard(wrongKeysPerMinute: number): GuessGuard {
  const wrongKeys = createMinuteLimit(wrongKeysPerMinute);
  const familiar = new Set<string>();
  return {
    wrongKey: (address, onRate) => wrongKeys.take(address, onRate),
    async rightKey(address, keyId, onRate) {
      const pair = `${address} ${keyId}`;
      if (!familiar.has(pair)) await wrongKeys.check(address, onRate);
      rememberLatest(familiar, pair);
    },
  };
}

/** A set keeps the order of insertion, so its first entry is the one unused for longest. */
function rememberLatest(pairs: Set<string>, pair: string): void {
  pairs.delete(pair);
  pairs.add(pair);
  for (const oldest of pairs) {
    if (pairs.size <= maxFamiliarPairs) return;
    pairs.delete(oldest);
  }
}
