import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { Reservations } from "./reservations.ts";

describe("reservations", () => {
  it("are counted by key and end once", () => {
    const reservations = new Reservations();
    const one = reservations.hold("a", 60_000);
    reservations.hold("a", 60_000);
    reservations.hold("b", 60_000);
    assert.equal(reservations.count("a"), 2);
    assert.equal(reservations.end(one), "a");
    assert.equal(reservations.end(one), null);
    assert.equal(reservations.count("a"), 1);
    assert.equal(reservations.count("b"), 1);
    assert.equal(reservations.count("c"), 0);
  });

  it("end with their lease", async () => {
    const reservations = new Reservations();
    const short = reservations.hold("a", 5);
    reservations.hold("a", 60_000);
    await sleep(10);
    assert.equal(reservations.count("a"), 1);
    assert.equal(reservations.end(short), null);
  });
});
