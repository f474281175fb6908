import assert from "node:assert/strict";
import { test } from "node:test";
import type { Found, Json } from "../document.ts";
import { confidenceScore, needsReview } from "./confidence.ts";

const found = (value: Json, probability: number): Found => {
  return { pointer: "/x", value, probability, engine: "finder", proof: [] };
};

test("the score is the expected share of right fields, nulls counted with their own probability", () => {
  assert.equal(confidenceScore([found("a", 0.9), found(null, 0.6)]), 75);
});

test("an answer in which nothing was found scores 0, however sure the nulls are", () => {
  assert.equal(confidenceScore([found(null, 0.99), found([], 0.99)]), 0);
  assert.equal(confidenceScore([]), 0);
});

test("a field is left unmarked only where its chance of being wrong is within the budget", () => {
  assert.equal(needsReview(found("a", 0.98), 0.02), false);
  assert.equal(needsReview(found("a", 0.97), 0.02), true);
  assert.equal(needsReview(found(null, 0.97), 0.02), true);
  assert.equal(needsReview(found(null, 0.97), 0.05), false);
});
