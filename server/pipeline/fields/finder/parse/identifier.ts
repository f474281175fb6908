// Values that their own form gives away: IBAN, e-mail address, web address, telephone number.

/** An IBAN without spaces, upper case, or null: ISO 13616 form and check digits (mod 97 is 1). */
export function parseIban(text: string): string | null {
  const compact = text.slice(0, 60).replace(/[\s-]/g, "").toUpperCase();
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact)) return null;
  const rotated = compact.slice(4) + compact.slice(0, 4);
  let remainder = 0;
  for (const sign of rotated) {
    const digits = Number.parseInt(sign, 36);
    remainder = (remainder * (digits > 9 ? 100 : 10) + digits) % 97;
  }
  return remainder === 1 ? compact : null;
}

/** The e-mail address inside a printed word. */
export function emailIn(word: string): string | null {
  return /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}/.exec(word.slice(0, 200))?.[0] ?? null;
}

/** The web address that a printed word is. */
export function urlIn(word: string): string | null {
  if (word.length > 200 || word.includes("@")) return null;
  const bare = word.replace(/^[(<[]+|[)>\],;.]+$/g, "");
  const named = /^(?:https?:\/\/|www\.)\S+\.\S+$/i.test(bare);
  return named || /^[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|eu|de|fr|nl|it|es|pt|be|ch|at|uk)(?:\/\S*)?$/i.test(bare)
    ? bare
    : null;
}

/** A telephone number at the start of a text: `sure` where its punctuation is that of one. */
export function phoneAt(text: string): { readonly text: string; readonly sure: boolean } | null {
  const [printed = ""] = /^\+?\(?\d[\d\s().\-/]{5,19}\d(?![\d/,])/.exec(text.slice(0, 40)) ?? [];
  const digits = printed.replace(/\D/g, "").length;
  if (digits < 7 || digits > 15) return null;
  return { text: printed, sure: /[()+]|\d{3}[-\s.]\d/.test(printed) };
}
