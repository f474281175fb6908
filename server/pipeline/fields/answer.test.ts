import assert from "node:assert/strict";
import { test } from "node:test";
import type { Json } from "../document.ts";
import type { ObjectTarget, Property, ScalarTarget } from "../target.ts";
import { buildAnswer } from "./answer.ts";

const text: ScalarTarget = { kind: "scalar", type: "string", nullable: true };

function objectOf(...properties: Property[]): ObjectTarget {
  return { kind: "object", nullable: false, properties };
}

const property = (key: string, target: Property["target"] = text, required = true): Property => ({
  key,
  required,
  target,
});
const list: Property["target"] = { kind: "list", nullable: false, items: text };

const root = objectOf(
  property("number"),
  property("note", text, false),
  property("items", list),
  property("kind", { ...text, const: "invoice" }),
  property("vendor", objectOf(property("a/b"))),
);

test("an answer has null for what is missing, [] for lists, no key for what is optional, and every object and const", () => {
  assert.deepEqual(buildAnswer(root, new Map(), "null"), {
    number: null,
    items: [],
    kind: "invoice",
    vendor: { "a/b": null },
  });
});

test("for validation what was not found is left out, nulls and empty lists too", () => {
  const values = new Map<string, Json>([
    ["/number", null],
    ["/items", []],
  ]);
  assert.deepEqual(buildAnswer(root, values, "omit"), { kind: "invoice", vendor: {} });
});

test("values stand where their pointers say", () => {
  const values = new Map<string, Json>([
    ["/number", "A-1"],
    ["/note", "paid"],
    ["/items", ["x"]],
    ["/vendor/a~1b", "c"],
  ]);
  const expected = { number: "A-1", note: "paid", items: ["x"], kind: "invoice", vendor: { "a/b": "c" } };
  assert.deepEqual(buildAnswer(root, values, "null"), expected);
  assert.deepEqual(buildAnswer(root, values, "omit"), expected);
});

test("__proto__, constructor and toString are fields like any other", () => {
  const keys = ["__proto__", "constructor", "toString"];
  const answer = buildAnswer(objectOf(...keys.map((key) => property(key))), new Map([["/__proto__", "p"]]), "null");
  assert.equal(JSON.stringify(answer), '{"__proto__":"p","constructor":null,"toString":null}');
  assert.equal(Object.getPrototypeOf(answer), Object.prototype);
  const omitted = buildAnswer(objectOf(...keys.map((key) => property(key))), new Map(), "omit");
  assert.equal(JSON.stringify(omitted), "{}");
});
