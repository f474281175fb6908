import assert from "node:assert/strict";
import { it } from "node:test";
import { readEnvironment } from "./environment.ts";

it("the command line takes its settings from the server's variables, with the server's defaults", () => {
  const byDefault = readEnvironment({});
  assert.deepEqual([byDefault.dataDir, byDefault.freeCredits], ["./data", 500]);
  const set = readEnvironment({ SMARTOCR_DATA_DIR: "/data", SMARTOCR_FREE_CREDITS: "7" });
  assert.deepEqual([set.dataDir, set.freeCredits], ["/data", 7]);
  assert.throws(
    () => readEnvironment({ SMARTOCR_FREE_CREDITS: "-1" }),
    /SMARTOCR_FREE_CREDITS is "-1", but must be >= 0/,
  );
});
