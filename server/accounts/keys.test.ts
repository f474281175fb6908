import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keyRecord } from "../../test/support/accounts.ts";
import { authenticate, hashKey, makeKey, makeKeyId } from "./keys.ts";
import type { AccountStore, KeyRecord } from "./store.ts";

const now = Date.parse("2026-06-01T00:00:00Z");

function storeWith(record: KeyRecord): Pick<AccountStore, "findKey"> {
  return { findKey: async (hash) => (hash === record.hash ? record : null) };
}

describe("an API key", () => {
  it("is sk_live_ or sk_test_ and 32 base62 characters, never the same twice", () => {
    assert.match(makeKey("live"), /^sk_live_[0-9A-Za-z]{32}$/);
    assert.match(makeKey("test"), /^sk_test_[0-9A-Za-z]{32}$/);
    assert.equal(new Set(Array.from({ length: 1000 }, () => makeKey("live"))).size, 1000);
    assert.match(makeKeyId(), /^key_[0-9A-Za-z]{16}$/);
  });

  it("draws each of the 62 characters equally often", () => {
    const text = Array.from({ length: 2000 }, () => makeKey("live").slice(8)).join("");
    const counts = new Map<string, number>();
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
    const expected = text.length / 62;
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    assert.equal(counts.size, 62);
    // 61 degrees of freedom: above 134 once in ten million runs; bytes modulo 62 give about 220.
    assert.ok(chiSquare < 134, `chi-square ${chiSquare}`);
  });

  it("is known by its SHA-256", () => {
    assert.equal(hashKey("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("is compared with the whole hash that is kept, whatever record the store finds", async () => {
    const another = { findKey: async () => keyRecord() };
    await assert.rejects(authenticate(another, makeKey("live"), now), { code: "unauthorized" });
  });

  it("opens the door until the moment it expires", async () => {
    const key = makeKey("live");
    const record = keyRecord({ hash: hashKey(key), expiresAt: "2026-06-01T00:00:00.001Z" });
    assert.equal(await authenticate(storeWith(record), key, now), record);
    await assert.rejects(authenticate(storeWith(record), key, now + 1), { code: "unauthorized" });
  });

  it("is refused with one answer where missing, malformed, unknown, revoked or expired; only the log learns which", async () => {
    const key = makeKey("live");
    const hash = hashKey(key);
    const good = keyRecord({ hash });
    const revoked = keyRecord({ hash, status: "revoked" });
    const expired = keyRecord({ hash, expiresAt: "2026-05-31T00:00:00.000Z" });
    const cases: [KeyRecord, string | undefined, RegExp][] = [
      [good, undefined, /missing/],
      [good, "", /missing/],
      [good, `${key}\n`, /malformed/],
      [good, "x".repeat(257), /malformed/],
      [good, makeKey("live"), /unknown/],
      [revoked, key, /revoked/],
      [expired, key, /expired/],
    ];
    for (const [record, given, internal] of cases) {
      const told = { code: "unauthorized", detail: undefined, message: "unauthorized", internal };
      await assert.rejects(authenticate(storeWith(record), given, now), told);
    }
  });
});
