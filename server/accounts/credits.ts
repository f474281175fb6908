import { Failure } from "../errors.ts";
import type { AccountStore, Balance } from "./store.ts";

/** What the public contract calls an unlimited balance: it is always a number there. */
const unlimitedCredits = 2_147_483_647;

/** A credit set aside for one request. Disposal gives it back unless it was committed. */
export interface Reservation extends AsyncDisposable {
  /**
   * Spends the credit and returns the credits left (2147483647: unlimited) once the debit is durable.
   * To be awaited before the answer is sent. Where it throws, nothing was spent.
   */
  commit(): Promise<number>;
}

/**
 * Sets one credit of a key aside for at most `leaseMs`, which has to exceed the time a request may take.
 * Throws `Failure("out_of_credits")`.
 */
export async function reserveCredit(store: AccountStore, keyId: string, leaseMs: number): Promise<Reservation> {
  const reservation = await store.reserve(keyId, leaseMs);
  if (reservation === "out_of_credits") throw new Failure("out_of_credits");
  return {
    commit: async () => asNumber(await store.commit(reservation)),
    [Symbol.asyncDispose]: () => store.release(reservation),
  };
}

function asNumber(balance: Balance): number {
  return balance === "unlimited" ? unlimitedCredits : balance;
}
