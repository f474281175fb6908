// One pass over the page finds everything whose own form says what it is: numbers, dates, times, identifiers, telephone
// numbers, addresses of mail and web, IBANs, currencies. All fields share the result.

import { type Candidate, makeCandidate } from "../candidate.ts";
import { type Layout, type Row, type Token, textOf } from "../layout.ts";
import { currencyOf } from "../parse/currency.ts";
import { parseDate, parseTime } from "../parse/date.ts";
import { isDayFirst } from "../parse/dateOrder.ts";
import { emailIn, parseIban, phoneAt, urlIn } from "../parse/identifier.ts";
import { type DecimalMark, decimalMarkOf, parseNumber } from "../parse/number.ts";
import type { ValueKind } from "../vocabulary.ts";

type TypedKind = Exclude<ValueKind, "name" | "address" | "text" | "choice" | "boolean">;
export type TypedValues = Readonly<Record<TypedKind, Candidate[]>>;

/** Finds the typed values of a document, each kind in reading order. */
export function typedValues(layout: Layout): TypedValues {
  const lines = layout.rows.map((row) => textOf(row.tokens));
  const scan: Scan = {
    mark: decimalMarkOf(layout.tokens.map((token) => token.text)),
    dayFirst: isDayFirst(lines),
    found: emptyValues(),
  };
  for (const row of layout.rows) {
    const unit = layout.units[row.page] ?? 10;
    row.tokens.forEach((_, position) => {
      scanAt(scan, layout, row, position, unit);
    });
  }
  return scan.found;
}

interface Scan {
  readonly mark: DecimalMark | null;
  readonly dayFirst: boolean;
  readonly found: TypedValues;
}

const emptyValues = (): TypedValues => ({
  amount: [],
  date: [],
  datetime: [],
  time: [],
  identifier: [],
  iban: [],
  phone: [],
  email: [],
  url: [],
  currency: [],
});

const longestWord = 80;

function scanAt(scan: Scan, layout: Layout, row: Row, position: number, unit: number): void {
  const token = row.tokens[position];
  if (!token || token.text.length > longestWord) return;
  const run = runFrom(row, position, unit);
  const text = textOf(run);
  const hasDigit = /\d/.test(token.text);
  if (hasDigit || /^\p{L}{3,12}[.,]?$/u.test(token.text))
    scanDate(scan, run, text) || scanBrokenDate(scan, layout, run);
  if (hasDigit) {
    scanAmount(scan, row, run);
    scanTime(scan, run, text);
    scanPhone(scan, run, text);
    scanIban(scan, run);
  }
  scanIdentifier(scan, run);
  scanWord(scan, token);
}

/** Up to eight words from here that no wide gap parts. */
function runFrom(row: Row, position: number, unit: number): Token[] {
  const run: Token[] = [];
  for (const token of row.tokens.slice(position, position + 8)) {
    const previous = run.at(-1);
    if (previous && token.x0 - previous.x1 > 2 * unit) break;
    run.push(token);
  }
  return run;
}

/** The words of a run that the first `length` characters of its text cover. */
function covered(run: readonly Token[], length: number): Token[] {
  let end = -1;
  return run.filter((token) => {
    const start = end + 1;
    end = start + token.text.length;
    return start < length;
  });
}

/** Adds the date that a run starts with, and the time or the second date that follows it. */
function scanDate(scan: Scan, run: readonly Token[], text: string): boolean {
  const lead = /^[([*:]*(?:\p{L}{1,12}[:.(]{0,2}(?=\d{1,4}[-/.]\d))?/u.exec(text)?.[0].length ?? 0;
  const date = parseDate(text.slice(lead), scan.dayFirst);
  if (!date) return false;
  const end = lead + date.length;
  const details = { source: "form", quality: date.quality } as const;
  scan.found.date.push(...makeCandidate(covered(run, end), { ...details, value: date.iso }));
  scanRangeEnd(scan, run, text.slice(end), end);
  const gap = /^[\s,T]{1,3}(?:at |um |à )?/.exec(text.slice(end))?.[0].length ?? 0;
  const time = gap > 0 ? parseTime(text.slice(end + gap)) : null;
  if (!time) return true;
  const afterTime = end + gap + time.length;
  const zone = /^\s?(?:(Z|UTC|GMT)\b|[+-]\d{2}:\d{2})/.exec(text.slice(afterTime)); // none is invented where none is printed
  const tokens = covered(run, afterTime + (zone?.[0].length ?? 0));
  const offset = zone ? (zone[1] ? "Z" : zone[0].trim()) : "";
  scan.found.datetime.push(...makeCandidate(tokens, { ...details, value: `${date.iso}T${time.iso}${offset}` }));
  return true;
}

/** In running text a date may go on in the next line: "May 16," and below it "2002". */
function scanBrokenDate(scan: Scan, layout: Layout, run: readonly Token[]): void {
  const last = run.at(-1);
  const next = layout.rows[(last?.row ?? 0) + 1]?.tokens ?? [];
  const atEnd = last !== undefined && layout.rows[last.row]?.tokens.at(-1) === last && run.length <= 4;
  if (!atEnd || next.length < 4 || next[0]?.page !== last.page) return;
  const both = [...run, ...next.slice(0, 4)];
  scanDate(scan, both, textOf(both));
}

/** "03/01/26-03/31/26" is one word with two dates. */
function scanRangeEnd(scan: Scan, run: readonly Token[], rest: string, offset: number): void {
  const dash = /^\s?[-–]\s?(?=\d)/.exec(rest)?.[0].length ?? 0;
  if (dash === 0 || /\s/.test(rest.slice(0, dash))) return;
  const end = parseDate(rest.slice(dash), scan.dayFirst);
  if (!end) return;
  const before = covered(run, offset).length - 1;
  const tokens = covered(run, offset + dash + end.length).slice(Math.max(0, before));
  scan.found.date.push(...makeCandidate(tokens, { source: "form", value: end.iso, quality: end.quality * 0.99 }));
}

function scanAmount(scan: Scan, row: Row, run: readonly Token[]): void {
  const [token] = run;
  if (!token) return;
  const before = row.tokens[token.position - 1];
  for (let words = Math.min(4, run.length); words >= 1; words--) {
    const tokens = run.slice(0, words);
    if (words > 1 && !joinsToNumber(tokens)) continue;
    const number = parseNumber(textOf(tokens).replace(/\s(?=[.,]\d)|(?<=[.,])\s/g, ""), scan.mark);
    if (!number) continue;
    const after = row.tokens[token.position + words];
    const currency = number.currency || [before, after].some((word) => word && currencyOf(word.text) !== null);
    const percent = number.percent || after?.text === "%";
    const amount = { decimals: number.decimals, percent, currency };
    scan.found.amount.push(
      ...makeCandidate(tokens, { source: "form", value: number.value, quality: number.quality, amount }),
    );
    return;
  }
}

/** "1 234,56" and "12 .50" are printed as several words that stand close together. */
function joinsToNumber(tokens: readonly Token[]): boolean {
  return tokens.slice(1).every((token, i) => {
    const previous = tokens[i];
    if (!previous || token.x0 - previous.x1 > 0.7 * (token.y1 - token.y0)) return false;
    const grouped = /^[^\d\s]?\d{1,3}$/.test(previous.text) && /^\d{3}(?:[.,]\d{1,4})?$/.test(token.text);
    const split =
      (/^\D?\d+$/.test(previous.text) && /^[.,]\d{2}$/.test(token.text)) ||
      /^\d+[.,] ?\d{2}$/.test(`${previous.text} ${token.text}`);
    return grouped || split;
  });
}

function scanTime(scan: Scan, run: readonly Token[], text: string): void {
  const time = parseTime(text);
  if (!time) return;
  const tokens = covered(run, time.length);
  const quality = text.slice(0, time.length).includes(":") ? 1 : 0.4;
  const value = text.slice(0, time.length).trim();
  scan.found.time.push(...makeCandidate(tokens, { source: "form", value, quality }));
}

function scanPhone(scan: Scan, run: readonly Token[], text: string): void {
  const lead = /^[^\d+(]{0,12}/.exec(text)?.[0].length ?? 0;
  const phone = phoneAt(text.slice(lead));
  if (!phone || lead > (run[0]?.text.length ?? 0)) return;
  const tokens = covered(run, lead + phone.text.length);
  const known = scan.found.phone.at(-1);
  if (known && run[0] && known.tokens.includes(run[0])) return; // the end of the number before is none of its own
  scan.found.phone.push(...makeCandidate(tokens, { source: "form", value: phone.text, quality: phone.sure ? 1 : 0.5 }));
}

function scanIban(scan: Scan, run: readonly Token[]): void {
  if (!/^[A-Z]{2}\d{2}/i.test(run[0]?.text ?? "")) return;
  for (let words = run.length; words >= 1; words--) {
    const iban = parseIban(textOf(run.slice(0, words)));
    if (iban === null) continue;
    scan.found.iban.push(...makeCandidate(run.slice(0, words), { source: "form", value: iban }));
    return;
  }
}

/** One to five words with a digit among them: "INV-2847", "AB 12 34". Their own form says little, so the label decides. */
function scanIdentifier(scan: Scan, run: readonly Token[]): void {
  const [first] = run;
  if (!first || !/^[\p{Lu}\p{N}#(]/u.test(first.text)) return;
  for (let words = 1; words <= Math.min(5, run.length); words++) {
    const tokens = run.slice(0, words);
    const last = tokens.at(-1);
    const previous = tokens.at(-2);
    if (previous && /[:：,;]$/.test(previous.text)) return;
    if (!last || !/[\d\p{Lu}\-/]/u.test(last.text) || (words > 1 && last.text.length > longestWord)) return;
    if (previous && last.x0 - previous.x1 > 1.1 * (last.y1 - last.y0)) return;
    if (!tokens.some((token) => /\d/.test(token.text))) continue;
    const value = textOf(tokens).replace(/^[^\p{L}\p{N}+]+|[^\p{L}\p{N}]+$/gu, "");
    scan.found.identifier.push(...makeCandidate(tokens, { source: "form", value, quality: words === 1 ? 1 : 0.7 }));
  }
}

function scanWord(scan: Scan, token: Token): void {
  const email = emailIn(token.text);
  if (email) scan.found.email.push(...makeCandidate([token], { source: "form", value: email }));
  const url = urlIn(token.text);
  if (url) scan.found.url.push(...makeCandidate([token], { source: "form", value: url }));
  const currency = currencyOf(token.text);
  if (!currency) return;
  const quality = currency.sure ? 1 : 0.8;
  scan.found.currency.push(...makeCandidate([token], { source: "form", value: currency.code, quality }));
}
