// The life of the real process: it says when it serves, it drains on SIGTERM, and what keeps it from starting is a
// sentence.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { receiptJpeg } from "./support/documents.ts";
import { extractFrom } from "./support/extractFrom.ts";

const path = (name: string) => fileURLToPath(new URL(`../server/${name}`, import.meta.url));

let dataDir: string;
const started: ChildProcess[] = [];
before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "smartocr-drain-"));
});
after(async () => {
  for (const child of started) child.kill("SIGKILL");
  await rm(dataDir, { recursive: true });
});

function start(script: string, args: readonly string[], settings: Record<string, string> = {}): ChildProcess {
  const env = {
    PATH: process.env.PATH,
    SMARTOCR_DATA_DIR: dataDir,
    SMARTOCR_PORT: "0",
    SMARTOCR_WORKERS: "1",
    ...settings,
  };
  const child = spawn(process.execPath, [path(script), ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  started.push(child);
  return child;
}

async function untilListening(server: ChildProcess): Promise<string> {
  assert.ok(server.stdout);
  for await (const line of createInterface({ input: server.stdout })) {
    const { msg, url } = JSON.parse(line);
    if (msg !== "listening") continue;
    server.stdout.resume();
    return url;
  }
  throw new Error("the server ended before it listened");
}

/** Why a server did not start: what it wrote to stderr, once it has ended with status 1. */
async function refusalOf(server: ChildProcess): Promise<string> {
  assert.ok(server.stdout && server.stderr);
  server.stdout.resume();
  const [message, [code]] = await Promise.all([text(server.stderr), once(server, "exit")]);
  assert.equal(code, 1);
  return message;
}

async function createKey(): Promise<string> {
  const cli = start("cli/smartocr.ts", ["keys", "create", "--name", "drain", "--json"]);
  assert.ok(cli.stdout);
  return JSON.parse(await text(cli.stdout)).key;
}

describe("SIGTERM", () => {
  it("lets the running request finish though it comes twice, refuses new ones with 503 and ends with status 0", async () => {
    const key = await createKey();
    const server = start("main.ts", []);
    const url = await untilListening(server);
    const request = { bytes: await receiptJpeg(), type: "image/jpeg", schema: { Summe: "number" } };
    const running = extractFrom({ url, key }, request);
    await new Promise((resolve) => setTimeout(resolve, 150));
    server.kill("SIGTERM");
    await new Promise((resolve) => setTimeout(resolve, 50));
    const late = await extractFrom({ url, key }, request);
    assert.equal(late.status, 503);
    assert.equal(late.body.code, "overloaded");
    assert.ok(Number(late.headers.get("retry-after")) >= 1);
    // npm passes Ctrl-C on to a process that had it from the terminal already.
    server.kill("SIGTERM");
    const { status, body } = await running;
    assert.equal(status, 200);
    assert.deepEqual(body.extractedData, { Summe: 15.9 });
    const [code] = await once(server, "exit");
    assert.equal(code, 0);
  });
});

describe("SIGTERM during the start", () => {
  it("ends a server that never says it was ready; with no key, it has said how to make one", async () => {
    const server = start("main.ts", [], { SMARTOCR_DATA_DIR: join(dataDir, "empty") });
    assert.ok(server.stdout);
    const messages: string[] = [];
    for await (const line of createInterface({ input: server.stdout })) {
      const { msg } = JSON.parse(line);
      messages.push(msg);
      if (msg === "listening") server.kill("SIGTERM");
    }
    assert.ok(messages.some((message) => message.includes("npx smartocr keys create --name NAME")));
    assert.ok(!messages.includes("ready"));
    assert.equal(messages.at(-1), "stopped");
  });
});

describe("what keeps a server from starting is told in a sentence", () => {
  it("a wrong setting: which variable, what was expected and what it is for", async () => {
    const message = await refusalOf(start("main.ts", [], { SMARTOCR_PORT: "eighty" }));
    assert.match(message, /^SMARTOCR_PORT is "eighty", but must be integer\. TCP port to listen on/);
  });

  it("a port in use: which one, and which setting names another", async () => {
    await using other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    const { port } = other.address() as AddressInfo;
    const message = await refusalOf(start("main.ts", [], { SMARTOCR_PORT: String(port) }));
    assert.match(message, new RegExp(`^Port ${port} .* in use\\..*SMARTOCR_PORT.*\\.\n$`));
  });

  it("an address of another machine, or a name that leads nowhere", async () => {
    for (const host of ["192.0.2.1", "nowhere.invalid"]) {
      const message = await refusalOf(start("main.ts", [], { SMARTOCR_HOST: host }));
      assert.match(message, new RegExp(`^${host} .*SMARTOCR_HOST.*\\.\n$`));
    }
  });

  it("workers that can't start: why the last one didn't", async () => {
    const withoutNode = `--import data:text/javascript,process.execPath='/nowhere/node'`;
    const message = await refusalOf(start("main.ts", [], { NODE_OPTIONS: withoutNode }));
    assert.match(message, /^No worker process can start: .*\/nowhere\/node/);
    assert.doesNotMatch(message, /\n\s+at /);
  });
});

describe("two servers on one data folder", () => {
  it("the second one refuses to start with a sentence", { timeout: 30_000 }, async () => {
    const first = start("main.ts", []);
    await untilListening(first);
    assert.match(await refusalOf(start("main.ts", [])), /data folder/);
    first.kill("SIGTERM");
    await once(first, "exit");
  });
});
