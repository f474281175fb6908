// A field may be named `__proto__`, `constructor` or `toString`, but ajv skips `__proto__` and finds the others in every
// object. So a key that Object.prototype has reaches ajv with a NUL before it, in the schema and in the answer alike.
// A key that already has NULs before such a name gets one more, so the renaming can be undone.

import type { Json } from "../document.ts";
import { isArray, isObject } from "./json.ts";

const names = Object.getOwnPropertyNames(Object.prototype).join("|");
const inherited = new RegExp(`^\\0*(?:${names})$`);
const renamed = new RegExp(`^\\0(?=\\0*(?:${names})$)`);

export function keyForAjv(key: string): string {
  return inherited.test(key) ? `\0${key}` : key;
}

export function keyFromAjv(key: string): string {
  return key.replace(renamed, "");
}

/** A copy with every key as ajv is to see it. */
export function jsonForAjv(json: Json): Json {
  if (isArray(json)) return json.map(jsonForAjv);
  if (!isObject(json)) return json;
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [keyForAjv(key), jsonForAjv(value)]));
}
