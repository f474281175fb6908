import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Target } from "../target.ts";
import { compileSchema } from "./compileSchema.ts";

const owner = "key_1";

function rootOf(shorthand: unknown) {
  const schema = compileSchema({ text: JSON.stringify(shorthand), owner });
  assert.equal(schema.dialect, "shorthand");
  return schema.root;
}

function fieldsOf(shorthand: unknown): Record<string, Target> {
  return Object.fromEntries(rootOf(shorthand).properties.map(({ key, target }) => [key, target]));
}

function refusal(shorthand: unknown): string | undefined {
  try {
    compileSchema({ text: JSON.stringify(shorthand), owner });
  } catch (error) {
    assert.ok(error instanceof Error && "code" in error && "detail" in error);
    assert.equal(error.code, "invalid_schema");
    return String(error.detail);
  }
  return undefined;
}

describe("the shorthand", () => {
  test("names types, and the aliases that people use for them", () => {
    const names = ["string", "text", "number", "float", "decimal", "currency", "integer", "int", "boolean", "bool"];
    const fields = fieldsOf(Object.fromEntries([...names, "date", "datetime"].map((name) => [`a_${name}`, name])));
    const types = Object.values(fields).map((target) => target.kind === "scalar" && target.type);
    assert.deepEqual(types, [
      ...["string", "string", "number", "number", "number", "number"],
      ...["integer", "integer", "boolean", "boolean", "date", "datetime"],
    ]);
  });

  test("makes every field required, and every scalar one that may be null", () => {
    assert.deepEqual(rootOf({ total: "number", tags: ["string"] }).properties, [
      { key: "total", required: true, target: { kind: "scalar", type: "number", nullable: true } },
      {
        key: "tags",
        required: true,
        target: { kind: "list", nullable: false, items: { kind: "scalar", type: "string", nullable: false } },
      },
    ]);
  });

  test("keeps the fields in their order", () => {
    const keys = rootOf({ total: "number", date: "date", Company: "string" }).properties.map(({ key }) => key);
    assert.deepEqual(keys, ["total", "date", "Company"]);
  });

  test('writes lists as ["type"], "type[]" or [{...}]', () => {
    const { a, b, rows } = fieldsOf({ a: ["number"], b: "number[]", rows: [{ text: "string", amount: "number" }] });
    assert.deepEqual(a, b);
    assert.ok(rows?.kind === "list" && rows.items.kind === "object");
    assert.deepEqual(
      rows.items.properties.map(({ key }) => key),
      ["text", "amount"],
    );
  });

  test("nests objects", () => {
    const { vendor } = fieldsOf({ vendor: { name: "string", address: { city: "string" } } });
    assert.ok(vendor?.kind === "object");
    assert.deepEqual(
      vendor.properties.map(({ key, target }) => [key, target.kind]),
      [
        ["name", "scalar"],
        ["address", "object"],
      ],
    );
  });

  test("takes an inner object with a type and keywords as one field", () => {
    const { total, status, only, codes } = fieldsOf({
      total: { type: "number", description: "with VAT", minimum: 0 },
      status: { type: "string", title: "State", enum: ["open", "paid"] },
      only: { type: "string" },
      codes: { type: "string[]", description: "all of them", pattern: "^[A-Z]+$" },
    });
    assert.deepEqual(total, { kind: "scalar", type: "number", nullable: true, description: "with VAT" });
    assert.deepEqual(status, {
      kind: "scalar",
      type: "string",
      nullable: true,
      title: "State",
      enum: ["open", "paid"],
    });
    assert.deepEqual(only, { kind: "scalar", type: "string", nullable: true });
    assert.deepEqual(codes, {
      kind: "list",
      nullable: false,
      description: "all of them",
      items: { kind: "scalar", type: "string", nullable: false, pattern: "^[A-Z]+$" },
    });
  });

  test("takes an inner object as an object where a key beside `type` is a field", () => {
    const { car, item } = fieldsOf({
      car: { type: "string", vendor: "string" },
      item: { type: "string", description: "string" },
    });
    assert.ok(car?.kind === "object" && item?.kind === "object");
    assert.deepEqual(
      [car, item].map(({ properties }) => properties.map(({ key }) => key)),
      [
        ["type", "vendor"],
        ["type", "description"],
      ],
    );
  });

  test("may use `type` as the name of a field of the root", () => {
    assert.deepEqual(Object.keys(fieldsOf({ type: "string" })), ["type"]);
  });

  test("says where a type is unknown, and which are known", () => {
    assert.match(
      refusal({ vendor: { total: "strin" } }) ?? "",
      /^At \/vendor\/total: "strin" is no type\. Known types: string, number, .*bool; a list is written/,
    );
    assert.match(refusal({ "a/b": [{ x: 5 }] }) ?? "", /^At \/a~1b\/0\/x: 5 is no type/);
    assert.match(refusal({ a: null }) ?? "", /^At \/a: null is no type/);
    assert.match(refusal({ a: { type: "array", items: "string" } }) ?? "", /^At \/a\/type: "array" is no type/);
  });

  test("refuses a list of none or several types, and an object without fields", () => {
    assert.match(refusal({ a: [] }) ?? "", /^At \/a: A list is written with exactly one entry/);
    assert.match(refusal({ a: ["string", "number"] }) ?? "", /^At \/a: A list is written with exactly one entry/);
    assert.equal(refusal({}), "At the root: It names no field.");
    assert.equal(refusal({ a: {} }), "At /a: It names no field.");
  });
});
