// Month names of many languages, from the CLDR data inside Node's own Intl: long and short, as they stand within a date.

import { fold } from "../text.ts";

/** The languages whose month names are known; where two share a word for different months, the earlier one wins. */
const languages = "en de fr es it pt nl da sv nb fi pl cs ro tr id".split(" ");

/** Month names as printed which CLDR does not list. */
const further = {
  jän: 1,
  mrz: 3,
  maerz: 3,
  sept: 9,
  okt: 10,
  janv: 1,
  febr: 2,
  févr: 2,
  juil: 7,
  ene: 1,
  ago: 8,
  dic: 12,
};

/** Made when the first date is looked for: each language costs about 2 ms, and a worker may never need it. */
let monthOfName: ReadonlyMap<string, number> | undefined;

/** The month (1..12) that a printed name means, in any of the languages. */
export function monthOf(name: string): number | undefined {
  monthOfName ??= collect();
  return monthOfName.get(fold(name));
}

function collect(): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  const add = (name: string, month: number): void => {
    const key = fold(name);
    if (/^\p{L}{3,}$/u.test(key) && !names.has(key)) names.set(key, month);
  };
  for (const language of languages) {
    for (const style of ["long", "short"] as const) {
      const locale = `${language}-u-ca-gregory-nu-latn`;
      const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: style, timeZone: "UTC" });
      for (let month = 1; month <= 12; month++) {
        const parts = format.formatToParts(new Date(Date.UTC(2024, month - 1, 2)));
        for (const part of parts) if (part.type === "month") add(part.value, month);
      }
    }
  }
  for (const [name, month] of Object.entries(further)) add(name, month);
  return names;
}
