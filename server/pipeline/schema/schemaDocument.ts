// A JSON Schema with its references. References lead to places of the same text only: by pointer, `$anchor` or `$id`.
// A pointer may lead anywhere; what stands there is checked against the meta-schema before it is read as a schema.

import type { Json } from "../document.ts";
import type { SchemaDialect } from "./dialect.ts";
import { invalidSchema, quoted } from "./invalidSchema.ts";
import { isObject, isString } from "./json.ts";
import { valueAt } from "./jsonPointer.ts";
import { limits } from "./limits.ts";
import { checkAgainstMetaSchema } from "./metaSchema.ts";
import type { Place } from "./parseNode.ts";
import { parseNode } from "./parseNode.ts";
import { patternChecker } from "./regExp.ts";
import type { SchemaNode } from "./schemaNode.ts";

export interface SchemaDocument {
  readonly root: SchemaNode;
  /** The node that a node's `$ref` leads to, null where it has none. Throws `invalid_schema` where it leads nowhere. */
  readonly follow: (node: SchemaNode) => SchemaNode | null;
}

/** A URI for text that gives itself none: relative references resolve against it and never leave the text. */
const ownUri = "schema:/";

/** Reads the JSON of a schema. Throws `invalid_schema`. */
export function readSchemaDocument(json: Json, dialect: SchemaDialect): SchemaDocument {
  const nodes = new Map<string, SchemaNode>();
  const pointers = new Map<string, string>([[ownUri, ""]]);
  const checkPattern = patternChecker();
  let count = 0;

  const visit = (schema: Json, place: Place): string => {
    count += 1;
    if (count > limits.subschemas) throw invalidSchema(null, `It holds more than ${limits.subschemas} schemas.`);
    return isObject(schema) ? nameNode(schema, place, pointers) : place.base;
  };
  const done = (node: SchemaNode): void => {
    nodes.set(node.pointer, node);
    checkPatterns(node, checkPattern);
  };
  const read = (place: Place): SchemaNode => {
    const schema = valueAt(json, place.pointer);
    if (schema === undefined) throw invalidSchema(place.pointer, "A $ref leads here, but nothing is here.");
    checkAgainstMetaSchema(schema, place.pointer, dialect);
    return parseNode(schema, place, { dialect, visit, done });
  };

  const root = read({ pointer: "", base: ownUri });
  const follow = (node: SchemaNode): SchemaNode | null => {
    if (node.ref === null) return null;
    const target = locate(node.ref, node, pointers);
    return nodes.get(target.pointer) ?? read(target);
  };
  return { root, follow };
}

/** Enters the names that a schema gives itself; gives the base URI for what is inside it. */
function nameNode(
  schema: { readonly [key: string]: Json },
  { pointer, base }: Place,
  names: Map<string, string>,
): string {
  const { $id, $anchor, $dynamicRef } = schema;
  if ($dynamicRef !== undefined) throw invalidSchema(pointer, "$dynamicRef is not supported. Use $ref.");
  const own = isString($id) ? absolute($id, base, `${pointer}/$id`) : base;
  if (own !== base) enter(own, pointer, names);
  const inner = withoutFragment(own);
  if (isString($anchor)) enter(`${inner}#${$anchor}`, pointer, names);
  return inner;
}

function enter(uri: string, pointer: string, names: Map<string, string>): void {
  const other = names.get(uri) ?? pointer;
  if (other !== pointer)
    throw invalidSchema(pointer, `It has the name of ${quoted(other) || "the root"}: "${quoted(uri)}".`);
  names.set(uri, pointer);
}

function locate(ref: string, from: Place, names: ReadonlyMap<string, string>): Place {
  const uri = absolute(ref, from.base, `${from.pointer}/$ref`);
  const base = withoutFragment(uri);
  const fragment = uri.slice(base.length + 1);
  const named = names.get(fragment === "" ? base : uri);
  if (named !== undefined) return { pointer: named, base };
  const resource = names.get(base);
  if (resource !== undefined && fragment.startsWith("/")) return { pointer: resource + decoded(fragment), base };
  throw invalidSchema(
    `${from.pointer}/$ref`,
    `"${quoted(ref)}" is not a part of this schema. Only references inside it are followed.`,
  );
}

function absolute(reference: string, base: string, pointer: string): string {
  const uri = URL.parse(reference, base)?.href;
  if (uri === undefined) throw invalidSchema(pointer, `"${quoted(reference)}" can not be resolved inside this schema.`);
  return uri.replace(/#$/, "");
}

function withoutFragment(uri: string): string {
  return uri.split("#", 1)[0] ?? uri;
}

function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment; // a stray percent sign: the pointer is meant as it is written
  }
}

function checkPatterns(
  { assertions, maps, pointer }: SchemaNode,
  check: (pattern: string, pointer: string) => void,
): void {
  if (isString(assertions.pattern)) check(assertions.pattern, `${pointer}/pattern`);
  for (const pattern of maps.patternProperties?.keys() ?? []) check(pattern, `${pointer}/patternProperties`);
}
