import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { temporaryDataDir } from "../../test/support/accounts.ts";
import { type Accounts, createAccounts } from "./accounts.ts";
import type { RateState } from "./rateLimit.ts";
import { openLowdbStore } from "./stores/lowdbStore.ts";

const settings = {
  rateLimitFree: 4,
  rateLimitPremium: 100,
  rateLimitRefused: 3,
  freeCredits: 2,
  reservationLeaseMs: 60_000,
};
const address = "10.0.0.1";
const ignore = () => {};

async function newAccounts(t: TestContext) {
  const store = await openLowdbStore(await temporaryDataDir(t));
  return { store, accounts: createAccounts({ store, ...settings }) };
}

const make = (accounts: Accounts, changes = {}) =>
  accounts.createKey({ name: "Lab", tier: "free", mode: "live", ...changes });

describe("a request at the door", () => {
  it("with a good key gets a credit set aside, and pays with the commit", async (t) => {
    const { accounts, store } = await newAccounts(t);
    const { id, key } = await make(accounts);
    const rates: RateState[] = [];
    const admission = await accounts.admit({ apiKey: key, address }, (rate) => rates.push(rate));
    await using credit = admission.reservation;
    assert.deepEqual([admission.keyId, admission.tier], [id, "free"]);
    assert.deepEqual(rates, [{ limit: 4, remaining: 3, resetS: 60 }]);
    assert.equal(await credit.commit(), 1);
    assert.notEqual((await store.listKeys())[0]?.lastUsedAt, null);
  });

  it("gets the credit back where it ends without a commit", async (t) => {
    const { accounts } = await newAccounts(t);
    const { key } = await make(accounts, { credits: 1 });
    for (let attempt = 0; attempt < 3; attempt++) {
      const { reservation } = await accounts.admit({ apiKey: key, address }, ignore);
      await using _credit = reservation;
    }
    const { reservation } = await accounts.admit({ apiKey: key, address }, ignore);
    assert.equal(await reservation.commit(), 0);
  });

  it("keeps the debit of a commit, though the reservation is disposed of afterwards", async (t) => {
    const { accounts } = await newAccounts(t);
    const { key } = await make(accounts);
    const { reservation } = await accounts.admit({ apiKey: key, address }, ignore);
    await reservation.commit();
    await reservation[Symbol.asyncDispose]();
    await assert.rejects(reservation.commit(), /has ended/);
    assert.equal((await accounts.listKeys())[0]?.credits, 1);
  });

  it("with an unlimited key has 2147483647 credits left", async (t) => {
    const { accounts } = await newAccounts(t);
    const { key } = await make(accounts, { credits: "unlimited" });
    const { reservation } = await accounts.admit({ apiKey: key, address }, ignore);
    assert.equal(await reservation.commit(), 2_147_483_647);
  });

  it("is refused for its key first, then for its rate, then for its credits", async (t) => {
    const { accounts } = await newAccounts(t);
    const { key } = await make(accounts, { credits: 0, rateLimitPerMinute: 1 });
    const rates: RateState[] = [];
    const ask = (apiKey: string) => accounts.admit({ apiKey, address }, (rate) => rates.push(rate));
    await assert.rejects(ask(`${key}x`), { code: "unauthorized" });
    await assert.rejects(ask(key), { code: "out_of_credits" });
    await assert.rejects(ask(key), { code: "rate_limited", retryAfterS: 60 });
    assert.deepEqual(rates.at(-1), { limit: 1, remaining: 0, resetS: 60 });
  });

  it("from an address that tries many keys is refused for its rate", async (t) => {
    const { accounts } = await newAccounts(t);
    const guess = (apiKey?: string) => accounts.admit({ apiKey, address }, ignore);
    await assert.rejects(guess(), { code: "unauthorized" });
    await assert.rejects(guess("sk_live_a"), { code: "unauthorized" });
    await assert.rejects(guess("sk_live_b"), { code: "unauthorized" });
    await assert.rejects(guess("sk_live_c"), { code: "rate_limited" });
  });
});

describe("a new key", () => {
  it("starts with the installation's credits, and only its hash is kept", async (t) => {
    const { accounts, store } = await newAccounts(t);
    const { key, ...summary } = await make(accounts);
    assert.equal(summary.credits, 2);
    assert.deepEqual(await accounts.listKeys(), [summary]);
    assert.ok(!JSON.stringify(await store.listKeys()).includes(key.slice(8)));
  });
});
