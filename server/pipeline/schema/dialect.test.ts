import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { compileSchema } from "./compileSchema.ts";
import { dialectOf } from "./dialect.ts";

describe("which language a schema is written in", () => {
  test("is JSON Schema 2020-12 where the root says object, $ref, allOf or a properties object", () => {
    const roots = [
      { type: "object" },
      { type: ["object", "null"] },
      { $ref: "#/$defs/a" },
      { allOf: [] },
      { properties: {} },
      { $schema: "https://json-schema.org/draft/2020-12/schema" },
    ];
    for (const root of roots) assert.equal(dialectOf(root), "2020-12", JSON.stringify(root));
  });

  test("is draft-07 where $schema says so, with and without its # and over http and https", () => {
    for (const $schema of ["http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft-07/schema"]) {
      assert.equal(dialectOf({ $schema }), "draft-07");
    }
  });

  test("is shorthand otherwise, also with fields named as keywords are", () => {
    const roots = [
      { type: "string" },
      { properties: "string" },
      { $schema: ["string"] },
      { anyOf: ["string"] },
      { title: "string" },
    ];
    for (const root of roots) assert.equal(dialectOf(root), "shorthand", JSON.stringify(root));
  });

  test("is refused where $schema names another", () => {
    assert.throws(() => dialectOf({ $schema: "http://json-schema.org/draft-04/schema#" }), {
      code: "invalid_schema",
      detail:
        /^At \/\$schema: "http:\/\/json-schema\.org\/draft-04\/schema#" is not supported\. Use .*2020-12.* or .*draft-07/,
    });
  });

  test("goes with the compiled schema, whose source is always JSON Schema", () => {
    const { dialect, source } = compileSchema({ text: '{"total": "number"}', owner: "key_1" });
    assert.equal(dialect, "shorthand");
    assert.deepEqual(JSON.parse(source), {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      type: "object",
      properties: { total: { type: ["number", "null"] } },
      required: ["total"],
    });
  });
});
