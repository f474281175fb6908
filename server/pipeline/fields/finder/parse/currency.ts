// Currencies as printed: ISO 4217 codes, which Intl knows, and the signs that stand for one.

const codes = new Set(Intl.supportedValuesOf("currency"));

const signs: readonly (readonly [RegExp, string])[] = [
  [/^R\$/, "BRL"],
  [/^(?:US|U\.S\.)\$/, "USD"],
  [/^CA?\$/, "CAD"],
  [/^AU?\$/, "AUD"],
  [/€|^euros?$/i, "EUR"],
  [/£/, "GBP"],
  [/₹|^Rs\.?(?=\d|$)/, "INR"],
  [/¥|円$/, "JPY"],
  [/₪|^NIS$/, "ILS"],
  [/₺/, "TRY"],
  [/₩/, "KRW"],
  [/zł$/, "PLN"],
  [/^\(?RM\)?(?=\d|$)/, "MYR"],
  [/\$/, "USD"],
];

/** The ISO code of a currency that a printed word names or carries ("€", "EUR", "12,00€", "USD45"); `sure` for a code. */
export function currencyOf(word: string): { readonly code: string; readonly sure: boolean } | null {
  if (word.length > 24) return null;
  const [, code = ""] = /^[^A-Za-z]*([A-Z]{3})[^A-Za-z]*$/.exec(word) ?? [];
  if (codes.has(code)) return { code, sure: true };
  const sign = signs.find(([pattern]) => pattern.test(word));
  return sign ? { code: sign[1], sure: false } : null;
}
