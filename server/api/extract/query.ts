import type { Request } from "express";
import { Failure } from "../../errors.ts";

const includable = ["fields", "pages", "words", "images", "engine"] as const;

export type Includable = (typeof includable)[number];

export interface ExtractQuery {
  readonly include: ReadonlySet<Includable>;
  readonly strict: boolean;
  readonly timeoutMs: number;
}

export interface QueryDefaults {
  readonly strict: boolean;
  /** The default and the most that a client may ask for, ms. */
  readonly timeoutMs: number;
}

/** `?include=`, `?strict=` and `?timeout=` (ms). Throws `invalid_parameter`. */
export function parseQuery(query: Request["query"], defaults: QueryDefaults): ExtractQuery {
  return {
    include: new Set(textOf(query, "include").split(",").filter(Boolean).map(parseInclude)),
    strict: parseStrict(textOf(query, "strict"), defaults.strict),
    timeoutMs: parseTimeout(textOf(query, "timeout"), defaults.timeoutMs),
  };
}

function textOf(query: Request["query"], name: string): string {
  const value = query[name] ?? "";
  if (typeof value !== "string") throw invalid(`The parameter ${name} may be given once only.`);
  return value;
}

function parseInclude(name: string): Includable {
  const known = includable.find((one) => one === name.trim());
  if (known === undefined) throw invalid(`The parameter include takes a list of ${includable.join(", ")}.`);
  return known;
}

function parseStrict(text: string, fallback: boolean): boolean {
  if (text === "") return fallback;
  if (text !== "true" && text !== "false") throw invalid("The parameter strict takes true or false.");
  return text === "true";
}

function parseTimeout(text: string, most: number): number {
  if (text === "") return most;
  const ms = Number(text);
  if (!Number.isInteger(ms) || ms < 1 || ms > most) {
    throw invalid(`The parameter timeout takes whole milliseconds from 1 to ${most}.`);
  }
  return ms;
}

const invalid = (detail: string) => new Failure("invalid_parameter", { detail });
