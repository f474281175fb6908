import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Gate } from "./gate.ts";

describe("the gate before the bodies", () => {
  it("lets in as many as its limit, and the next one when one has left", () => {
    const gate = new Gate(2);
    using _first = gate.enter();
    {
      using _second = gate.enter();
      assert.throws(() => gate.enter(), { code: "overloaded", retryAfterS: 1 });
    }
    using _third = gate.enter();
  });

  it("once closed lets nobody in, and tells when the last one has left", async () => {
    const gate = new Gate(2);
    const place = gate.enter();
    let empty = false;
    const closed = gate.close().then(() => {
      empty = true;
    });
    assert.throws(() => gate.enter(), { code: "overloaded" });
    assert.equal(empty, false);
    place[Symbol.dispose]();
    await closed;
    assert.equal(empty, true);
  });
});
