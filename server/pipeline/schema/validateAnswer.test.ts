import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Json } from "../document.ts";
import { compileSchema } from "./compileSchema.ts";
import { validateAnswer } from "./validateAnswer.ts";

const owner = "key_1";

function faults(schema: object, answer: Json): string[] {
  return validateAnswer(compileSchema({ text: JSON.stringify(schema), owner }), owner, answer);
}

function objectOf(properties: object, around: object = {}): object {
  return { type: "object", properties, ...around };
}

describe("an answer", () => {
  test("is valid with nothing found, whatever the schema asks to be there", () => {
    const schema = objectOf(
      {
        a: { type: "string" },
        b: { type: "array", items: {}, minItems: 1 },
        c: objectOf({ d: {} }, { required: ["d"] }),
      },
      {
        required: ["a", "b", "c"],
        minProperties: 3,
        dependentRequired: { a: ["b"] },
        allOf: [{ required: ["a"] }, { anyOf: [{ required: ["a"] }, { required: ["b"] }] }],
        oneOf: [{ required: ["a"] }, { required: ["b"] }],
      },
    );
    assert.deepEqual(faults(schema, {}), []);
    assert.deepEqual(faults(schema, { c: {} }), []);
    assert.deepEqual(faults(schema, { a: "x" }), []);
    assert.deepEqual(faults(schema, { a: null, b: [], c: { d: null } }), []);
    assert.deepEqual(faults({ ...schema, $schema: "http://json-schema.org/draft-07/schema#" }, { a: "x" }), []);
  });

  test("may lack what draft-07's dependencies ask for, but keeps the rules of their schemas", () => {
    const schema = objectOf(
      { a: {}, b: {} },
      {
        $schema: "http://json-schema.org/draft-07/schema#",
        dependencies: { a: ["b"], b: { properties: { a: { maxLength: 1 } } } },
      },
    );
    assert.deepEqual(faults(schema, { a: "xx" }), []);
    assert.deepEqual(faults(schema, { a: "xx", b: 1 }), ["/a"]);
  });

  test("is not held to words that the schema's draft does not know", () => {
    const schema = objectOf({ a: {} }, { unevaluatedProperties: false });
    assert.deepEqual(faults(schema, { a: 1, b: 2 }), ["/b"]);
    assert.deepEqual(faults({ ...schema, $schema: "http://json-schema.org/draft-07/schema#" }, { a: 1, b: 2 }), []);
  });

  test("keeps a field that is named as a keyword is", () => {
    const schema = objectOf({ required: { type: "number" }, minProperties: { type: "string" } });
    assert.deepEqual(faults(schema, { required: "x", minProperties: 5 }), ["/required", "/minProperties"]);
  });

  test("is at fault where a value breaks its own keywords", () => {
    const rows = { type: "array", items: objectOf({ amount: { type: "number", minimum: 0, multipleOf: 0.01 } }) };
    const schema = objectOf({
      date: { type: "string", format: "date" },
      vat: { type: "string", pattern: "^[A-Z]{2}\\d+$" },
      unit: { enum: ["kg", "t"] },
      rows,
    });
    assert.deepEqual(faults(schema, { date: "2024-02-29", vat: "DE123", unit: "t", rows: [{ amount: 19.99 }] }), []);
    assert.deepEqual(faults(schema, { date: "2023-02-29", vat: "DE", unit: "lb", rows: [{}, { amount: 1.005 }] }), [
      "/date",
      "/vat",
      "/unit",
      "/rows/1/amount",
    ]);
  });

  test("is at fault at the innermost value, not at the objects whose branches it breaks", () => {
    const vendor = objectOf({ name: { type: "string" }, mail: { type: "string", format: "email" } });
    const schema = objectOf({ vendor: { anyOf: [vendor, { type: "null" }] } });
    assert.deepEqual(faults(schema, { vendor: { name: "ACME", mail: "no mail" } }), ["/vendor/mail"]);
  });

  test("is at fault at a list or an object where that as a whole breaks a rule", () => {
    const schema = objectOf({
      tags: { type: "array", items: { type: "string" }, minItems: 2, uniqueItems: true },
      pair: objectOf({ a: {}, b: {} }, { maxProperties: 1 }),
    });
    assert.deepEqual(faults(schema, { tags: ["a"], pair: { a: 1, b: 2 } }), ["/tags", "/pair"]);
    assert.deepEqual(faults(schema, { tags: ["a", "a"], pair: { a: 1 } }), ["/tags"]);
  });

  test("is at fault at a property that the schema does not allow or whose name breaks a rule", () => {
    const base = objectOf({ a: { type: "string" } }, { additionalProperties: false });
    assert.deepEqual(faults(base, { a: "x", "b/c": 1 }), ["/b~1c"]);
    assert.deepEqual(faults(objectOf({ a: {} }, { propertyNames: { pattern: "^[a-z]$" } }), { a: 1, B: 2 }), ["/B"]);
    assert.deepEqual(faults(objectOf({ a: {} }, { patternProperties: { "^x": { type: "number" } } }), { xy: "1" }), [
      "/xy",
    ]);
  });

  test("is checked in linear time where a pattern would take a backtracking engine for ever", () => {
    const pattern = "^(a|a)*$";
    const long = `${"a".repeat(20_000)}!`;
    const start = performance.now();
    assert.deepEqual(faults(objectOf({ x: { pattern } }), { x: long }), ["/x"]);
    assert.deepEqual(faults(objectOf({ x: {} }, { propertyNames: { pattern } }), { [long]: 1 }), [`/${long}`]);
    const byPattern = objectOf({ x: {} }, { patternProperties: { [pattern]: { type: "number" } } });
    assert.deepEqual(faults(byPattern, { [long]: "not met", aa: "met" }), ["/aa"]);
    assert.ok(performance.now() - start < 2_000);
  });

  test("is at fault at a constant that is another", () => {
    const schema = objectOf({ kind: { const: "invoice" }, none: { const: null }, sum: { const: 1 } });
    assert.deepEqual(faults(schema, { kind: "invoice", none: null, sum: 1.0 }), []);
    assert.deepEqual(faults(schema, { kind: "receipt", none: 0, sum: "1" }), ["/kind", "/none", "/sum"]);
  });

  test("does not lose right values to unevaluatedProperties while a branch fails", () => {
    const schema = objectOf(
      {},
      { anyOf: [objectOf({ a: { type: "string" }, b: { type: "number" } })], unevaluatedProperties: false },
    );
    assert.deepEqual(faults(schema, { a: "x", b: "wrong" }), ["/b"]);
    assert.deepEqual(faults(schema, { a: "x", c: 1 }), ["/c"]);
  });

  test("meets a condition only by what was found", () => {
    const schema = objectOf(
      { country: { type: "string" }, vat: { type: "string" } },
      {
        if: { properties: { country: { const: "DE" } } },
        // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
        then: { properties: { vat: { pattern: "^DE" } }, required: ["vat"] },
      },
    );
    assert.deepEqual(faults(schema, { vat: "AT1" }), []);
    assert.deepEqual(faults(schema, { country: "DE" }), []);
    assert.deepEqual(faults(schema, { country: "DE", vat: "AT1" }), ["/vat"]);
  });

  test("breaks a `not` only by what was found", () => {
    const schema = objectOf({ a: {}, b: {} }, { not: { properties: { a: { const: "void" } } } });
    assert.deepEqual(faults(schema, { b: 1 }), []);
    assert.deepEqual(faults(schema, { a: "void", b: 1 }), [""]);
  });

  test("keeps oneOf exclusive for single values", () => {
    const schema = objectOf({
      n: {
        oneOf: [
          { type: "number", multipleOf: 3 },
          { type: "number", multipleOf: 5 },
        ],
      },
    });
    assert.deepEqual(faults(schema, { n: 9 }), []);
    assert.deepEqual(faults(schema, { n: 15 }), ["/n"]);
  });

  test("keeps the rules of a schema that contains itself, below the levels that are looked for too", () => {
    const schema = objectOf({ name: { type: "string" }, in: { $ref: "#" } });
    const wrong = { in: { in: { in: { in: { in: { name: 5 } } } } } };
    assert.deepEqual(faults(schema, wrong), ["/in/in/in/in/in/name"]);
  });

  test("may name fields as JavaScript's own objects do", () => {
    const keys = ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty", "\0__proto__"];
    const text = `{${keys.map((key) => `${JSON.stringify(key)}: {"type": "number"}`).join()}}`;
    const schema = compileSchema({
      text: `{"type": "object", "additionalProperties": false, "properties": ${text}}`,
      owner,
    });
    assert.deepEqual(
      schema.root.properties.map(({ key }) => key),
      keys,
    );
    const answer = (value: Json): Json => Object.fromEntries(keys.map((key) => [key, value]));
    assert.deepEqual(validateAnswer(schema, owner, answer(1)), []);
    assert.deepEqual(
      validateAnswer(schema, owner, answer("x")),
      keys.map((key) => `/${key}`),
    );
    assert.deepEqual(validateAnswer(schema, owner, {}), []);
  });

  test("compares constants that hold such names", () => {
    const text = `{"type": "object", "properties": {"a": {"const": {"__proto__": 1, "valueOf": "x"}}}}`;
    const schema = compileSchema({ text, owner });
    assert.deepEqual(validateAnswer(schema, owner, JSON.parse('{"a": {"__proto__": 1, "valueOf": "x"}}')), []);
    assert.deepEqual(validateAnswer(schema, owner, JSON.parse('{"a": {"__proto__": 2, "valueOf": "x"}}')), ["/a"]);
  });

  test("may hold 10,000 items in a list", () => {
    const schema = objectOf({ tags: { type: "array", items: { type: "string" } } });
    assert.deepEqual(faults(schema, { tags: Array<string>(10_000).fill("x") }), []);
    assert.deepEqual(faults(schema, { tags: Array<string>(10_001).fill("x") }), ["/tags"]);
  });

  test("is checked the same in a process that has not compiled the schema, and for another key", () => {
    const schema = compileSchema({ text: '{"total": "number"}', owner: "key_1" });
    assert.deepEqual(validateAnswer(structuredClone(schema), "key_2", { total: "x" }), ["/total"]);
  });

  test("gives a date-time a zone in JSON Schema; the shorthand's datetime does without", () => {
    const local = { at: "2024-05-01T10:30:00" };
    const zoned = { at: "2024-05-01T10:30:00Z" };
    const standard = objectOf({ at: { type: "string", format: "date-time" } });
    assert.deepEqual(faults(standard, local), ["/at"]);
    assert.deepEqual(faults(standard, zoned), []);
    assert.deepEqual(faults({ at: "datetime" }, local), []);
    assert.deepEqual(faults({ at: "datetime" }, { at: "yesterday" }), ["/at"]);
  });

  test("is checked in time where it claims to hold an endless URL", () => {
    const schema = objectOf({ link: { type: "string", format: "url" } });
    assert.deepEqual(faults(schema, { link: "https://example.com/a?b=c" }), []);
    assert.deepEqual(faults(schema, { link: `https://example.com/${"a".repeat(2_000)}` }), ["/link"]);
  });

  test("is not held to formats that only tell what to look for", () => {
    const schema = objectOf({
      iban: { type: "string", format: "iban" },
      total: { type: "number", format: "currency" },
    });
    assert.deepEqual(faults(schema, { iban: "x", total: 1 }), []);
  });
});
