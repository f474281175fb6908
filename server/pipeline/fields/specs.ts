import type { FieldSpec, ObjectTarget, TargetSchema } from "../target.ts";

/** RFC 6901: `~` becomes `~0` and `/` becomes `~1`. */
export function childPointer(parent: string, key: string): string {
  return `${parent}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Lists what an engine can look for, in the order of the schema: scalars and whole lists. A `const` needs no search. */
export function fieldSpecs(target: TargetSchema): FieldSpec[] {
  return leavesOf(target.root, { pointer: "", path: [], within: [] });
}

type Place = Pick<FieldSpec, "pointer" | "path" | "within">;

function leavesOf(node: ObjectTarget, place: Place): FieldSpec[] {
  return node.properties.flatMap(({ key, required, target }) => {
    const pointer = childPointer(place.pointer, key);
    const path = [...place.path, key];
    if (target.kind === "object") {
      const { title, description } = target;
      const parent = { key, ...(title !== undefined && { title }), ...(description !== undefined && { description }) };
      return leavesOf(target, { pointer, path, within: [...place.within, parent] });
    }
    if (target.kind === "scalar" && target.const !== undefined) return [];
    return [{ pointer, path, required, within: place.within, target }];
  });
}
