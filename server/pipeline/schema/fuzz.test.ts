// Mutated schemas: whatever comes in, a target or a refusal comes out, and the target's empty answer is valid.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Failure } from "../../errors.ts";
import type { Json } from "../document.ts";
import { compileSchema } from "./compileSchema.ts";
import { isArray, isObject } from "./json.ts";
import { validateAnswer } from "./validateAnswer.ts";

const seed = 20260531;
const rounds = 400;

const seeds: readonly Json[] = [
  {
    invoiceNumber: "string",
    vendor: { name: "string", type: "string" },
    rows: [{ text: "string", amount: { type: "number" } }],
  },
  {
    type: "object",
    properties: {
      a: { type: ["string", "null"], pattern: "^a{1,9}$" },
      b: { $ref: "#/$defs/node" },
      c: { enum: ["x", 1, null] },
    },
    required: ["a"],
    $defs: { node: { type: "object", properties: { next: { $ref: "#/$defs/node" }, value: { const: 1 } } } },
    if: { properties: { a: { const: "a" } } },
    // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema
    then: { required: ["c"] },
  },
  {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "https://example.com/root.json",
    allOf: [{ type: "object", properties: { t: { items: [{ type: "number" }, true], additionalItems: false } } }],
    properties: {
      d: { oneOf: [{ type: "null" }, { type: "string", format: "date" }] },
      e: { not: { type: "number" } },
    },
    dependencies: { d: ["e"], e: { minProperties: 2 } },
    definitions: { x: { $id: "#x", type: "array", contains: { multipleOf: 2 } } },
  },
];

const odd: readonly Json[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1e308,
    "",
    "string",
    "number[]",
    "object",
    "#",
    "#/$defs/node",
    "#x",
    "\0",
    "(",
    "a{1000}",
  ],
  ...[
    [],
    {},
    [null],
    ["object", "null"],
    { type: "object" },
    { $ref: "#" },
    { anyOf: [{}, false] },
    { required: ["a"] },
  ],
];

const keys = [
  ...["type", "properties", "items", "$ref", "$id", "$anchor", "allOf", "anyOf", "oneOf", "not", "if", "enum", "const"],
  ...["pattern", "required", "__proto__", "constructor", "patternProperties", "propertyNames", "additionalProperties"],
  ...[
    "prefixItems",
    "$schema",
    "$async",
    "format",
    "nullable",
    "dependentSchemas",
    "unevaluatedProperties",
    "minLength",
  ],
];

/** Numbers of 0..1, the same for the same seed (mulberry32). */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function mutated(json: Json, random: () => number): Json {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const chance = random();
  if (chance < 0.04) return pick(odd) ?? null;
  if (isArray(json)) return json.map((entry) => mutated(entry, random));
  if (!isObject(json)) return json;
  const entries = Object.entries(json).map(([key, value]): [string, Json] => [
    random() < 0.03 ? (pick(keys) ?? key) : key,
    mutated(value, random),
  ]);
  const added: [string, Json][] = chance < 0.2 ? [[pick(keys) ?? "a", pick([...odd, ...seeds]) ?? null]] : [];
  return Object.fromEntries([...entries, ...added]);
}

test(`${rounds} mutated schemas give a target or a refusal, and nothing else`, () => {
  const random = randomFrom(seed);
  let accepted = 0;
  for (let round = 0; round < rounds; round++) {
    const text = JSON.stringify(mutated(seeds[round % seeds.length] ?? null, random));
    try {
      const schema = compileSchema({ text, owner: "fuzz" });
      assert.deepEqual(validateAnswer(schema, "fuzz", {}), [], text);
      accepted += 1;
    } catch (error) {
      assert.ok(error instanceof Failure && error.code === "invalid_schema" && error.detail, `${text}\n${error}`);
      assert.ok(error.detail.length < 1000, text);
    }
  }
  assert.ok(accepted > rounds / 10 && accepted < rounds, `${accepted} accepted`);
});
