import assert from "node:assert/strict";
import { test } from "node:test";
import { askew, printedPage } from "./printedPage.fixture.ts";
import { slopeOf } from "./skew.ts";

const page = printedPage(["A heading of the page", "Label                     12.00", "Another label here      9.00"]);

function measured(slope: number): number {
  const [scan] = askew(page, slope).pages;
  return scan ? slopeOf(scan.words, scan) : Number.NaN;
}

test("a page's slope is that of its lines, and a level page has none", () => {
  for (const slope of [0.03, -0.02, 0]) assert.ok(Math.abs(measured(slope) - slope) < 1e-9);
});

test("a page without a line long enough to tell has no slope", () => {
  const [narrow] = askew(printedPage(["One", "Two"]), 0.05).pages;
  assert.equal(narrow && slopeOf(narrow.words, narrow), 0);
});
