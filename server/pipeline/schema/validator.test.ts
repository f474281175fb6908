import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { readSchemaDocument } from "./schemaDocument.ts";
import { validatorFor } from "./validator.ts";

const text = { dialect: "2020-12", source: '{"type": "object", "properties": {"total": {"type": "number"}}}' } as const;

/** Whether the schema had to be compiled for this owner. */
function compilesFor(owner: string): boolean {
  let read = false;
  validatorFor({ owner, ...text }, () => {
    read = true;
    return readSchemaDocument(JSON.parse(text.source), text.dialect);
  });
  return read;
}

describe("a compiled schema", () => {
  test("is kept for the key that sent it, and for no other", () => {
    assert.deepEqual(["key_a", "key_a", "key_b", "key_a"].map(compilesFor), [true, false, true, false]);
  });

  test("is told apart from one that reads the same text in another dialect", () => {
    const source = '{"properties": {"at": {"type": "string", "format": "date-time"}}}';
    const answer = { at: "2024-05-01T10:30:00" };
    const validities = (["shorthand", "2020-12"] as const).map((dialect) =>
      validatorFor({ owner: "key_c", dialect, source }, () => readSchemaDocument(JSON.parse(source), "2020-12"))(
        answer,
      ),
    );
    assert.deepEqual(validities, [true, false]);
  });

  test("gives way to newer ones once a hundred are kept, the longest unused first", () => {
    const owners = Array.from({ length: 100 }, (_, i) => `key_${i}`);
    for (const owner of owners) compilesFor(owner);
    assert.equal(compilesFor("key_0"), false);
    assert.equal(compilesFor("key_100"), true);
    assert.equal(compilesFor("key_0"), false, "used a moment ago");
    assert.equal(compilesFor("key_1"), true, "longest unused");
  });
});
