import assert from "node:assert/strict";
import { test } from "node:test";
import { tailOf } from "./labelTail.ts";
import { layOut } from "./layout.ts";
import { printedPage } from "./printedPage.fixture.ts";

/** The word at which the label that is the line's first word ends. */
function tailIn(line: string): string | undefined {
  const tokens = layOut(printedPage([line])).rows[0]?.tokens ?? [];
  return tokens[tailOf(tokens, 0)]?.text;
}

test("a currency, a percentage, a parenthesis and a lone colon belong to the label before them", () => {
  assert.equal(tailIn("Summe EUR   15,90"), "EUR");
  assert.equal(tailIn("MwSt. 19 %   2,54"), "%");
  assert.equal(tailIn("Tax (7.97%):  $722.00"), "(7.97%):");
  assert.equal(tailIn("Total (incl. VAT) RM  9.00"), "RM");
  assert.equal(tailIn("Total :  9.00"), ":");
});

test("an amount, a word and a parenthesis that does not close do not", () => {
  assert.equal(tailIn("Summe 15,90 EUR"), "Summe");
  assert.equal(tailIn("Summe €15,90"), "Summe");
  assert.equal(tailIn("Total due  9.00"), "Total");
  assert.equal(tailIn("Total (see the list of all our terms below)"), "Total");
});
