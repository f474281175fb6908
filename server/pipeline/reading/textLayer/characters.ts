// What a glyph's Unicode means as text. A PDF maps glyphs to whatever its producer chose: ligatures, compatibility
// forms, invisible marks, private codes of symbol fonts, or nothing at all.

/** How a hyphen reads that only breaks a word at the end of a line (also PDFium's own mark for one, U+0002). */
export const SOFT_HYPHEN = "\u00ad";

/** What stands for a glyph that is drawn but has no meaning as text. */
const UNKNOWN = "\ufffd";

/** Zero width, bidirectional controls, variation selectors: Unicode's formats and what it ignores by default. */
const invisible = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const ascii = /^[!-~]+$/;
const unmapped = /[\p{Cc}\p{Cn}\p{Cs}\ufffd]/u;
const privateUse = /\p{Co}/u;

/**
 * Forms that stand for other characters and mean the same: CJK radicals, ligatures and Arabic letter forms, full and
 * half width, mathematical alphabets. Others (the square of m², ½, ™) would lose what they say.
 */
const equivalent =
  /[\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufdff\ufe30-\ufe4f\ufe70-\ufefc\uff01-\uffee\u{1d400}-\u{1d7ff}]/gu;

/**
 * The text that a glyph reads as: `" "` for any space, `""` for what can't be seen, `SOFT_HYPHEN` for a hyphen that may
 * only break a line, U+FFFD for a glyph without meaning. A private code (a symbol font's bullet) parts words as a space.
 */
export function characterOf(unicode: string): string {
  if (ascii.test(unicode)) return unicode;
  if (unicode === "\u0002" || unicode === SOFT_HYPHEN) return SOFT_HYPHEN;
  if (/^\s+$/u.test(unicode)) return " ";
  if (unicode === "" || unmapped.test(unicode)) return UNKNOWN;
  if (privateUse.test(unicode)) return " ";
  return unicode.replace(invisible, "").replace(equivalent, (form) => form.normalize("NFKC"));
}

/** True where a glyph's Unicode says nothing about what is drawn: none, U+FFFD, a control or a private code. */
export function isUnmapped(unicode: string): boolean {
  if (ascii.test(unicode)) return false;
  if (unicode === SOFT_HYPHEN || unicode === "\u0002" || /^\s+$/u.test(unicode)) return false;
  return unicode === "" || unmapped.test(unicode) || privateUse.test(unicode);
}
