// Formats that ajv checks. Others (`iban`, `currency`) only tell what to look for.

import type { Format } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";
import type { Dialect } from "./dialect.ts";

/** The formats of ajv-formats in full mode, by name. */
export function formatsOf(dialect: Dialect): Record<string, Format> {
  // RFC 3339 asks for a time zone, which documents hardly ever print: the shorthand's datetime does without.
  const dateTime = dialect === "shorthand" ? fullFormats["iso-date-time"] : fullFormats["date-time"];
  return { ...fullFormats, "date-time": dateTime, url: isUrl };
}

const longestUrl = 2000;

/** The one expression of ajv-formats that takes quadratic time (0.6 s for 40,000 characters), so its input is bounded. */
function isUrl(text: string): boolean {
  return text.length <= longestUrl && fullFormats.url instanceof RegExp && fullFormats.url.test(text);
}
