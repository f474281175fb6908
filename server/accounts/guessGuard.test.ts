import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createGuessGuard } from "./guessGuard.ts";

const ignore = () => {};
const refused = { code: "rate_limited" };

describe("an address that sends wrong keys", () => {
  it("is refused once its minute is used up, also with a right key, so that it can't learn which is right", async () => {
    const guard = createGuessGuard(3);
    for (let guess = 0; guess < 3; guess++) await guard.wrongKey("10.0.0.1", ignore);
    await assert.rejects(guard.wrongKey("10.0.0.1", ignore), refused);
    await assert.rejects(guard.rightKey("10.0.0.1", "key_guessed", ignore), refused);
  });

  it("keeps out neither other addresses nor keys that were accepted from it before", async () => {
    const guard = createGuessGuard(3);
    await guard.rightKey("10.0.0.1", "key_known", ignore);
    for (let guess = 0; guess < 3; guess++) await guard.wrongKey("10.0.0.1", ignore);
    await guard.rightKey("10.0.0.1", "key_known", ignore);
    await guard.rightKey("10.0.0.2", "key_other", ignore);
  });
});
