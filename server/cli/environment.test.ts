import assert from "node:assert/strict";
import { it } from "node:test";
import { readEnvironment } from "./environment.ts";

it("the command line takes its settings from the server's variables, with the server's defaults", () => {
  assert.deepEqual(readEnvironment({}), { dataDir: "./data", freeCredits: 500 });
  assert.deepEqual(readEnvironment({ SMARTOCR_DATA_DIR: "/data", SMARTOCR_FREE_CREDITS: "7" }), {
    dataDir: "/data",
    freeCredits: 7,
  });
  assert.throws(() => readEnvironment({ SMARTOCR_FREE_CREDITS: "-1" }), /SMARTOCR_FREE_CREDITS must be a whole number/);
});
