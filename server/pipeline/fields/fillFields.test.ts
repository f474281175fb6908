import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Found } from "../document.ts";
import { Chain } from "../fallback.ts";
import type { FieldSpec } from "../target.ts";
import type { FieldEngine } from "./fieldEngine.ts";
import { fillFields } from "./fillFields.ts";

const field = (pointer: string): FieldSpec => ({
  pointer,
  path: [pointer.slice(1)],
  required: true,
  within: [],
  target: { kind: "scalar", type: "string", nullable: true },
});
const fields = [field("/a"), field("/b")];
const document = { pages: [], attachments: [], formFields: [] };
const options = { share: "key", deadlineMs: 1_000, signal: new AbortController().signal };

const found = (engine: string, pointer: string, value: string | null, probability: number): Found => ({
  pointer,
  value,
  probability,
  engine,
  proof: [],
});

/** An engine with fixed answers, which notes what it was asked for. */
function engine(name: string, answers: readonly Found[]): FieldEngine & { readonly asked: string[][] } {
  const asked: string[][] = [];
  const find: FieldEngine["find"] = async (open) => {
    asked.push(open.map(({ pointer }) => pointer));
    return { found: answers };
  };
  return { name, asked, find };
}

describe("the chain of field engines", () => {
  it("asks the next engine only for what is still open, and not at all where nothing is", async () => {
    const first = engine("first", [found("first", "/a", "A", 0.95), found("first", "/b", "B", 0.4)]);
    const second = engine("second", [found("second", "/b", "BB", 0.93)]);
    const third = engine("third", []);
    const result = await fillFields(fields, document, new Chain<FieldEngine>([first, second, third]), options);
    assert.deepEqual(second.asked, [["/b"]]);
    assert.deepEqual(third.asked, []);
    assert.deepEqual(
      result.map(({ value }) => value),
      ["A", "BB"],
    );
  });

  it("keeps the surer value, and any value rather than none", async () => {
    const first = engine("first", [found("first", "/a", "A", 0.6), found("first", "/b", null, 0.8)]);
    const second = engine("second", [found("second", "/a", "AA", 0.5), found("second", "/b", "BB", 0.3)]);
    const result = await fillFields(fields, document, new Chain<FieldEngine>([first, second]), options);
    assert.deepEqual(
      result.map(({ value }) => value),
      ["A", "BB"],
    );
  });

  it("fails where every engine failed", async () => {
    const broken: FieldEngine = { name: "broken", find: () => Promise.reject(new Error("broken")) };
    await assert.rejects(fillFields(fields, document, new Chain([broken]), options), { code: "extraction_failed" });
  });

  it("has nothing to do for a schema without fields", async () => {
    assert.deepEqual(await fillFields([], document, new Chain<FieldEngine>([]), options), []);
  });
});
