import assert from "node:assert/strict";
import { test } from "node:test";
import { findLabels } from "./labels.ts";
import { layOut, textOf } from "./layout.ts";
import { makePhrase } from "./phrase.ts";
import { printedPage } from "./printedPage.fixture.ts";
import { WordIndex, wordSimilarity } from "./wordIndex.ts";

function labelsIn(lines: readonly string[], label: string) {
  const layout = layOut(printedPage(lines));
  return findLabels(layout, new WordIndex(layout.tokens), makePhrase(label, "key", 1)).map((place) => ({
    text: textOf(layout.rows[place.row]?.tokens.slice(place.first, place.last + 1) ?? []),
    score: place.score,
    exact: place.exact,
  }));
}

test("columns part where the gap is wider than a letter is high, and a glued label parts from its value", () => {
  const layout = layOut(printedPage(["Invoice No: 12    Total:9.00"]));
  assert.deepEqual(
    layout.segments.map((segment) => textOf(segment.tokens)),
    ["Invoice No: 12", "Total: 9.00"],
  );
});

test("a label is found in its usual abbreviations", () => {
  for (const printed of ["Invoice No. 7", "Inv # 7", "INVOICE NUMBER: 7", "invoice nr 7"]) {
    const [best] = labelsIn([printed], "invoice number");
    assert.equal(best?.exact, true, printed);
  }
});

test("a label with a reading error or without its space is found with less certainty", () => {
  const [misread] = labelsIn(["Inv0ice Number 7"], "invoice number");
  assert.ok(misread && !misread.exact && misread.score > 0.8);
  const [glued] = labelsIn(["InvoiceNumber 7"], "invoice number");
  assert.ok(glued && glued.score > 0.9);
});

test("a label on two lines is one label, at its second line", () => {
  const [best] = labelsIn(["Registration   Amount", "Certificate    9.00"], "registration certificate");
  assert.equal(best?.text, "Certificate");
  assert.ok(best.score > 0.9);
});

test("a general word alone is not the label", () => {
  assert.deepEqual(labelsIn(["Invoice Date 1.1.2026", "Number 7"], "wedding date"), []);
  assert.deepEqual(labelsIn(["Number 7"], "student number"), []);
});

test("a part of a label in the vocabulary is not that label, but for its stop words", () => {
  const layout = layOut(printedPage(["RM 9.00", "Laws of the State Ohio"]));
  const index = new WordIndex(layout.tokens);
  const placesOf = (label: string) => findLabels(layout, index, makePhrase(label, "vocabulary", 1));
  assert.deepEqual(placesOf("total rm"), []);
  assert.equal(placesOf("laws of the state of").length, 1);
});

test("words are near with one letter wrong from four letters, two from eight, or as a beginning", () => {
  assert.ok(wordSimilarity("date", "dale") > 0.8);
  assert.equal(wordSimilarity("date", "dole"), 0);
  assert.ok(wordSimilarity("reference", "relerance") > 0.7);
  assert.equal(wordSimilarity("tax", "tag"), 0);
  assert.ok(wordSimilarity("telephone", "telep") > 0.7);
});
