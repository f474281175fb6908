// What goes wrong before there is a request: bytes that are no HTTP, headers too large, a sender too slow.
// Node would close the socket with a bare status line; the client gets the same JSON form as everywhere else.

import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import { STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { type ErrorCode, Failure } from "../errors.ts";
import { errorResponse } from "./errorResponse.ts";

const codes: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: "headers_too_large",
  ERR_HTTP_REQUEST_TIMEOUT: "request_timeout",
};

/** Time for the client to read the answer before the socket is closed, ms. */
const lingerMs = 1_000;

/** Answers the `clientError` events of a server. */
export function answerClientErrors(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (!socket.writable || error.code === "ECONNRESET") {
      socket.destroy();
      return;
    }
    const requestId = randomUUID();
    const { status, body } = errorResponse(new Failure(codes[error.code ?? ""] ?? "bad_request"), requestId);
    const text = JSON.stringify(body);
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "Content-Type: application/json; charset=utf-8",
      `Content-Length: ${Buffer.byteLength(text)}`,
      `x-request-id: ${requestId}`,
      "Connection: close",
    ];
    socket.end(`${head.join("\r\n")}\r\n\r\n${text}`);
    // Half closed, the socket would live as long as its client likes.
    setTimeout(() => socket.destroy(), lingerMs).unref();
  });
}
