import assert from "node:assert/strict";
import { describe, it } from "node:test";
import express from "express";
import { pino } from "pino";
import request from "supertest";
import { errorHandler } from "./errors.ts";
import { requestId } from "./requestId.ts";

/** The log's one entry about a request whose handler throws `thrown`, and all of the log's text. */
async function logOf(thrown: unknown) {
  const lines: string[] = [];
  const log = pino({}, { write: (line) => lines.push(line) });
  const app = express().use(
    requestId,
    () => {
      throw thrown;
    },
    errorHandler(log),
  );
  await request(app).get("/").expect(500);
  const text = lines.join("");
  return { entry: JSON.parse(text), text };
}

describe("the log of an error that nobody foresaw", () => {
  it("names its kind and where it was thrown", async () => {
    const { entry } = await logOf(new RangeError("too long"));
    assert.equal(entry.error, "RangeError");
    assert.match(entry.at[0], /^at .*errors\.test\.ts:\d+:\d+\)?$/);
    assert.ok(entry.at.length <= 10);
  });

  it("holds nothing of its message, though lines of it look like a stack's", async () => {
    const { entry, text } = await logOf(new Error("read:\n  at Jane Doe\n    at Jane Doe (letter.pdf:1:1)"));
    assert.ok(entry.at.length > 0);
    assert.ok(!text.includes("Jane Doe"));
  });

  it("holds no stack where the message was changed after the stack was taken", async () => {
    const error = new Error("read:\n    at Jane Doe (letter.pdf:1:1)");
    assert.ok(error.stack?.includes("Jane Doe"));
    error.message = "rewritten";
    const { entry, text } = await logOf(error);
    assert.deepEqual(entry.at, []);
    assert.ok(!text.includes("Jane Doe"));
  });

  it("holds a name only if it is a word, and the type alone of what is no error", async () => {
    const named = new Error("");
    named.name = "Jane Doe, 12 Main Street";
    assert.equal((await logOf(named)).entry.error, "Error");
    assert.equal((await logOf("Jane Doe")).entry.error, "string");
  });
});
