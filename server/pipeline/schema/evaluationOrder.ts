// A schema applies others to the same value (`$ref`, `allOf`, `not`, ...) and to members of it (`properties`, `items`,
// ...). By way of members it may lead back to itself; for the same value it may not, or checking a value would never end.
// So the schemas can be put in an order in which each comes after all that it applies to the same value.

import { invalidSchema } from "./invalidSchema.ts";
import { limits } from "./limits.ts";
import type { SchemaDocument } from "./schemaDocument.ts";
import type { SchemaNode } from "./schemaNode.ts";

/** A schema and what it applies to the same value and to members of it, references followed. */
export interface Application {
  readonly node: SchemaNode;
  readonly toValue: readonly SchemaNode[];
  readonly toMembers: readonly SchemaNode[];
}

/**
 * The schemas that an answer can come to be checked against, each after those that it applies to the same value.
 * Throws `invalid_schema` where one leads back to itself for the same value, or by too many steps to another.
 */
export function evaluationOrder(document: SchemaDocument): readonly Application[] {
  const order: Application[] = [];
  const lengths = new Map<SchemaNode, number>();
  const open = new Set<SchemaNode>();
  const reached = new Set([document.root]);

  /** Gives the length of the longest chain that begins here. The limit of subschemas bounds this recursion. */
  const visit = (node: SchemaNode): number => {
    const known = lengths.get(node);
    if (known !== undefined) return known;
    if (open.has(node)) {
      throw invalidSchema(node.pointer, "It refers back to itself with no property or list between.");
    }
    open.add(node);
    const application = applicationOf(node, document);
    let length = 1;
    for (const inner of application.toValue) length = Math.max(length, 1 + visit(inner));
    if (length > limits.chain) throw invalidSchema(node.pointer, "The chain of references from here is too long.");
    open.delete(node);
    lengths.set(node, length);
    order.push(application);
    for (const member of application.toMembers) reached.add(member);
    return length;
  };

  for (const node of reached) visit(node);
  return order;
}

function applicationOf(node: SchemaNode, document: SchemaDocument): Application {
  const { single, lists, maps } = node;
  const target = document.follow(node);
  const { not, if: condition, then: consequence, else: alternative, ...ofMembers } = single;
  const { prefixItems = [], ...branches } = lists;
  const { dependentSchemas, ...byName } = maps;
  const toValue = [target, not, condition, consequence, alternative, ...Object.values(branches).flat()];
  return {
    node,
    toValue: [...toValue.filter((schema) => schema != null), ...(dependentSchemas?.values() ?? [])],
    toMembers: [
      ...Object.values(ofMembers),
      ...prefixItems,
      ...Object.values(byName).flatMap((schemas) => [...schemas.values()]),
    ],
  };
}
