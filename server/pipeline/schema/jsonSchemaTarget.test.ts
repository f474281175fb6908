import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Target } from "../target.ts";
import { compileSchema } from "./compileSchema.ts";

function compile(schema: unknown) {
  return compileSchema({ text: JSON.stringify(schema), owner: "key_1" });
}

/** The target of one property of an object schema. */
function targetOf(property: unknown, around: object = {}): Target | undefined {
  const schema = compile({ type: "object", properties: { other: { type: "string" }, field: property }, ...around });
  return schema.root.properties.find(({ key }) => key === "field")?.target;
}

const text = { kind: "scalar", type: "string", nullable: false };

describe("a JSON Schema", () => {
  test("keeps title, description, enum, const, pattern, format, examples and what is required", () => {
    const words = { title: "No.", description: "as printed", pattern: "^INV", format: "x-no", examples: ["INV-1"] };
    const { root } = compile({
      type: "object",
      description: "an invoice",
      properties: {
        number: { type: "string", ...words },
        kind: { const: "invoice" },
        unit: { enum: ["kg", "t", null] },
      },
      required: ["number"],
    });
    assert.deepEqual(root, {
      kind: "object",
      description: "an invoice",
      nullable: false,
      properties: [
        { key: "number", required: true, target: { ...text, ...words } },
        { key: "kind", required: false, target: { ...text, const: "invoice" } },
        { key: "unit", required: false, target: { ...text, nullable: true, enum: ["kg", "t"] } },
      ],
    });
  });

  test("says null is allowed in each of the ways that people write it", () => {
    const ways = [
      { type: ["string", "null"] },
      { type: "string", nullable: true },
      { anyOf: [{ type: "string" }, { type: "null" }] },
      { oneOf: [{ type: "null" }, { type: "string" }] },
      { $ref: "#/$defs/maybe" },
    ];
    for (const way of ways) {
      const target = targetOf(way, { $defs: { maybe: { type: ["string", "null"] } } });
      assert.deepEqual(target, { ...text, nullable: true }, JSON.stringify(way));
    }
  });

  test("knows the type from format, literals or keywords where none is stated", () => {
    const types = [
      [{ type: "string", format: "date" }, "date"],
      [{ type: ["null", "string"], format: "date-time" }, "datetime"],
      [{ enum: [1, 2] }, "number"],
      [{ const: true }, "boolean"],
      [{ type: ["integer", "number"] }, "number"],
      [{ description: "anything" }, "string"],
    ] as const;
    for (const [schema, type] of types) {
      const target = targetOf(schema);
      assert.ok(target?.kind === "scalar");
      assert.equal(target.type, type);
    }
    assert.equal(targetOf({ items: { type: "string" } })?.kind, "list");
    assert.equal(targetOf({ properties: { a: {} } })?.kind, "object");
  });

  test("reads lists of values, of rows and tuples", () => {
    assert.deepEqual(targetOf({ type: "array", items: { type: "number" } }), {
      kind: "list",
      nullable: false,
      items: { kind: "scalar", type: "number", nullable: false },
    });
    const tuple = targetOf({ type: "array", prefixItems: [{ type: "integer" }, { type: "string" }], items: false });
    const tupleOfDraft07 = targetOf(
      { type: "array", items: [{ type: "integer" }, { type: "string" }], additionalItems: false },
      { $schema: "http://json-schema.org/draft-07/schema#" },
    );
    assert.deepEqual(tuple, { kind: "list", nullable: false, items: { ...text, type: "integer" } });
    assert.deepEqual(tupleOfDraft07, tuple);
    assert.deepEqual(targetOf({ type: "array" }), {
      kind: "list",
      nullable: false,
      items: { ...text, nullable: true },
    });
  });

  test("merges allOf: properties are joined, types and enums intersected, the nearest words win", () => {
    const { root } = compile({
      allOf: [{ $ref: "#/$defs/base" }, { properties: { a: { enum: ["x", "y"] } }, required: ["a"] }],
      properties: { b: { type: "number", title: "B" } },
      $defs: {
        base: {
          type: "object",
          properties: { a: { enum: ["y", "z"], title: "A" }, b: { type: "integer", title: "b" } },
        },
      },
    });
    assert.deepEqual(root.properties, [
      { key: "b", required: false, target: { kind: "scalar", title: "B", nullable: false, type: "integer" } },
      { key: "a", required: true, target: { ...text, title: "A", enum: ["y"] } },
    ]);
  });

  test("follows references by pointer, $anchor and $id, inside the text only", () => {
    const around = {
      $id: "https://example.com/schemas/invoice.json",
      definitions: { "a/b": { type: "integer" } },
      $defs: {
        money: { $anchor: "money", type: "number" },
        named: { $id: "date.json", type: "string", format: "date" },
      },
      components: { schemas: { flag: { type: "boolean" } } },
    };
    const references = {
      "#/definitions/a~1b": "integer",
      "#money": "number",
      "date.json": "date",
      "https://example.com/schemas/date.json": "date",
      "https://example.com/schemas/invoice.json#/$defs/money": "number",
      "#/components/schemas/flag": "boolean",
    };
    for (const [$ref, type] of Object.entries(references)) {
      const target = targetOf({ $ref }, around);
      assert.equal(target?.kind === "scalar" && target.type, type, $ref);
    }
  });

  test("lets words beside a $ref come before those it leads to", () => {
    const target = targetOf({ $ref: "#/$defs/x", title: "near" }, { $defs: { x: { type: "string", title: "far" } } });
    assert.deepEqual(target, { ...text, title: "near" });
  });

  test("looks for the first branch that is neither null nor a literal", () => {
    const branches = [{ type: "null" }, { const: "n/a" }, { type: "number" }, { type: "string" }];
    assert.deepEqual(targetOf({ oneOf: branches }), { kind: "scalar", type: "number", nullable: true });
  });

  test("reads branches that are all literals as one enum", () => {
    const branches = [{ const: "open", title: "not paid" }, { const: "paid" }, { enum: ["void"] }, { type: "null" }];
    assert.deepEqual(targetOf({ title: "State", anyOf: branches }), {
      ...text,
      title: "State",
      nullable: true,
      enum: ["open", "paid", "void"],
    });
  });

  test("neither fills in nor requires what only one of several branches says", () => {
    const kinds = ["invoice", "receipt"].map((kind) => ({
      type: "object",
      properties: { kind: { const: kind }, [kind]: { type: "string" } },
      required: ["kind"],
    }));
    const target = targetOf({ oneOf: kinds });
    assert.ok(target?.kind === "object");
    assert.deepEqual(target.properties, [
      { key: "kind", required: false, target: { ...text, enum: ["invoice"] } },
      { key: "invoice", required: false, target: text },
    ]);
  });

  test("unfolds a schema that contains itself four times and leaves out the rest", () => {
    const { root } = compile({
      type: "object",
      properties: { name: { type: "string" }, parts: { type: "array", items: { $ref: "#" } } },
    });
    let levels = 1;
    let level = root;
    for (;;) {
      const parts = level.properties.find(({ key }) => key === "parts")?.target;
      if (parts?.kind !== "list" || parts.items.kind !== "object") break;
      level = parts.items;
      levels += 1;
    }
    assert.equal(levels, 4);
    assert.deepEqual(
      level.properties.map(({ key }) => key),
      ["name"],
    );
  });

  test("leaves out a property that no value can satisfy", () => {
    const { root } = compile({
      type: "object",
      properties: { a: { type: "string" }, b: false, c: { allOf: [{ type: "string" }, { type: "number" }] } },
    });
    assert.deepEqual(
      root.properties.map(({ key }) => key),
      ["a"],
    );
  });
});
