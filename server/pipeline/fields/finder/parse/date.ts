// Dates as printed: 2026-05-31 · 31.05.2026 · 05/31/26 · 31 May 2026 · May 31st, 2026 · 31 de mayo de 2026 · 2026年5月31日
// The order of day and month is settled by the document's evidence (dateOrder.ts), given as `dayFirst`.

import { monthOf } from "./months.ts";

/** A date at the start of a text: `length` characters of it. `ambiguous`: day and month could be swapped. */
interface PrintedDate {
  readonly iso: string;
  readonly length: number;
  readonly quality: number;
  readonly ambiguous: boolean;
}

type Reader = (text: string, dayFirst: boolean) => PrintedDate | null;

/** Reads a date at the very start of a text. */
export function parseDate(text: string, dayFirst: boolean): PrintedDate | null {
  const opening = text.slice(0, longestDate);
  for (const read of readers) {
    const date = read(opening, dayFirst);
    if (date) return date;
  }
  return null;
}

const longestDate = 40;

const yearFirst: Reader = (text) => {
  const [all, y, m, d] = /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(?!\d)日?/.exec(text) ?? [];
  return all ? plainDate(all, y, m, d, 1) : null;
};

const numeric: Reader = (text, dayFirst) => {
  const pattern = /^(\d{1,2})\s?([-/.|])\s?(\d{1,2})\s?[-/.|]\s?(\d{4}|\d{2})(?!\d)(?!\s?[/.]\d)/;
  const [all, a, separator, b, y] = pattern.exec(text) ?? [];
  if (!all || a === undefined || b === undefined || y === undefined) return null;
  const quality = y.length === 4 ? 0.95 : separator === "." || separator === "/" ? 0.8 : 0.7;
  const dayMonth = plainDate(all, y, b, a, quality);
  const monthDay = plainDate(all, y, a, b, quality);
  const date = dayFirst ? (dayMonth ?? monthDay) : (monthDay ?? dayMonth);
  return date && { ...date, ambiguous: dayMonth !== null && monthDay !== null && Number(a) !== Number(b) };
};

const dayNamed: Reader = (text) => {
  const pattern =
    /^(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?\s?[-/,]?\s?(?:day\s)?(?:of\s|de\s)?[-/]?(\p{L}{3,12})\.?,?\s?[-/,']?\s?(?:de\s|del\s)?(\d{4}|\d{2})(?!\d)/u;
  const [all, d, name, y] = pattern.exec(text) ?? [];
  return all && name ? plainDate(all, y, monthOf(name)?.toString(), d, 1) : null;
};

const monthNamed: Reader = (text) => {
  const pattern = /^(\p{L}{3,12})\.?\s?[-/]?(\d{1,2})(?:st|nd|rd|th)?\s?[-/,.']{0,2}\s?(\d{4}|\d{2})(?![\d:])/u;
  const [all, name, d, y] = pattern.exec(text) ?? [];
  return all && name ? plainDate(all, y, monthOf(name)?.toString(), d, 1) : null;
};

const bilingual: Reader = (text) => {
  const [all, d, name, y] = /^(\d{1,2})\s(\p{L}{3,4})\s?\/\s?\p{L}{3,4}\s(\d{4}|\d{2})(?!\d)/u.exec(text) ?? [];
  return all && name ? plainDate(all, y, monthOf(name)?.toString(), d, 1) : null;
};

const digitsOnly: Reader = (text) => {
  const [all, y, m, d] = /^(20\d\d)(\d\d)(\d\d)(?!\d)/.exec(text) ?? [];
  return all ? plainDate(all, y, m, d, 0.5) : null;
};

const readers = [yearFirst, numeric, dayNamed, monthNamed, bilingual, digitsOnly];

function plainDate(all: string, y?: string, m?: string, d?: string, quality = 1): PrintedDate | null {
  const [year, month, day] = [fullYear(Number(y)), Number(m), Number(d)];
  if (!(year >= 1900 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31)) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCDate() !== day) return null;
  return { iso: date.toISOString().slice(0, 10), length: all.length, quality, ambiguous: false };
}

/** Two digits mean the century in which documents are written: 00 to 49 is 20xx. */
const fullYear = (year: number): number => (year >= 100 ? year : year + (year < 50 ? 2000 : 1900));

/** A time of day at the start of a text, as `HH:MM:SS`, with the length of what was read. */
export function parseTime(text: string): { readonly iso: string; readonly length: number } | null {
  const pattern = /^\(?(\d{1,2})[:h.](\d{2})(?:[:.](\d{2}))?(?!\d)\s?(?:([ap])\.?m\b\.?)?/i;
  const [all, h, m, s = "00", half] = pattern.exec(text.slice(0, longestDate)) ?? [];
  if (!all) return null;
  const hour = half ? (Number(h) % 12) + (half.toLowerCase() === "p" ? 12 : 0) : Number(h);
  if (hour > 23 || Number(m) > 59 || Number(s) > 59) return null;
  return { iso: `${String(hour).padStart(2, "0")}:${m}:${s}`, length: all.length };
}
