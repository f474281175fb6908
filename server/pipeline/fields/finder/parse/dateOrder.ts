// Whether 05/06/2026 is the fifth of June or the sixth of May: the document's other dates say so, else the customs of
// the country that its currency, tax words, post codes and telephone numbers point to.

const numericDate = /(?<!\d)(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?[-/.]\s?(?:\d{4}|\d{2})(?!\d)/g;

const dayFirstCountries =
  /\bRM\b|\bGST\b|\bSdn\b|€|\bEUR\b|£|\bGBP\b|\bINR\b|₹|\bVAT\b|\bMwSt|\bTVA\b|\bIVA\b|\bBTW\b|Rechnung|Facture|Fattura/i;
const unitedStates =
  /\b[A-Z]{2},?\s\d{5}(?:-\d{4})?\b|\(\d{3}\)\s?\d{3}-\d{4}|\b\d{3}-\d{3}-\d{4}\b|\bUSD\b|\bSales Tax\b/;

/** Whether the day comes before the month in this document's numeric dates. `lines` are its rows as text. */
export function isDayFirst(lines: readonly string[]): boolean {
  let [dayFirst, monthFirst] = [0, 0];
  for (const line of lines) {
    for (const [, a, separator, b] of line.matchAll(numericDate)) {
      if (Number(a) > 12 && Number(a) <= 31 && Number(b) <= 12) dayFirst += 2;
      else if (Number(b) > 12 && Number(b) <= 31 && Number(a) <= 12) monthFirst += 2;
      else if (separator === ".") dayFirst += 0.5;
    }
  }
  if (dayFirst !== monthFirst) return dayFirst > monthFirst;
  if (lines.some((line) => unitedStates.test(line))) return false;
  return lines.some((line) => dayFirstCountries.test(line)) || !lines.some((line) => line.includes("$"));
}
