import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keyRecord } from "../../test/support/accounts.ts";
import { createKeyLimit, createMinuteLimit, type RateState } from "./rateLimit.ts";

const ignore = () => {};

describe("the rate limit", () => {
  it("lets a minute's requests through and refuses the next, telling the state each time", async (t) => {
    t.mock.timers.enable({ apis: ["Date", "setTimeout"] });
    const limit = createMinuteLimit(2);
    const states: RateState[] = [];
    const take = () => limit.take("a", (state) => states.push(state));
    await take();
    t.mock.timers.tick(20_500);
    await take();
    await assert.rejects(take(), { code: "rate_limited", retryAfterS: 40 });
    assert.deepEqual(states, [
      { limit: 2, remaining: 1, resetS: 60 },
      { limit: 2, remaining: 0, resetS: 40 },
      { limit: 2, remaining: 0, resetS: 40 },
    ]);
    t.mock.timers.tick(40_000);
    await take();
    assert.deepEqual(states.at(-1), { limit: 2, remaining: 1, resetS: 60 });
  });

  it("counts each caller alone", async () => {
    const limit = createMinuteLimit(1);
    await limit.take("a", ignore);
    await limit.take("b", ignore);
    await assert.rejects(limit.take("a", ignore), { code: "rate_limited" });
  });

  it("is the key's own, else its tier's; an unlimited key has none", async () => {
    const keyLimit = createKeyLimit({ free: 10, premium: 100 });
    const limitOf = async (record: Parameters<typeof keyLimit>[0]) => {
      const limits: number[] = [];
      await keyLimit(record, ({ limit }) => limits.push(limit));
      return limits;
    };
    assert.deepEqual(await limitOf(keyRecord()), [10]);
    assert.deepEqual(await limitOf(keyRecord({ tier: "premium" })), [100]);
    assert.deepEqual(await limitOf(keyRecord({ rateLimitPerMinute: 7 })), [7]);
    assert.deepEqual(await limitOf(keyRecord({ rateLimitPerMinute: "unlimited" })), []);
  });
});
