import { randomUUID } from "node:crypto";
import type { RequestHandler, Response } from "express";

/** Gives every request an id of our own making, in `x-request-id` and in the log. */
export const requestId: RequestHandler = (_request, response, next) => {
  response.locals.requestId = randomUUID();
  response.setHeader("x-request-id", requestIdOf(response));
  next();
};

/** The id of the request that this response answers. */
export function requestIdOf(response: Response): string {
  return String(response.locals.requestId);
}
