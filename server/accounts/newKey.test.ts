import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseNewKey } from "./newKey.ts";

const now = Date.parse("2026-06-01T00:00:00Z");

describe("a request for a new key", () => {
  it("needs a name; the rest has defaults", () => {
    assert.deepEqual(parseNewKey({ name: "Lab" }, now), { name: "Lab", tier: "free", mode: "live" });
  });

  it("may say everything; the expiry becomes UTC", () => {
    const request = { name: "Lab", tier: "premium", mode: "test", credits: "unlimited", rateLimitPerMinute: 5 };
    const parsed = parseNewKey({ ...request, expiresAt: "2030-01-31T12:00:00+02:00" }, now);
    assert.deepEqual(parsed, { ...request, expiresAt: "2030-01-31T10:00:00.000Z" });
    assert.equal(parseNewKey({ name: "Lab", expiresAt: "2030-01-31" }, now).expiresAt, "2030-01-31T00:00:00.000Z");
  });

  it("is refused with the name of what is wrong and what it must be", () => {
    const wrong: [unknown, RegExp][] = [
      [null, /an object/],
      [{}, /an object with a name/],
      [{ name: "" }, /^invalid_parameter: name must/],
      [{ name: "a\u001b[31m" }, /^invalid_parameter: name must/],
      [{ name: "a", tier: "gold" }, /tier must be free or premium/],
      [{ name: "a", mode: "x" }, /mode must/],
      [{ name: "a", credits: -1 }, /credits must/],
      [{ name: "a", credits: 1.5 }, /credits must/],
      [{ name: "a", credits: "many" }, /credits must/],
      [{ name: "a", rateLimitPerMinute: 0 }, /rateLimitPerMinute must/],
      [{ name: "a", expiresAt: "2026-05-31" }, /expiresAt must be a future/],
      [{ name: "a", expiresAt: "2030-13-41" }, /expiresAt must/],
      [{ name: "a", expiresAt: "2030-01-31T12:00" }, /expiresAt must/],
      [{ name: "a", status: "revoked" }, /an object with a name/],
    ];
    for (const [request, message] of wrong) {
      assert.throws(() => parseNewKey(request, now), { code: "invalid_parameter", message }, JSON.stringify(request));
    }
  });
});
