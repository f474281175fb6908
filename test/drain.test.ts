// The life of the real process: it says when it serves, it drains on SIGTERM, a wrong setting is a sentence.

import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
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

async function createKey(): Promise<string> {
  const cli = start("cli/smartocr.ts", ["keys", "create", "--name", "drain", "--json"]);
  assert.ok(cli.stdout);
  return JSON.parse(await text(cli.stdout)).key;
}

describe("SIGTERM", () => {
  it("lets the running request finish, refuses new ones with 503 and ends with status 0", async () => {
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
    const { status, body } = await running;
    assert.equal(status, 200);
    assert.deepEqual(body.extractedData, { Summe: 15.9 });
    const [code] = await once(server, "exit");
    assert.equal(code, 0);
  });
});

describe("a wrong setting", () => {
  it("stops the start with a sentence that names the variable, what was expected and what it is for", async () => {
    const server = start("main.ts", [], { SMARTOCR_PORT: "eighty" });
    assert.ok(server.stderr);
    const [message, [code]] = await Promise.all([text(server.stderr), once(server, "exit")]);
    assert.equal(code, 1);
    assert.match(message, /^SMARTOCR_PORT is "eighty", but must be integer\. TCP port to listen on/);
  });
});

describe("two servers on one data folder", () => {
  it("the second one refuses to start with a sentence", { timeout: 30_000 }, async () => {
    const first = start("main.ts", []);
    await untilListening(first);
    const second = start("main.ts", []);
    assert.ok(second.stderr);
    const [message, [code]] = await Promise.all([text(second.stderr), once(second, "exit")]);
    assert.equal(code, 1);
    assert.match(message, /data folder/);
    first.kill("SIGTERM");
    await once(first, "exit");
  });
});
