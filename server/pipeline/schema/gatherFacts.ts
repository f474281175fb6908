// Follows everything that applies to the same value (see facts.ts) and counts every step: a schema that doubles at each
// reference is refused long before it has unfolded.

import type { Facts, Part } from "./facts.ts";
import { both, isNull, nothingToFind, oneOfLiterals, ownFacts } from "./facts.ts";
import { invalidSchema } from "./invalidSchema.ts";
import { limits } from "./limits.ts";
import type { SchemaDocument } from "./schemaDocument.ts";
import type { SchemaNode } from "./schemaNode.ts";

/** Gives the facts of a value that all the parts describe. Throws `invalid_schema`. */
export type GatherFacts = (parts: readonly Part[]) => Facts;

/** Made once a schema: the visits of all calls count together. */
export function factsGatherer(document: SchemaDocument): GatherFacts {
  let visits = 0;

  const gather = (part: Part): Facts => {
    visits += 1;
    if (visits > limits.visits) throw invalidSchema(null, "It grows too large when its references are followed.");
    const { node } = part;
    const facts = [
      ownFacts(part),
      ...follow(part),
      ...(node.lists.allOf ?? []).map((branch) => gather({ ...part, node: branch })),
      ...[node.lists.anyOf, node.lists.oneOf].flatMap((branches) => (branches ? choose(branches, part) : [])),
    ];
    return facts.reduce(both);
  };

  const follow = (part: Part): readonly Facts[] => {
    const target = document.follow(part.node);
    if (!target) return [];
    const levels = part.path.filter((node) => node === target).length;
    if (levels >= limits.recursion) return [nothingToFind];
    return [gather({ ...part, node: target, path: [...part.path, target] })];
  };

  const choose = (branches: readonly SchemaNode[], part: Part): Facts => {
    const read = (node: SchemaNode, undecided: boolean) => gather({ ...part, node, undecided });
    const all = branches.map((node) => ({ node, facts: read(node, part.undecided) }));
    const values = all.filter(({ facts }) => !isNull(facts));
    const open = values.filter(({ facts }) => !facts.impossible);
    const nullable = all.some(({ facts }) => facts.nullable && !facts.impossible);
    const literals = oneOfLiterals(open.map(({ facts }) => facts));
    if (literals) return { ...literals, nullable };
    const chosen = open.find(({ facts }) => !facts.const && !facts.enum);
    if (!chosen) return (values[0] ?? all[0])?.facts ?? nothingToFind; // all are impossible or null
    return { ...(values.length > 1 ? read(chosen.node, true) : chosen.facts), nullable };
  };

  return (parts) => parts.map(gather).reduce(both);
}
