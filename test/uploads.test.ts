// Uploads that are too large, too slow or never end: each is refused at once, costs nothing and holds nothing.

import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { invoicePdf } from "./support/documents.ts";
import { extractFrom } from "./support/extractFrom.ts";
import { startTestServer, type TestServer } from "./support/testServer.ts";

const megabyte = 1024 * 1024;

let server: TestServer;
before(async () => {
  server = await startTestServer({
    settings: { SMARTOCR_UPLOAD_TIMEOUT_MS: "1500", SMARTOCR_QUEUE_LIMIT: "2", SMARTOCR_DRAIN_MS: "300" },
  });
});
after(() => server[Symbol.asyncDispose]());

interface RawAnswer {
  readonly status: number;
  readonly code: string;
  readonly ms: number;
}

/** Opens an upload of `bodyBytes` bytes (null: chunked, without end) and sends the beginning of its file part. */
function begin(
  key: string,
  bodyBytes: number | null,
): { socket: Socket; answer: Promise<RawAnswer>; send(bytes: number): void } {
  const { hostname, port } = new URL(server.url);
  const socket = connect(Number(port), hostname);
  const start = performance.now();
  const chunk = (text: Buffer | string) =>
    socket.write(
      bodyBytes === null
        ? Buffer.concat([Buffer.from(`${text.length.toString(16)}\r\n`), Buffer.from(text), Buffer.from("\r\n")])
        : text,
    );
  const length = bodyBytes === null ? "Transfer-Encoding: chunked" : `Content-Length: ${bodyBytes}`;
  socket.write(
    `POST /v1/extract HTTP/1.1\r\nHost: x\r\nx-api-key: ${key}\r\n${length}\r\nContent-Type: multipart/form-data; boundary=b\r\n\r\n`,
  );
  chunk(
    '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\n',
  );
  const answer = new Promise<RawAnswer>((resolve, reject) => {
    let text = "";
    socket.on("data", (data) => {
      text += data;
    });
    socket.on("error", reject);
    socket.on("close", () => {
      const [head = "", body = ""] = text.split("\r\n\r\n");
      resolve({
        status: Number(head.split(" ")[1]),
        code: body ? JSON.parse(body).code : "",
        ms: performance.now() - start,
      });
    });
  });
  return { socket, answer, send: (bytes) => void chunk(Buffer.alloc(bytes, 0x20)) };
}

async function creditsOf(key: string): Promise<number> {
  const { body } = await extractFrom(server, {
    bytes: await invoicePdf(),
    type: "application/pdf",
    schema: { a: "string" },
    key,
  });
  return body.creditsRemaining + 1;
}

describe("an upload", () => {
  it("that says it is too large is refused before it is read", async () => {
    const { answer } = begin(server.key, 60 * megabyte);
    const { status, code, ms } = await answer;
    assert.deepEqual([status, code], [413, "file_too_large"]);
    assert.ok(ms < 1_400, `answered and closed after ${Math.round(ms)} ms`);
  });

  it("without a length is refused at the byte that is too many, though it never ends", async () => {
    const key = await server.makeKey({ credits: 3 });
    const { answer, send } = begin(key, null);
    send(5 * megabyte + 1);
    const { status, code, ms } = await answer;
    assert.deepEqual([status, code], [413, "file_too_large"]);
    assert.ok(ms < 1_400, `answered and closed after ${Math.round(ms)} ms`);
    assert.equal(await creditsOf(key), 3);
  });

  it("that stalls gets 408 when its time is over, and gives its credit and its place back", async () => {
    const key = await server.makeKey({ credits: 3 });
    const stalled = [begin(key, megabyte), begin(key, megabyte)];
    await sleep(300);
    const full = await extractFrom(server, {
      bytes: await invoicePdf(),
      type: "application/pdf",
      schema: { a: "string" },
    });
    assert.equal(full.status, 503, "two places are taken");
    for (const { answer } of stalled)
      assert.deepEqual((({ status, code }) => [status, code])(await answer), [408, "request_timeout"]);
    assert.equal(await creditsOf(key), 3);
  });

  it("whose client leaves gives its credit and its place back", async () => {
    const key = await server.makeKey({ credits: 1 });
    const { socket } = begin(key, megabyte);
    await sleep(200);
    socket.destroy();
    await sleep(200);
    assert.equal(await creditsOf(key), 1);
  });

  it("may have parts that nobody asked for, but a text once only", async () => {
    const form = new FormData();
    form.set("file", new Blob([Uint8Array.from(await invoicePdf())], { type: "application/pdf" }), "invoice.pdf");
    form.set("photo", new Blob(["x".repeat(100_000)]), "photo.jpg");
    form.set("schema", '{"invoiceNumber": "string"}');
    const post = () =>
      fetch(`${server.url}/v1/extract`, { method: "POST", headers: { "x-api-key": server.key }, body: form });
    assert.equal((await post()).status, 200);
    form.append("schema", new Blob(["{}"]), "schema.json");
    const twice = await post();
    assert.equal(twice.status, 400);
    assert.equal(JSON.parse(await twice.text()).error, "The part `schema` must be sent once, as one text.");
  });
});

describe("a time limit of the client", () => {
  for (const timeoutMs of [1, 5_005]) {
    it(`of ${timeoutMs} ms is kept`, async () => {
      const { status, body } = await extractFrom(server, {
        bytes: await invoicePdf(),
        type: "application/pdf",
        schema: { invoiceNumber: "string" },
        timeoutMs,
      });
      assert.deepEqual([status, body.code], timeoutMs === 1 ? [500, "extraction_failed"] : [200, undefined]);
    });
  }
});

describe("draining", () => {
  it("ends in its time although an upload never does, and tells its client", async () => {
    const { answer } = begin(server.key, megabyte);
    await sleep(200);
    const start = performance.now();
    await server.app.drain();
    assert.ok(performance.now() - start < 1_400);
    assert.deepEqual((({ status, code }) => [status, code])(await answer), [503, "overloaded"]);
  });
});
