// An answer that is given while the client still sends its upload.
//
// Closing a socket that has unread bytes makes the kernel send a reset, and a reset makes the client throw away the
// answer it was about to read. So the whole answer is written first, then what still comes is read and dropped, up to
// 1 MB or 1 s, and only then the response ends and the connection closes.

import type { Request, Response } from "express";

const dropBytesMax = 1024 * 1024;
const dropMsMax = 1_000;

/** Ends the response with `body`; a request body that was not read to its end is dropped within the bounds above. */
export function endWithUpload(request: Request, response: Response, body: string): void {
  response.setHeader("Content-Length", Buffer.byteLength(body));
  if (request.complete || !hasBody(request)) {
    response.end(body);
    return;
  }
  response.setHeader("Connection", "close");
  response.write(body);
  dropRest(request, () => response.end());
}

function hasBody(request: Request): boolean {
  return request.headers["transfer-encoding"] !== undefined || Number(request.headers["content-length"] ?? 0) > 0;
}

function dropRest(request: Request, done: () => void): void {
  let dropped = 0;
  const timer = setTimeout(finish, dropMsMax);
  request.on("data", count).once("end", finish).once("close", finish).resume();

  function count(chunk: Buffer): void {
    dropped += chunk.length;
    if (dropped > dropBytesMax) finish();
  }
  function finish(): void {
    clearTimeout(timer);
    request.off("data", count).off("end", finish).off("close", finish);
    done();
  }
}
