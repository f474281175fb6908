// JSON Schema as what to look for: a finite tree of objects, lists and scalars.
//
// A schema that contains itself is unfolded four times; a property that would begin a fifth level is left out, and so is
// one that no value can satisfy. (The validator keeps the whole schema: it holds for what was found.)

import type { ObjectTarget, Property, ScalarTarget, ScalarType, Target } from "../target.ts";
import type { Facts, Part } from "./facts.ts";
import { isNull } from "./facts.ts";
import type { GatherFacts } from "./gatherFacts.ts";
import { factsGatherer } from "./gatherFacts.ts";
import { invalidSchema } from "./invalidSchema.ts";
import { limits } from "./limits.ts";
import type { SchemaDocument } from "./schemaDocument.ts";

interface Unfolding {
  readonly gather: GatherFacts;
  readonly countField: () => void;
}

/** Throws `invalid_schema` where the root is no object, names no field, or is too large or deep once unfolded. */
export function jsonSchemaTarget(document: SchemaDocument): ObjectTarget {
  let fields = 0;
  const countField = () => {
    fields += 1;
    if (fields > limits.fields) throw invalidSchema(null, `It has more than ${limits.fields} fields.`);
  };
  const { root } = document;
  const unfolding = { gather: factsGatherer(document), countField };
  const target = targetOf([{ node: root, path: [root], undecided: false }], 1, unfolding);
  if (target === null) throw invalidSchema("", "No answer can satisfy it.");
  if (target.kind !== "object") throw invalidSchema("", "It must describe an object.");
  if (target.properties.length === 0) throw invalidSchema("", "It names no field.");
  return target;
}

function targetOf(parts: readonly Part[], depth: number, unfolding: Unfolding): Target | null {
  const facts = unfolding.gather(parts);
  if (facts.impossible) return null;
  const kind = kindOf(facts);
  if (kind === "scalar") return scalarOf(facts);
  if (depth > limits.depth) throw invalidSchema(null, `It nests more than ${limits.depth} objects and lists.`);
  if (kind === "object") {
    return { kind, ...describe(facts), properties: propertiesOf(facts, depth, unfolding) };
  }
  const items = facts.items.length > 0 ? targetOf(facts.items, depth + 1, unfolding) : anyString;
  return items && { kind, ...describe(facts), items };
}

const anyString: ScalarTarget = { kind: "scalar", type: "string", nullable: true };

function propertiesOf(facts: Facts, depth: number, unfolding: Unfolding): Property[] {
  return [...facts.properties].flatMap(([key, parts]) => {
    unfolding.countField();
    const target = targetOf(parts, depth + 1, unfolding);
    return target ? [{ key, required: facts.required.has(key), target }] : [];
  });
}

function describe({ title, description, nullable }: Facts): Pick<Target, "title" | "description" | "nullable"> {
  return { ...(title !== undefined && { title }), ...(description !== undefined && { description }), nullable };
}

/** The first type stated decides, else what the keywords are about. A literal is looked for as it stands. */
function kindOf(facts: Facts): Target["kind"] {
  if (facts.const || facts.enum) return "scalar";
  const type = facts.types?.find((name) => name !== "null");
  if (type === "object") return "object";
  if (type === "array") return "list";
  if (type !== undefined || isNull(facts)) return "scalar";
  if (facts.properties.size > 0) return "object";
  return facts.items.length > 0 ? "list" : "scalar";
}

function scalarOf(facts: Facts): ScalarTarget {
  const { pattern, format, examples } = facts;
  const values = facts.enum?.filter((value) => value !== null);
  const fixed = isNull(facts) ? { value: null } : facts.const;
  return {
    kind: "scalar",
    ...describe(facts),
    type: scalarType(facts),
    ...(values && { enum: values }),
    ...(fixed && { const: fixed.value }),
    ...(pattern !== undefined && { pattern }),
    ...(format !== undefined && { format }),
    ...(examples && { examples }),
  };
}

function scalarType(facts: Facts): ScalarType {
  const stated = facts.types?.filter((name) => name !== "null") ?? [];
  const literals = facts.const ? [facts.const.value] : (facts.enum ?? []).filter((value) => value !== null);
  const [type] = stated.length > 0 ? stated : new Set(literals.map((value) => typeof value));
  if (type === "number" || (type === "integer" && stated.includes("number"))) return "number";
  if (type === "integer" || type === "boolean") return type;
  if (facts.format === "date") return "date";
  return facts.format === "date-time" ? "datetime" : "string";
}
