// One command, two documents: starts the server on a free port with a key of its own in a temporary data folder, sends
// the shipped invoice and the shipped receipt as a client would, prints what comes back, and leaves nothing behind.

import { type ChildProcessByStdio, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify, styleText } from "node:util";

type Server = ChildProcessByStdio<null, Readable, null>;
type Environment = NodeJS.ProcessEnv;

interface Sample {
  readonly file: string;
  readonly type: string;
  readonly schema: string;
  readonly about: string;
}

const root = fileURLToPath(new URL("../", import.meta.url));
const samples: readonly Sample[] = [
  {
    file: "invoice.pdf",
    type: "application/pdf",
    schema: "invoice.schema.json",
    about: "an invoice with a text layer",
  },
  { file: "receipt.jpg", type: "image/jpeg", schema: "receipt.schema.json", about: "a scanned receipt in German" },
];

const dim = (text: string) => styleText("dim", text);
const bold = (text: string) => styleText("bold", text);

const interrupted = new AbortController();
// Not `once`: npm passes Ctrl-C on to a process that had it from the terminal already.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => interrupted.abort());
try {
  await demonstrate(interrupted.signal);
} catch (error) {
  process.exitCode = interrupted.signal.aborted ? 130 : 1;
  if (!interrupted.signal.aborted) console.error(error instanceof Error ? error.message : error);
}

async function demonstrate(signal: AbortSignal): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), "smartocr-demo-"));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const environment = environmentOf(dataDir);

  say(bold("SmartOCR demo"), dim("everything runs on this machine, nothing leaves it\n"));
  const key = await createKey(environment, signal);
  say(dim(`$ smartocr keys create --name demo      a key of the free tier: ${key.slice(0, 12)}…`));
  const started = performance.now();
  const server = startServer(environment);
  stack.defer(() => stopServer(server));
  const url = await untilReady(server, signal);
  say(dim(`$ npm start                              listening on ${url}, ready in ${since(started)}\n`));
  for (const sample of samples) await show(sample, { url, key, signal });
  say(`Start your own server with ${bold("npm start")}, make a key with ${bold("npx smartocr keys create --name me")}`);
}

/** The shipped settings: those of an installation on this machine are none of the demo's. */
function environmentOf(dataDir: string): Environment {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith("SMARTOCR_"));
  const own = { SMARTOCR_DATA_DIR: dataDir, SMARTOCR_HOST: "127.0.0.1", SMARTOCR_PORT: "0" };
  return { ...Object.fromEntries(others), ...own };
}

async function createKey(env: Environment, signal: AbortSignal): Promise<string> {
  const command = [join(root, "server/cli/smartocr.ts"), "keys", "create", "--name", "demo", "--json"];
  const { stdout } = await promisify(execFile)(process.execPath, command, { env, signal });
  return JSON.parse(stdout).key;
}

function startServer(env: Environment): Server {
  return spawn(process.execPath, [join(root, "server/main.ts")], { env, stdio: ["ignore", "pipe", "inherit"] });
}

/** The server's address, once its log says that it is ready. */
async function untilReady({ stdout }: Server, signal: AbortSignal): Promise<string> {
  let url = "";
  for await (const line of createInterface({ input: stdout, signal })) {
    const entry = JSON.parse(line);
    if (entry.msg === "listening") url = entry.url;
    if (entry.msg === "ready") break;
  }
  signal.throwIfAborted();
  if (stdout.readableEnded) throw new Error("The server ended before it was ready; its reason stands above.");
  // The end of the loop paused it, and a server whose log nobody reads comes to a halt.
  stdout.resume();
  return url;
}

async function stopServer(server: Server): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exited = once(server, "exit");
  server.kill("SIGTERM");
  await exited;
}

interface Client {
  readonly url: string;
  readonly key: string;
  readonly signal: AbortSignal;
}

async function show({ file, type, schema, about }: Sample, { url, key, signal }: Client): Promise<void> {
  say(bold(file), dim(about));
  say(dim(`$ curl ${url}/v1/extract -H "x-api-key: $KEY" \\`));
  say(dim(`       -F file=@samples/${file} -F schema=@samples/${schema}`));
  const body = new FormData();
  body.set("file", new Blob([await readFile(join(root, "samples", file))], { type }), file);
  body.set("schema", await readFile(join(root, "samples", schema), "utf8"));
  const post = async () => {
    const sent = performance.now();
    const response = await fetch(`${url}/v1/extract`, { method: "POST", headers: { "x-api-key": key }, body, signal });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`The server answered ${response.status} to ${file}: ${text}`);
    return { response, text, took: since(sent) };
  };
  const { response, text, took } = await post();
  const again = await post();
  say(dim(`HTTP 200 in ${took}; asked once more, in ${again.took}`));
  say(toColouredJson(shorten(JSON.parse(text))));
  const review = response.headers.get("SmartOCR-Review");
  const note = dim("(these may be wrong more often than the error budget of 2 % allows)");
  say(review ? `SmartOCR-Review: ${review} ${note}\n` : dim("No SmartOCR-Review: no field needs a second look.\n"));
}

/** The answer with the first three lines of its text. */
function shorten(answer: { readonly rawText: string }): object {
  const lines = answer.rawText.split("\n");
  return { ...answer, rawText: lines.length > 3 ? `${lines.slice(0, 3).join("\n")}\n…` : answer.rawText };
}

function toColouredJson(value: object): string {
  return JSON.stringify(value, null, 2).replace(
    /^( *)("[^"]+")(?=: )/gm,
    (_, indent, name) => indent + styleText("cyan", name),
  );
}

function since(start: number): string {
  return `${Math.round(performance.now() - start)} ms`;
}

function say(...parts: readonly string[]): void {
  console.log(parts.join(" "));
}
