import assert from "node:assert/strict";
import { test } from "node:test";
import { decimalMarkOf, parseNumber } from "./number.ts";

const forms: readonly (readonly [string, number])[] = [
  ["1.234,56", 1234.56],
  ["1,234.56", 1234.56],
  ["1 234,56", 1234.56],
  ["1'234.56", 1234.56],
  ["1’234.56", 1234.56],
  ["1,23,456", 123456],
  ["12,34,567.89", 1234567.89],
  ["1.234.567", 1234567],
  ["12,5", 12.5],
  ["0.125", 0.125],
  ["(12.00)", -12],
  ["12.00-", -12],
  ["-12.00", -12],
  ["−1.234,56", -1234.56],
  ["100,-", 100],
  ["$9,782.00", 9782],
  ["€ 12,00", 12],
  ["12,00€", 12],
  ["USD45", 45],
  ["RM9.30", 9.3],
  ["19%", 19],
  ["1O.50", 10.5],
];

for (const [printed, value] of forms) {
  test(`"${printed}" is ${value}`, () => {
    assert.equal(parseNumber(printed)?.value, value);
  });
}

for (const printed of ["12.345.6789", "2026-05-31", "12:30", "A4", "1,2,3", "", "12 34", "1234567890123456789"]) {
  test(`"${printed}" is no number`, () => {
    assert.equal(parseNumber(printed), null);
  });
}

test("a percent sign, a currency and a repaired digit are told", () => {
  assert.equal(parseNumber("19 %")?.percent, true);
  assert.equal(parseNumber("19,00 €")?.currency, true);
  assert.equal(parseNumber("19,00")?.currency, false);
  assert.equal(parseNumber("1O.50")?.quality, 0.7);
});

test("three digits after a lone mark are thousands, unless the document's decimals use that mark", () => {
  assert.equal(parseNumber("1.903")?.value, 1903);
  assert.equal(parseNumber("1.903", ",")?.value, 1903);
  assert.equal(parseNumber("1.903", ".")?.value, 1.903);
});

test("the decimal mark of a document is the one of its unmistakable numbers", () => {
  assert.equal(decimalMarkOf(["1.234,56", "12,00", "3.99"]), ",");
  assert.equal(decimalMarkOf(["$9,782.00"]), ".");
  assert.equal(decimalMarkOf(["1.234", "Total"]), null);
});
