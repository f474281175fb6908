// One line a request: who, what, how it ended and how long it took. No query, no body, no address of a document.

import type { RequestHandler } from "express";
import type { Log } from "../../telemetry/log.ts";
import { requestIdOf } from "./requestId.ts";

/** Logs at the end of each request; one whose client left before the answer is marked `aborted`. */
export function accessLog(log: Log): RequestHandler {
  return (request, response, next) => {
    const start = performance.now();
    response.once("close", () => {
      log.info(
        {
          requestId: requestIdOf(response),
          method: request.method,
          path: request.path,
          status: response.headersSent ? response.statusCode : null,
          ms: Math.round(performance.now() - start),
          bytes: Number(request.headers["content-length"] ?? 0),
          ...response.locals.logged,
          ...(response.writableFinished ? {} : { aborted: true }),
        },
        "request",
      );
    });
    next();
  };
}
