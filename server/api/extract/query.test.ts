import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseQuery } from "./query.ts";

const defaults = { strict: false, timeoutMs: 60_000 };

describe("the query of an extraction", () => {
  it("has defaults", () => {
    assert.deepEqual(parseQuery({}, defaults), { include: new Set(), strict: false, timeoutMs: 60_000 });
  });

  it("takes include as a list, strict and timeout", () => {
    const query = { include: "fields, pages", strict: "true", timeout: "2500" };
    assert.deepEqual(parseQuery(query, defaults), {
      include: new Set(["fields", "pages"]),
      strict: true,
      timeoutMs: 2500,
    });
  });

  it("lets a client turn off the strictness that the operator set", () => {
    assert.equal(parseQuery({ strict: "false" }, { ...defaults, strict: true }).strict, false);
  });

  for (const query of [
    { include: "secrets" },
    { strict: "yes" },
    { timeout: "0" },
    { timeout: "60001" },
    { timeout: "1e2.5" },
    { include: ["fields", "pages"] },
  ]) {
    it(`refuses ${JSON.stringify(query)}`, () => {
      assert.throws(() => parseQuery(query, defaults), { code: "invalid_parameter" });
    });
  }
});
