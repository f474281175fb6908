// Languages as people name them, and as Tesseract does.

/** Tesseract's names of the languages whose data the project's packages bring. */
export const shippedLanguages = ["eng", "deu", "fra", "spa", "ita", "por", "nld"] as const;

export type TesseractLanguage = (typeof shippedLanguages)[number];

/**
 * The languages to read in, in the order given, each once: from Tesseract codes, ISO 639 codes, BCP 47 tags, and names in
 * English or in the language itself (`deu`, `ger`, `de-AT`, `German`, `Deutsch`). Names of languages that are not shipped
 * are left out; where nothing is left it is English, which reads Latin letters at least.
 */
export function tesseractLanguages(names: readonly string[]): readonly TesseractLanguage[] {
  const known = names.map((name) => byName.get(canonical(name))).filter((language) => language !== undefined);
  return known.length > 0 ? [...new Set(known)] : ["eng"];
}

const byName = new Map(shippedLanguages.flatMap((language) => namesOf(language).map((name) => [name, language])));

function namesOf(language: TesseractLanguage): string[] {
  const iso = canonical(language);
  const display = (locale: string) => new Intl.DisplayNames(locale, { type: "language" }).of(iso) ?? iso;
  return [iso, display("en").toLowerCase(), display(iso).toLowerCase()];
}

/** The two-letter code of a tag or code (`ger`, `de_AT`: `de`); any other name in small letters. */
function canonical(name: string): string {
  const tag = name.trim().toLowerCase().replaceAll("_", "-");
  if (!/^[a-z]{2,3}(-|$)/.test(tag)) return tag;
  try {
    return new Intl.Locale(tag).language;
  } catch {
    // Not a tag after all; then it is no name that we know either.
    return tag;
  }
}
