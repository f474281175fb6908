import assert from "node:assert/strict";
import { it } from "node:test";
import { formatTable } from "./table.ts";

it("a table lines up its columns and ends no line in blanks", () => {
  const rows = [
    ["ID", "NAME", "CREDITS"],
    ["key_1", "Lab", "5"],
    ["key_22", "A", ""],
  ];
  assert.equal(formatTable(rows), "ID      NAME  CREDITS\nkey_1   Lab   5\nkey_22  A");
});
