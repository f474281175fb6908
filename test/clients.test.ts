// A drop-in for clients of the hosted API: the same calls, unchanged but for the address.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import axios from "axios";
import { curl, isPresent, python, pythonRequests } from "../scripts/testTools.ts";
import { invoicePdf } from "./support/documents.ts";
import { startTestServer, type TestServer } from "./support/testServer.ts";

const run = promisify(execFile);
const file = fileURLToPath(new URL("../samples/invoice.pdf", import.meta.url));
const schema = '{"invoiceNumber": "string", "totalDue": "number"}';
const truth = { invoiceNumber: "INV-2847", totalDue: 9782 };

let server: TestServer;
let folder: string;
before(async () => {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), "smartocr-clients-"));
});
after(async () => {
  await server[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const skip = (tool: typeof curl) => (isPresent(tool) ? false : `NOT RUN: ${tool.needs} is missing`);

describe("clients", () => {
  it("curl, as in the public example", { skip: skip(curl) }, async () => {
    const call = ["-sS", "-X", "POST", `${server.url}/v1/extract`, "-H", `x-api-key: ${server.key}`];
    const { stdout } = await run("curl", [...call, "-F", `file=@${file}`, "-F", `schema=${schema}`]);
    assert.deepEqual(JSON.parse(stdout).extractedData, truth);
  });

  it("Python's requests, which sends no type for a part", { skip: skip(pythonRequests) }, async () => {
    const script = `
import json, requests, sys
url, key, path, schema = sys.argv[1:]
answer = requests.post(url, headers={"x-api-key": key}, files={"file": open(path, "rb")}, data={"schema": schema})
assert answer.status_code == 200, answer.text
print(json.dumps(answer.json()["extractedData"]))
nameless = requests.post(url, headers={"x-api-key": key}, files={"file": ("document", open(path, "rb")), "schema": (None, schema)})
assert nameless.json()["extractedData"] == answer.json()["extractedData"], nameless.text
`;
    await writeFile(join(folder, "client.py"), script);
    const { stdout } = await run(python, [
      join(folder, "client.py"),
      `${server.url}/v1/extract`,
      server.key,
      file,
      schema,
    ]);
    assert.deepEqual(JSON.parse(stdout), truth);
  });

  it("fetch with FormData", async () => {
    const form = new FormData();
    form.set("file", new Blob([new Uint8Array(await invoicePdf())]), "invoice.pdf");
    form.set("schema", schema);
    const response = await fetch(`${server.url}/v1/extract`, {
      method: "POST",
      headers: { "x-api-key": server.key },
      body: form,
    });
    assert.deepEqual(JSON.parse(await response.text()).extractedData, truth);
  });

  it("axios", async () => {
    const form = { file: createReadStream(file), schema };
    const { data } = await axios.postForm(`${server.url}/v1/extract`, form, { headers: { "x-api-key": server.key } });
    assert.deepEqual(data.extractedData, truth);
  });
});

describe("a refusal in the middle of an upload", () => {
  const large = () => Buffer.alloc(4 * 1024 * 1024, 0x20);

  it("reaches curl", { skip: skip(curl) }, async () => {
    const upload = join(folder, "large.pdf");
    await writeFile(upload, large());
    for (const expect of ["Expect: 100-continue", "Expect:"]) {
      const call = ["-sS", `${server.url}/v1/extract`, "-H", "x-api-key: wrong", "-H", expect, "-w", "\n%{http_code}"];
      const { stdout } = await run("curl", [...call, "-F", `file=@${upload}`, "-F", `schema=${schema}`]);
      const [body, status] = stdout.split("\n");
      assert.equal(status, "401", `with "${expect}"`);
      assert.equal(JSON.parse(body ?? "").code, "unauthorized");
    }
  });

  it("reaches undici, which would take a reset for a network error", async () => {
    const form = new FormData();
    form.set("file", new Blob([new Uint8Array(large())]), "large.pdf");
    const response = await fetch(`${server.url}/v1/extract`, {
      method: "POST",
      headers: { "x-api-key": "wrong" },
      body: form,
    });
    assert.equal(response.status, 401);
    assert.equal(JSON.parse(await response.text()).code, "unauthorized");
  });

  it("reaches a raw socket that sends slowly, and closes within about a second", async () => {
    const { status, body, ms } = await sendSlowly(server.url);
    assert.equal(status, 401);
    assert.equal(body.code, "unauthorized");
    assert.ok(ms < 3_000, `closed after ${ms} ms`);
  });
});

/** Sends a chunk every 50 ms of a body said to have 4 MB, until the server closes. */
async function sendSlowly(url: string): Promise<{ status: number; body: { code: string }; ms: number }> {
  const { hostname, port } = new URL(url);
  const { connect } = await import("node:net");
  const socket = connect(Number(port), hostname);
  const start = performance.now();
  socket.write(
    `POST /v1/extract HTTP/1.1\r\nHost: x\r\nx-api-key: wrong\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 4194304\r\n\r\n`,
  );
  const timer = setInterval(() => socket.write(Buffer.alloc(1_000, 0x20)), 50);
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  clearInterval(timer);
  const [head = "", text = ""] = Buffer.concat(chunks).toString().split("\r\n\r\n");
  return { status: Number(head.split(" ")[1]), body: JSON.parse(text), ms: performance.now() - start };
}
