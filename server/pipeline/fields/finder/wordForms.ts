// What words tell about the kind of text they stand in: a legal form, a street, a means of contact.

import type { Token } from "./layout.ts";
import { fold, listOf, wordWeight } from "./text.ts";
import { kindOfHead } from "./vocabulary.ts";
import words from "./words.json" with { type: "json" };

const setOf = (list: string): ReadonlySet<string> => new Set(listOf(list).map(fold));

const organizations = setOf(words.organizations);
const streets = setOf(words.streets);
const contacts = setOf(words.contacts);
const streetEndings = listOf(words.streetEndings);

/** Whether a line names an organisation by its legal form or trade. */
export function isOrganization(tokens: readonly Token[]): boolean {
  return tokens.some((token) => organizations.has(token.key));
}

/** How many words speak for a postal address: kinds of street (1 each), post codes (0.5), commas (0.5 in all). */
export function streetCues(tokens: readonly Token[]): number {
  let cues = 0;
  let comma = 0;
  for (const { text, key } of tokens) {
    if (streets.has(key) || streetEndings.some((ending) => key.length > ending.length + 2 && key.endsWith(ending)))
      cues++;
    if (/^\d{4,6}$/.test(key)) cues += 0.5;
    if (text.endsWith(",")) comma = 0.5;
  }
  return cues + comma;
}

/** An area code in brackets, or a number with its dashes. */
const telephoneWord = /^(?:\(\d{3}\)|\(?\d{3}[).-]{1,2}\d{3}-\d{4}$|\d{2,3}-\d{6,}$)/;

/** A company's number in its country's register: "(162761-M)", "(139386 X)". */
const registrationWord = /^(?:\W{0,3}\d{5,12}-[A-Z]{1,2}\W{0,2}|\(\d{5,12})$/;

/** Whether a line is about contact or registration: it is no name and no address. */
export function isContactLine(tokens: readonly Token[]): boolean {
  return tokens.some(
    ({ text, key }) =>
      contacts.has(key) || text.includes("@") || telephoneWord.test(text) || registrationWord.test(text),
  );
}

const yes = setOf(words.yes);
const no = setOf(words.no);
const ticks: ReadonlySet<string> = new Set(listOf(words.marks));

/** The answer that a printed word gives: "Ja" is true, "No" is false. */
export function answerOf(text: string): boolean | null {
  const folded = fold(text);
  if (yes.has(folded)) return true;
  return no.has(folded) ? false : null;
}

/** Whether a printed word is a tick or cross in a box. */
export function isTick(text: string): boolean {
  return ticks.has(text.toLowerCase()) || /^\[[xX]\]$/.test(text);
}

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const countries = letters.flatMap((a) => letters.flatMap((b) => regions.of(a + b) ?? []));
const places: ReadonlySet<string> = new Set([...countries, ...listOf(words.states)].map(fold));

/** Whether a text is the name of a country (English), or of a state whose law contracts choose. */
export function isPlace(text: string): boolean {
  return text.length < 40 && places.has(fold(text));
}

/** Whether a text is only what labels are made of: "Code", "Ref. No." */
export function isGeneric(tokens: readonly Token[]): boolean {
  return tokens.every(({ key }) => wordWeight(key) < 1 || kindOfHead(key) !== undefined || organizations.has(key));
}
