import type { Json } from "../document.ts";
import type { ObjectTarget, Property } from "../target.ts";
import { childPointer } from "./specs.ts";

/**
 * Builds extractedData from the values found, by JSON Pointer; a pointer without a value, or with null, was not found.
 * `missing: "null"` is the answer to a client: null, or nothing for a property that is not required, and `[]` for a list.
 * `missing: "omit"` is for validation: what was not found is left out, lists too. Nested objects are always there and
 * a `const` is always filled. Any key is an own property, `__proto__` too.
 */
export function buildAnswer(root: ObjectTarget, values: ReadonlyMap<string, Json>, missing: "null" | "omit"): Json {
  return buildObject(root, "", values, missing);
}

type Missing = "null" | "omit";

function buildObject(node: ObjectTarget, pointer: string, values: ReadonlyMap<string, Json>, missing: Missing): Json {
  const entries = node.properties.flatMap((property): [string, Json][] => {
    const value = buildProperty(property, childPointer(pointer, property.key), values, missing);
    return value === undefined ? [] : [[property.key, value]];
  });
  return Object.fromEntries(entries); // defines own properties, where an assignment to __proto__ would set the prototype
}

function buildProperty(
  { required, target }: Property,
  pointer: string,
  values: ReadonlyMap<string, Json>,
  missing: Missing,
): Json | undefined {
  if (target.kind === "object") return buildObject(target, pointer, values, missing);
  if (target.kind === "scalar" && target.const !== undefined) return target.const;
  const value = values.get(pointer) ?? null;
  if (target.kind === "list") {
    const found = Array.isArray(value) && value.length > 0;
    return found ? value : missing === "null" ? [] : undefined;
  }
  if (value !== null) return value;
  return missing === "null" && required ? null : undefined;
}
