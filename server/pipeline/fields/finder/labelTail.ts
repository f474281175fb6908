// What printers put between a label and its amount says nothing against their belonging together:
// "Summe EUR  15,90", "MwSt. 19 %  2,54", "Sales Tax (7.97%): $722.00".

import type { Token } from "./layout.ts";
import { currencyOf } from "./parse/currency.ts";

/** Words in the longest parenthesis that still belongs to a label. */
const longestParenthesis = 6;

/** The position of the last word of a row that still belongs to the label ending at position `last`. */
export function tailOf(tokens: readonly Token[], last: number): number {
  let end = last;
  for (;;) {
    const length = insertLength(tokens.slice(end + 1, end + 1 + longestParenthesis).map((token) => token.text));
    if (length === 0) return end;
    end += length;
  }
}

/** How many words at the start are a currency, a percentage, a parenthesis or a lone colon; 0 for none of them. */
function insertLength([first = "", ...following]: readonly string[]): number {
  if (/^[:：]$/.test(first)) return 1;
  if (/^\(/.test(first)) return 1 + (first.includes(")") ? 0 : closingIn(following));
  if (/^\d{1,3}(?:[.,]\d{1,3})?%[:：)]?$/.test(first)) return 1;
  if (/^\d{1,3}(?:[.,]\d{1,3})?$/.test(first) && /^%[:：]?$/.test(following[0] ?? "")) return 2;
  return !/\d/.test(first) && currencyOf(first.replace(/[:：]$/, "")) ? 1 : 0;
}

/** How many words it takes to the closing parenthesis; -1, so that no word is taken, where it does not close. */
function closingIn(words: readonly string[]): number {
  const closing = words.findIndex((word) => word.includes(")"));
  return closing < 0 ? -1 : closing + 1;
}
