import type { Json } from "../document.ts";

export type JsonObject = { readonly [key: string]: Json };

export function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

export function isString(json: Json | undefined): json is string {
  return typeof json === "string";
}

/** `Array.isArray` for Json, whose arrays are readonly. */
export function isArray(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}
