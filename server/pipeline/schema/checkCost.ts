// How many schemas would one answer be checked against? References can make a small text check the same value, or its
// members, again and again: doubled thirty times, a thousand million times. The sum over a tree of one item a list is
// made level by level from the deepest up, each (schema, level) once, so it is cheap where the check itself would not be.

import type { Json } from "../document.ts";
import type { ObjectTarget, Target } from "../target.ts";
import type { Application } from "./evaluationOrder.ts";
import { invalidSchema } from "./invalidSchema.ts";
import { limits } from "./limits.ts";
import type { SchemaNode } from "./schemaNode.ts";

/** Throws `invalid_schema` where an answer as deep as the target would need too many checks. */
export function checkCost(order: readonly Application[], root: SchemaNode, target: ObjectTarget): void {
  let below: ReadonlyMap<SchemaNode, number> = new Map();
  for (let level = depthOf(target); level >= 0; level--) {
    const here = new Map<SchemaNode, number>();
    for (const { node, toValue, toMembers } of order) {
      here.set(node, 1 + sum(toValue, here) + sum(toMembers, below));
    }
    below = here;
  }
  if ((below.get(root) ?? 0) > limits.checks) {
    throw invalidSchema(null, "It grows too large when its references are followed.");
  }
}

function sum(schemas: readonly SchemaNode[], costs: ReadonlyMap<SchemaNode, number>): number {
  return schemas.reduce((total, schema) => total + (costs.get(schema) ?? 0), 0);
}

/** Levels of objects and lists in an answer, those of literals too. */
function depthOf(target: Target): number {
  if (target.kind === "scalar") return deepest([...(target.enum ?? []), target.const ?? null].map(nestingOf));
  const inner = target.kind === "list" ? [target.items] : target.properties.map((property) => property.target);
  return 1 + deepest(inner.map(depthOf));
}

function nestingOf(json: Json): number {
  return json === null || typeof json !== "object" ? 0 : 1 + deepest(Object.values(json).map(nestingOf));
}

function deepest(depths: readonly number[]): number {
  return depths.reduce((most, depth) => Math.max(most, depth), 0);
}
