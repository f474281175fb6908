// What an answer does wrong, as places in it.

import type { ErrorObject, ValidateFunction } from "ajv";
import type { Json } from "../document.ts";
import { isArray, isObject } from "./json.ts";
import { memberPointer } from "./jsonPointer.ts";
import { limits } from "./limits.ts";
import { jsonForAjv, keyFromAjv } from "./prototypeKeys.ts";

export interface Fault {
  /** JSON Pointer in the answer. */
  readonly pointer: string;
  readonly problem: string;
}

/**
 * Lists the values at fault, the innermost only: the object around a wrong value is often reported too (`anyOf`), and may
 * be right without it. Null and `[]` in an object stand for what was not found and are no fault.
 */
export function faultsOf(validate: ValidateFunction, answer: Json): readonly Fault[] {
  const oversized = oversizedLists(answer, "");
  if (oversized.length > 0) return oversized;
  if (validate(jsonForAjv(withoutMissing(answer)))) return [];
  const errors = validate.errors ?? [];
  // What no branch has accepted counts as unevaluated: while a branch fails, that says nothing.
  const firm = errors.filter(({ keyword }) => !keyword.startsWith("unevaluated"));
  return innermost((firm.length > 0 ? firm : errors).map(faultOf));
}

function oversizedLists(json: Json, pointer: string): readonly Fault[] {
  if (isArray(json) && json.length > limits.items) {
    return [{ pointer, problem: `must hold at most ${limits.items} items` }];
  }
  if (json === null || typeof json !== "object") return [];
  return Object.entries(json).flatMap(([key, value]) => oversizedLists(value, memberPointer(pointer, key)));
}

function withoutMissing(json: Json): Json {
  if (isArray(json)) return json.map(withoutMissing);
  if (!isObject(json)) return json;
  const present = Object.entries(json).filter(([, value]) => value !== null && !(isArray(value) && value.length === 0));
  return Object.fromEntries(present.map(([key, value]) => [key, withoutMissing(value)]));
}

/** An error about a property's presence or name is at that property, not at its object. */
function faultOf({ instancePath, params, propertyName, message }: ErrorObject): Fault {
  const key: unknown = propertyName ?? params.propertyName ?? params.additionalProperty ?? params.unevaluatedProperty;
  const holder = instancePath.split("/").map(keyFromAjv).join("/");
  const pointer = typeof key === "string" ? memberPointer(holder, keyFromAjv(key)) : holder;
  return { pointer, problem: message ?? "is not valid" };
}

function innermost(faults: readonly Fault[]): readonly Fault[] {
  const outer = new Set(faults.flatMap(({ pointer }) => holdersOf(pointer)));
  const inner = new Map(faults.filter(({ pointer }) => !outer.has(pointer)).map((fault) => [fault.pointer, fault]));
  return [...inner.values()];
}

function holdersOf(pointer: string): readonly string[] {
  const tokens = pointer.split("/");
  return tokens.slice(1).map((_, index) => tokens.slice(0, index + 1).join("/"));
}
