// What crosses the pipe between the server and a worker, and how an error gets across it.
// V8's structured clone carries it: typed arrays, Maps and Dates arrive as such, a class instance as a plain object.

import { type ErrorCode, errorCodes, Failure } from "../errors.ts";
import { isOutOfMemory } from "./lossReason.ts";

export interface Task {
  readonly name: string;
  readonly args: unknown;
}

/** How a task ended that ran to its end. */
export type Outcome = { readonly kind: "result"; readonly value: unknown } | Thrown;

type Thrown =
  | {
      readonly kind: "failure";
      readonly code: ErrorCode;
      readonly detail: string | undefined;
      readonly internal: string | undefined;
    }
  | { readonly kind: "error"; readonly name: string; readonly message: string; readonly stack: string };

/** A worker's word to the server: "warm" once, when it can take tasks; then one for each task. */
export interface Report {
  readonly outcome: Outcome | "warm" | "outOfMemory";
  readonly rssBytes: number;
}

/** In the worker: what a task threw, as data. */
export function describeThrown(error: unknown): Thrown | "outOfMemory" {
  if (error instanceof Failure) {
    const { code, detail, internal } = error;
    return { kind: "failure", code, detail, internal };
  }
  if (isOutOfMemory(error)) return "outOfMemory";
  const { name, message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  return { kind: "error", name, message, stack };
}

/**
 * In the server: the error that a task threw. Only a Failure's `detail` is safe for a client; the message and stack of
 * any other error may quote what the task was working on (JSON.parse does), so they belong in no log either.
 */
export function rebuildThrown(thrown: Thrown): Error {
  if (thrown.kind === "failure") return new Failure(thrown.code, thrown);
  const { name, message, stack } = thrown;
  return Object.assign(new Error(message), { name, stack });
}

/**
 * Whether a message is a report. A worker that opens hostile bytes may have been taken over by them:
 * what it sends must not be able to throw in the server's event handlers.
 */
export function isReport(message: unknown): message is Report {
  if (!isRecord(message) || typeof message.rssBytes !== "number") return false;
  const { outcome } = message;
  if (outcome === "warm" || outcome === "outOfMemory") return true;
  if (!isRecord(outcome)) return false;
  const texts = (...values: unknown[]) => values.every((value) => typeof value === "string");
  switch (outcome.kind) {
    case "result":
      return true;
    case "failure":
      return errorCodes.some((code) => code === outcome.code) && texts(outcome.detail ?? "", outcome.internal ?? "");
    case "error":
      return texts(outcome.name, outcome.message, outcome.stack);
    default:
      return false;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
