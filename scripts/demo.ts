// One command, two documents: starts the server on a free port with a key of its own in a temporary data folder, sends
// the shipped invoice and the shipped receipt as a client would, prints what comes back, and leaves nothing behind.

import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { inspect, promisify, styleText } from "node:util";

const root = fileURLToPath(new URL("../", import.meta.url));
const documents = [
  {
    file: "invoice.pdf",
    type: "application/pdf",
    schema: "invoice.schema.json",
    about: "an invoice with a text layer",
  },
  { file: "receipt.jpg", type: "image/jpeg", schema: "receipt.schema.json", about: "a scanned receipt in German" },
] as const;

const dim = (text: string) => styleText("dim", text);
const bold = (text: string) => styleText("bold", text);

const dataDir = await mkdtemp(join(tmpdir(), "smartocr-demo-"));
const environment = { ...process.env, SMARTOCR_DATA_DIR: dataDir, SMARTOCR_PORT: "0", SMARTOCR_HOST: "127.0.0.1" };
try {
  await demonstrate();
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

async function demonstrate(): Promise<void> {
  say(bold("SmartOCR demo"), dim("everything runs on this machine, nothing leaves it\n"));
  const key = await createKey();
  say(dim(`$ smartocr keys create --name demo      a key of the free tier: ${key.slice(0, 12)}…`));
  const started = performance.now();
  const { server, url } = await startServer();
  say(dim(`$ npm start                              listening on ${url}, ready in ${since(started)}\n`));
  try {
    for (const document of documents) await show(url, key, document);
  } finally {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
  say(
    dim("The server has stopped. Start your own with"),
    bold("npm start"),
    dim("and make a key with"),
    bold("npx smartocr keys create --name me"),
  );
}

async function createKey(): Promise<string> {
  const command = [join(root, "server/cli/smartocr.ts"), "keys", "create", "--name", "demo", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env: environment });
  return JSON.parse(stdout).key;
}

async function startServer(): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, [join(root, "server/main.ts")], {
    env: environment,
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const entry = JSON.parse(line);
    if (entry.msg !== "listening") continue;
    server.stdout.resume();
    await untilReady(entry.url);
    return { server, url: entry.url };
  }
  throw new Error("The server ended before it served; its reason stands above.");
}

async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await fetch(`${url}/readyz`)).ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The server at ${url} did not get ready within 10 s.`);
}

async function show(
  url: string,
  key: string,
  { file, type, schema, about }: (typeof documents)[number],
): Promise<void> {
  const schemaText = await readFile(join(root, "samples", schema), "utf8");
  say(bold(file), dim(about));
  say(
    dim(`$ curl ${url}/v1/extract -H "x-api-key: $KEY" \\
       -F file=@samples/${file} -F schema=@samples/${schema}`),
  );
  const form = new FormData();
  form.set("file", new Blob([await readFile(join(root, "samples", file))], { type }), file);
  form.set("schema", schemaText);
  const sent = performance.now();
  const response = await fetch(`${url}/v1/extract`, { method: "POST", headers: { "x-api-key": key }, body: form });
  const answer: Record<string, unknown> = JSON.parse(await response.text());
  say(dim(`HTTP ${response.status} in ${since(sent)}`));
  const { rawText, ...rest } = answer;
  say(inspect({ ...rest, rawText: `${String(rawText).slice(0, 60)}…` }, { colors: process.stdout.isTTY, depth: 6 }));
  const review = response.headers.get("SmartOCR-Review");
  say(review ? `Look at these yourself: ${review}\n` : "No field needs a second look.\n");
}

function since(start: number): string {
  return `${Math.round(performance.now() - start)} ms`;
}

function say(...parts: readonly string[]): void {
  console.log(parts.join(" "));
}
