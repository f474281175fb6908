import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { distrust } from "./trust.ts";
import { pageWith, type Typeset } from "./typesetter.ts";

const prose =
  "The parties agree that this contract is governed by the laws of the state, and nothing else counts here.";
const paragraph = (text = prose): Typeset[] =>
  Array.from({ length: 8 }, (_, row) => ({ text, at: [40, 100 + 14 * row] }) as const);

describe("a text layer", () => {
  it("of ordinary text is trusted, beside a logo and with a few bullets too", () => {
    assert.equal(distrust(pageWith(paragraph(), 0.1)), null);
    assert.equal(distrust(pageWith([...paragraph(), { text: "\uf0b7\uf0b7\uf0b7", at: [20, 100] }])), null);
  });

  it("of few words is trusted where no picture could hold more", () => {
    assert.equal(distrust(pageWith([{ text: "Annex A", at: [40, 40] }])), null);
  });

  const cases = {
    "without any text is declined": [pageWith([]), "no text"],
    "that is invisible is declined": [
      pageWith(paragraph().map((line) => ({ ...line, hidden: true }))),
      "the text is an invisible layer of an earlier OCR",
    ],
    "under or over a picture of the whole page is declined": [pageWith(paragraph(), 1), "a picture covers the page"],
    "stamped on a scan is declined": [
      pageWith([{ text: "Received 2024-03-12, page 1 of 3", at: [40, 20] }], 0.7),
      "a picture with little text on it",
    ],
    "without Unicode is declined": [
      pageWith(paragraph(prose.replaceAll("t", "\ufffd"))),
      "characters without a meaning in Unicode",
    ],
    "whose letters stand for others is declined": [
      pageWith(
        paragraph(prose.replace(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 94) % 26) + 97))),
      ),
      "characters that make no words",
    ],
  } as const;
  for (const [title, [page, reason]] of Object.entries(cases)) {
    it(title, () => assert.deepEqual(distrust(page), { declined: reason }));
  }
});
