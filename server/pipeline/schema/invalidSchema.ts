import { Failure } from "../../errors.ts";

const longestQuote = 200;

/** Cuts client text that a message quotes to 200 characters. */
export function quoted(text: string): string {
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

/**
 * The refusal of a schema: `problem` is a sentence for the client, `pointer` the JSON Pointer of the place in the schema's
 * text, or null where the whole text is meant.
 */
export function invalidSchema(pointer: string | null, problem: string, cause?: unknown): Failure {
  const place = pointer === null ? "" : pointer === "" ? "At the root: " : `At ${quoted(pointer)}: `;
  return new Failure("invalid_schema", { detail: place + problem, cause });
}
