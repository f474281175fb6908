import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScalarTarget, TargetSchema } from "../target.ts";
import { fieldSpecs } from "./specs.ts";

const text: ScalarTarget = { kind: "scalar", type: "string", nullable: true };

function schemaOf(properties: TargetSchema["root"]["properties"]): TargetSchema {
  return { dialect: "shorthand", source: "", root: { kind: "object", nullable: false, properties } };
}

test("leaves are scalars and whole lists, with the objects around them", () => {
  const specs = fieldSpecs(
    schemaOf([
      { key: "items", required: true, target: { kind: "list", nullable: false, items: text } },
      {
        key: "vendor",
        required: true,
        target: {
          kind: "object",
          nullable: false,
          title: "Seller",
          properties: [{ key: "name", required: false, target: text }],
        },
      },
    ]),
  );
  assert.deepEqual(
    specs.map(({ pointer, path, required, within }) => ({ pointer, path, required, within })),
    [
      { pointer: "/items", path: ["items"], required: true, within: [] },
      {
        pointer: "/vendor/name",
        path: ["vendor", "name"],
        required: false,
        within: [{ key: "vendor", title: "Seller" }],
      },
    ],
  );
});

test("a key with a slash or a tilde is escaped in the pointer and plain in the path", () => {
  const [spec] = fieldSpecs(schemaOf([{ key: "a/b~c", required: true, target: text }]));
  assert.equal(spec?.pointer, "/a~1b~0c");
  assert.deepEqual(spec?.path, ["a/b~c"]);
});

test("a const is no field to look for", () => {
  assert.deepEqual(fieldSpecs(schemaOf([{ key: "kind", required: true, target: { ...text, const: "invoice" } }])), []);
});
