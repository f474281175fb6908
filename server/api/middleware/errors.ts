// The last handlers of every app: an address or method that is not there, and whatever was thrown.

import type { ErrorRequestHandler, RequestHandler } from "express";
import { Failure } from "../../errors.ts";
import type { Log } from "../../telemetry/log.ts";
import { errorResponse } from "../errorResponse.ts";
import { endWithUpload } from "./endWithUpload.ts";
import { requestIdOf } from "./requestId.ts";

export const notFound: RequestHandler = () => {
  throw new Failure("not_found");
};

/** Refuses every method but the ones named, for a route that has them. */
export function onlyMethods(...methods: readonly string[]): RequestHandler {
  return (_request, response) => {
    response.setHeader("Allow", methods.join(", "));
    throw new Failure("method_not_allowed", {
      detail: `This method is not allowed here. Use ${methods.join(" or ")}.`,
    });
  };
}

/** Answers in the one JSON form. A `Failure` is logged with its internal reason, anything else as an error of ours. */
export function errorHandler(log: Log): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const requestId = requestIdOf(response);
    const { status, headers, body } = errorResponse(error, requestId);
    tell(log, error, requestId, status);
    response.locals.logged = { ...response.locals.logged, code: body.code };
    response.status(status).set(headers).type("application/json");
    endWithUpload(request, response, JSON.stringify(body));
  };
}

const framesMax = 10;

/** The message of an error that nobody foresaw may quote a document; its name and where it was thrown don't. */
function describe(error: unknown): { readonly error: string; readonly at?: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error };
  return { error: /^\w{1,40}$/.test(error.name) ? error.name : "Error", at: framesOf(error) };
}

/** Taken from after the message, whose own lines may look like frames; none where the stack holds another message. */
function framesOf({ message, stack = "" }: Error): string[] {
  const start = stack.indexOf(message);
  if (start < 0) return [];
  const lines = stack.slice(start + message.length).split("\n");
  const frames = lines.filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line));
  return frames.slice(0, framesMax).map((line) => line.trim());
}

function tell(log: Log, error: unknown, requestId: string, status: number): void {
  if (!(error instanceof Failure)) log.error({ requestId, ...describe(error) }, "request failed");
  else if (status >= 500) log.warn({ requestId, code: error.code, reason: error.internal }, "request failed");
  else if (error.internal) log.info({ requestId, code: error.code, reason: error.internal }, "request refused");
}
