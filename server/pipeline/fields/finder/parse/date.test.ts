import assert from "node:assert/strict";
import { test } from "node:test";
import { parseDate, parseTime } from "./date.ts";
import { isDayFirst } from "./dateOrder.ts";

const forms: readonly (readonly [string, string])[] = [
  ["2026-05-31", "2026-05-31"],
  ["2026/5/31", "2026-05-31"],
  ["31.05.2026", "2026-05-31"],
  ["31/05/26", "2026-05-31"],
  ["31-05-2026", "2026-05-31"],
  ["31 May 2026", "2026-05-31"],
  ["31-May-26", "2026-05-31"],
  ["May 31, 2026", "2026-05-31"],
  ["May 31st, 2026", "2026-05-31"],
  ["22nd day of June, 2016", "2016-06-22"],
  ["31. Mai 2026", "2026-05-31"],
  ["1. März 2026", "2026-03-01"],
  ["1er août 2026", "2026-08-01"],
  ["31 de mayo de 2026", "2026-05-31"],
  ["3 settembre 2026", "2026-09-03"],
  ["3 de setembro de 2026", "2026-09-03"],
  ["3 mei 2026", "2026-05-03"],
  ["3 października 2026", "2026-10-03"],
  ["2026年5月31日", "2026-05-31"],
  ["20260531", "2026-05-31"],
];

for (const [printed, iso] of forms) {
  test(`"${printed}" is ${iso}`, () => {
    assert.equal(parseDate(printed, true)?.iso, iso);
  });
}

for (const printed of ["31.02.2026", "2026-13-01", "May", "12.50", "1.2.3.4", "99/99/2026", "Total 31"]) {
  test(`"${printed}" is no date`, () => {
    assert.equal(parseDate(printed, true), null);
  });
}

test("day and month swap only where both can be months", () => {
  assert.deepEqual(
    [parseDate("05/06/2026", true), parseDate("05/06/2026", false)].map((date) => [date?.iso, date?.ambiguous]),
    [
      ["2026-06-05", true],
      ["2026-05-06", true],
    ],
  );
  assert.deepEqual(
    [parseDate("25/06/2026", false)?.iso, parseDate("25/06/2026", false)?.ambiguous],
    ["2026-06-25", false],
  );
});

test("the document's own dates settle the order, then the customs of its country", () => {
  assert.equal(isDayFirst(["Due 04/25/2026", "£ 12.00"]), false);
  assert.equal(isDayFirst(["Due 25/04/2026", "$ 12.00"]), true);
  assert.equal(isDayFirst(["05/06/2026", "Total £ 12.00"]), true);
  assert.equal(isDayFirst(["05/06/2026", "Austin, TX 78701"]), false);
});

test("times are given with seconds, on 24 hours", () => {
  assert.equal(parseTime("9:05 PM")?.iso, "21:05:00");
  assert.equal(parseTime("12:00 am")?.iso, "00:00:00");
  assert.equal(parseTime("18:30:15")?.iso, "18:30:15");
  assert.equal(parseTime("25:00"), null);
});
