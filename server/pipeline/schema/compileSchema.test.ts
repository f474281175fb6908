import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compileSchema } from "./compileSchema.ts";

const owner = "key_1";

function refuses(text: string, detail: RegExp): void {
  assert.throws(() => compileSchema({ text, owner }), { name: "Failure", code: "invalid_schema", detail });
}

/** A JSON Schema of one ordinary field and one of the test's own. */
function withField(field: object, around: object = {}): string {
  return JSON.stringify({ type: "object", properties: { a: { type: "string" }, x: field }, ...around });
}

describe("a schema is refused, saying what is wrong and where,", () => {
  test("where it is no JSON object", () => {
    refuses("", /^It is not JSON/);
    refuses('{"a": ', /^It is not JSON/);
    for (const text of ["[1]", "5", "null", '"string"']) refuses(text, /^It must be a JSON object\.$/);
  });

  test("where it is larger than 64 KB, in bytes and not in letters", () => {
    refuses(
      JSON.stringify({ a: { type: "string", description: "ü".repeat(33_000) } }),
      /^It is larger than 65536 bytes/,
    );
  });

  test("where it breaks its meta-schema", () => {
    refuses(withField({ type: "strang" }), /^At \/properties\/x\/type: must be equal to one of .*\(array, .*string\)/);
    refuses(withField({ format: 5 }), /^At \/properties\/x\/format: must be string/);
    refuses(withField({ multipleOf: 0 }), /^At \/properties\/x\/multipleOf: must be > 0/);
    refuses(withField({ minimum: { $data: "1/a" } }), /^At \/properties\/x\/minimum: must be number/);
    refuses('{"type": "object", "properties": 5}', /^At \/properties: must be object/);
    refuses('{"type": "object", "properties": {"a": null}}', /^At \/properties\/a: must be object or boolean/);
    refuses(withField({ $ref: "#/x" }, { x: { type: 5 } }), /^At \/x\/type: must be/);
  });

  test("where it describes no object, or one without fields", () => {
    refuses('{"$ref": "#/$defs/a", "$defs": {"a": {"type": "array"}}}', /^At the root: It must describe an object/);
    refuses('{"type": "object"}', /^At the root: It names no field/);
  });

  test("where no answer can satisfy it, not even with nothing found", () => {
    refuses(withField({}, { not: {} }), /^No answer can satisfy it/);
    refuses(withField({ const: "invoice", maxLength: 3 }), /^No answer can satisfy it: \/x must NOT have more than 3/);
    refuses('{"allOf": [{"type": "object"}, {"type": "string"}]}', /^At the root: No answer can satisfy it/);
  });

  test("where a reference leaves the text or leads nowhere", () => {
    refuses(
      withField({ $ref: "https://example.com/x.json" }),
      /^At \/properties\/x\/\$ref: "https:\/\/example\.com\/x\.json" is not a part/,
    );
    refuses(withField({ $ref: "file:///etc/passwd" }), /is not a part of this schema/);
    refuses(withField({ $ref: "#missing" }), /is not a part of this schema/);
    refuses(withField({ $ref: "#/$defs/missing" }), /^At \/\$defs\/missing: A \$ref leads here, but nothing is here/);
    refuses(withField({ $ref: "#/properties/toString" }), /nothing is here/);
    refuses(withField({ $dynamicRef: "#x" }), /^At \/properties\/x: \$dynamicRef is not supported/);
  });

  test("where two schemas have one name", () => {
    refuses(withField({ $id: "one" }, { $defs: { b: { $id: "one" } } }), /It has the name of \/properties\/x/);
    refuses(withField({ $anchor: "one" }, { $defs: { b: { $anchor: "one" } } }), /It has the name of \/properties\/x/);
  });

  test("where a pattern needs look-around or back-references, or is none", () => {
    const unsupported = ["(?=a)", "(?!a)", "(?<=a)b", "(?<!a)b", "(a)\\1", "(?<n>a)\\k<n>"];
    for (const pattern of unsupported) {
      refuses(
        withField({ pattern }),
        /^At \/properties\/x\/pattern: Look-around and back-references are not supported/,
      );
    }
    refuses(withField({ patternProperties: { "(?=a)": {} } }), /^At \/properties\/x\/patternProperties: Look-around/);
    refuses(
      withField({ propertyNames: { pattern: "[" } }),
      /^At \/properties\/x\/propertyNames\/pattern: The pattern can not be used/,
    );
  });
});

describe("the words of a refusal", () => {
  const long = "x".repeat(30_000);

  test("stay short however long the text they speak of", () => {
    const schemas: readonly (readonly [around: object, detail: RegExp])[] = [
      [{ properties: { [long]: 5 } }, /^At \/properties\/x{188}…: must be object or boolean/],
      [{ properties: { a: { $ref: long } } }, /"x{200}…" is not a part/],
      [{ $schema: long }, /^At \/\$schema: "x{200}…" is not supported/],
      [{ properties: { [long]: { const: 1, minimum: 2 } } }, /^No answer can satisfy it: \/x{199}… must be >= 2/],
      [
        { properties: { a: { const: "b", pattern: "x".repeat(2_000) } } },
        /^No answer can satisfy it: \/a must match pattern "x+…\.$/,
      ],
    ];
    for (const [around, detail] of schemas) {
      const text = JSON.stringify({ type: "object", ...around });
      refuses(text, detail);
      refuses(text, /^.{1,600}$/s);
    }
    refuses(JSON.stringify({ [long]: "strin" }), /^At \/x{199}…: "strin" is no type/);
    refuses(JSON.stringify({ a: long }), /^At \/a: "x{200}…" is no type/);
    refuses(`{"a": ${long}`, /^It is not JSON.{1,200}$/s);
  });
});

describe("a hostile schema is refused before it costs much:", () => {
  test("deep nesting", () => {
    const deep = /^It nests more than 100 levels deep/;
    refuses(`${'{"a":'.repeat(10_000)}"string"${"}".repeat(10_000)}`, deep);
    refuses(`{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`, deep);
    refuses(`${'{"allOf":['.repeat(3_000)}{"type":"object"}${"]}".repeat(3_000)}`, deep);
  });

  test("more than 16 levels of objects and lists", () => {
    const levels = (count: number) => `${'{"a":'.repeat(count)}"string"${"}".repeat(count)}`;
    assert.ok(compileSchema({ text: levels(16), owner }));
    refuses(levels(17), /^It nests more than 16 objects and lists/);
  });

  test("more than 500 fields, counted after references are followed", () => {
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, "number"]));
    assert.ok(compileSchema({ text: JSON.stringify(fields(500)), owner }));
    refuses(JSON.stringify(fields(501)), /^It has more than 500 fields/);
    const ten = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`n${i}`, { $ref: "#/$defs/hundred" }]));
    const hundred = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`f${i}`, {}]));
    refuses(
      withField({ properties: ten }, { $defs: { hundred: { properties: hundred } } }),
      /^It has more than 500 fields/,
    );
  });

  test("too many schemas side by side, and too long arrays", () => {
    refuses(withField({ allOf: Array(3_000).fill({}) }), /^It holds more than 2000 schemas/);
    refuses(
      withField({ enum: Array.from({ length: 10_001 }, (_, i) => i) }),
      /^An array holds more than 10000 entries/,
    );
  });

  test("references that double at each step, wherever they stand", () => {
    const doubling = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [`d${i}`, { allOf: Array(2).fill({ $ref: `#/$defs/d${i + 1}` }) }]),
    );
    const $defs = { ...doubling, d40: { type: "string" } };
    const tooLarge = /^It grows too large when its references are followed/;
    refuses(withField({ $ref: "#/$defs/d0" }, { $defs }), tooLarge);
    refuses(withField({ const: { a: 1 }, additionalProperties: { $ref: "#/$defs/d0" } }, { $defs }), tooLarge);
    refuses(withField({ not: { $ref: "#/$defs/d0" } }, { $defs }), tooLarge);
    refuses(withField({ type: "object", additionalProperties: { $ref: "#/$defs/d0" } }, { $defs }), tooLarge);
  });

  test("a long enum that is referred to often", () => {
    const values = Array.from({ length: 4_000 }, (_, i) => `v${i}`);
    const properties = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`f${i}`, { $ref: "#/$defs/e" }]));
    refuses(JSON.stringify({ type: "object", properties, $defs: { e: { enum: values } } }), /^It grows too large/);
  });

  test("a reference that leads back to itself for the same value", () => {
    refuses('{"$ref": "#"}', /^At the root: It refers back to itself/);
    refuses(withField({ $ref: "#/properties/x" }), /^At \/properties\/x: It refers back to itself/);
    refuses(withField({ not: { $ref: "#/properties/x" } }), /refers back to itself/);
  });

  test("a long chain of references", () => {
    const chain = Object.fromEntries(Array.from({ length: 1_000 }, (_, i) => [`d${i}`, { $ref: `#/$defs/d${i + 1}` }]));
    refuses(
      withField({ $ref: "#/$defs/d0" }, { $defs: { ...chain, d1000: {} } }),
      /chain of references from here is too long/,
    );
  });

  test("patterns that are large, many, or grow by counted repetition", () => {
    const large = /^At \/properties\/x\/pattern(Properties)?: The patterns are too many or too large/;
    refuses(withField({ pattern: "a?".repeat(20_000) }), large);
    refuses(withField({ pattern: `(${"a?".repeat(40)}){1000}` }), large);
    refuses(withField({ pattern: "(a{1000}){1000}" }), /The pattern can not be used/);
    refuses(withField({ pattern: "a{1000}{1000}" }), /The pattern can not be used/);
    const many = (count: number, end: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`^a${i}${end}`, {}]));
    refuses(withField({ patternProperties: many(1_000, "b".repeat(50)) }), large); // 61 KB
    assert.ok(compileSchema({ text: withField({ patternProperties: many(200, "") }), owner }));
    refuses(withField({ patternProperties: many(201, "") }), large);
  });

  test("a pattern that would take seconds to compile", () => {
    const start = performance.now();
    refuses(withField({ pattern: `(${"a?".repeat(1_000)}){1000}` }), /The patterns are too many or too large/);
    assert.ok(performance.now() - start < 1_000);
  });
});

describe("a schema is accepted", () => {
  test("with a byte order mark before it", () => {
    assert.equal(compileSchema({ text: '\uFEFF{"a": "string"}', owner }).dialect, "shorthand");
  });

  test("with a pattern that would take a backtracking engine for ever", () => {
    assert.ok(compileSchema({ text: withField({ type: "string", pattern: "^(a|a)*$" }), owner }));
  });

  test("with patterns of the usual size, many of them", () => {
    const ibans = Array.from({ length: 20 }, (_, i) => `^[A-Z]{2}\\d{2}[A-Z0-9]{11,${30 - i}}$`);
    assert.ok(compileSchema({ text: withField({ anyOf: ibans.map((pattern) => ({ pattern })) }), owner }));
  });

  test("with limits that no value reaches", () => {
    assert.ok(compileSchema({ text: withField({ type: "string", minLength: 1e308 }), owner }));
  });

  test("with the name of a meta-schema, of another request's schema, or words that ajv takes as orders", () => {
    const named = (type: string) =>
      withField({ $ref: "named" }, { $defs: { n: { $id: "named", type } }, $async: true });
    const types = ["string", "number"].map(
      (type) => compileSchema({ text: named(type), owner }).root.properties[1]?.target,
    );
    assert.deepEqual(
      types.map((target) => target?.kind === "scalar" && target.type),
      ["string", "number"],
    );
    const $id = "https://json-schema.org/draft/2020-12/schema";
    assert.ok(compileSchema({ text: withField({ type: "string" }, { $id }), owner }));
  });
});
