// How many schemas would one answer be checked against? References can make a small text check the same value, or its
// members, again and again: doubled thirty times, a thousand million times. The sum over a tree of one item a list is
// made with each (schema, depth) computed once, so it is cheap where the check itself would not be.

import type { Json } from "../document.ts";
import type { Target } from "../target.ts";
import { invalidSchema } from "./invalidSchema.ts";
import { limits } from "./limits.ts";
import type { SchemaDocument } from "./schemaDocument.ts";
import type { SchemaNode } from "./schemaNode.ts";

const sameValue: ReadonlySet<string> = new Set([
  "not",
  "if",
  "then",
  "else",
  "allOf",
  "anyOf",
  "oneOf",
  "dependentSchemas",
]);

/**
 * Throws `invalid_schema` where an answer as deep as the target would need too many checks, or endlessly many because a
 * schema refers back to itself for the same value.
 */
export function checkCost(document: SchemaDocument, target: Target): void {
  const depth = depthOf(target);
  const known = new Map<string, number | null>();
  let path = 0;

  const cost = (node: SchemaNode, level: number): number => {
    if (level > depth) return 0;
    const id = `${level} ${node.pointer}`;
    const before = known.get(id);
    if (before === null) {
      throw invalidSchema(node.pointer, "It refers back to itself with no property or list between.");
    }
    if (before !== undefined) return before;
    known.set(id, null);
    path += 1;
    if (path > limits.chain) throw invalidSchema(node.pointer, "The chain of references to here is too long.");
    const sum = innerSchemas(node, document).reduce(
      (total, [inner, same]) => total + cost(inner, same ? level : level + 1),
      1,
    );
    path -= 1;
    known.set(id, sum);
    return sum;
  };

  if (cost(document.root, 0) > limits.checks) {
    throw invalidSchema(null, "It grows too large when its references are followed.");
  }
}

/** The schemas inside one, each with whether it applies to the same value or to a member of it. */
function innerSchemas(node: SchemaNode, document: SchemaDocument): readonly (readonly [SchemaNode, boolean])[] {
  const target = document.follow(node);
  const groups: [string, readonly SchemaNode[]][] = [
    ...Object.entries(node.single).map(([name, schema]): [string, SchemaNode[]] => [name, [schema]]),
    ...Object.entries(node.lists),
    ...Object.entries(node.maps).map(([name, schemas]): [string, SchemaNode[]] => [name, [...schemas.values()]]),
  ];
  const inner = groups.flatMap(([name, schemas]) => schemas.map((schema) => [schema, sameValue.has(name)] as const));
  return target ? [[target, true], ...inner] : inner;
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
