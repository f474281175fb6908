import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { linearRegExp } from "./regExp.ts";

describe("a client's pattern", () => {
  test("matches in linear time where a backtracking engine takes exponential time", () => {
    const start = performance.now();
    assert.equal(linearRegExp("^(a|a)*$", "u").test(`${"a".repeat(20_000)}!`), false);
    assert.ok(performance.now() - start < 1000);
  });

  test("matches anywhere, as JSON Schema wants", () => {
    assert.equal(linearRegExp("b", "u").test("abc"), true);
    assert.equal(linearRegExp("^b$", "u").test("abc"), false);
  });

  test("is written as in JavaScript: classes, Unicode, named groups, escapes", () => {
    const matches: readonly [pattern: string, text: string][] = [
      ["^\\p{Lu}\\p{L}+$", "Übung"],
      ["^\\u00c4$", "Ä"],
      ["^\\u{1F600}$", "😀"],
      ["^.$", "😀"],
      ["^(?<year>\\d{4})\\-\\d\\d$", "2024-05"],
      ["^[\\w.+-]+@[\\w-]+\\.\\w+$", "a.b@c-d.de"],
    ];
    for (const [pattern, text] of matches) assert.equal(linearRegExp(pattern, "u").test(text), true, pattern);
  });

  test("is told apart from others by its text, since ajv keeps patterns by it", () => {
    assert.notEqual(String(linearRegExp("a", "u")), String(linearRegExp("b", "u")));
  });
});
