// Keys as an operator meets them: the real command line, with and without a server beside it.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, it, type TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { hashKey } from "../server/accounts/keys.ts";
import { temporaryDataDir } from "./support/accounts.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function smartocr(dataDir: string, ...args: string[]): Promise<Outcome> {
  const env = { ...process.env, SMARTOCR_DATA_DIR: dataDir };
  return new Promise((resolve) => {
    execFile(process.execPath, [path("../server/cli/smartocr.ts"), ...args], { env }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

async function createKey(dataDir: string, ...args: string[]) {
  const { status, stdout, stderr } = await smartocr(dataDir, "keys", "create", "--name", "Lab", "--json", ...args);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

async function listKeys(dataDir: string) {
  const { status, stdout, stderr } = await smartocr(dataDir, "keys", "list", "--json");
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

async function startServer(t: TestContext, dataDir: string) {
  const server = spawn(process.execPath, [path("support/keyServer.ts"), dataDir], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  t.after(() => server.kill("SIGKILL"));
  const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, "listening");
  return {
    spend: async (key: string) => {
      server.stdin.write(`${key}\n`);
      return (await lines.next()).value;
    },
    kill: async () => {
      server.kill("SIGKILL");
      await once(server, "exit");
    },
    stop: async () => {
      server.stdin.end();
      await once(server, "exit");
    },
  };
}

describe("smartocr keys", { concurrency: 2 }, () => {
  it("makes and lists keys while no server runs", async (t) => {
    const dataDir = join(await temporaryDataDir(t), "data");
    const options = ["--tier", "premium", "--credits", "unlimited", "--rate-limit", "7", "--expires", "2099-01-31"];
    const { key, ...summary } = await createKey(dataDir, "--test", ...options);
    assert.match(key, /^sk_test_[0-9A-Za-z]{32}$/);
    assert.deepEqual(
      { ...summary, id: "", createdAt: "" },
      {
        id: "",
        name: "Lab",
        tier: "premium",
        mode: "test",
        credits: "unlimited",
        rateLimitPerMinute: 7,
        status: "active",
        createdAt: "",
        expiresAt: "2099-01-31T00:00:00.000Z",
        lastUsedAt: null,
      },
    );
    assert.deepEqual(await listKeys(dataDir), [summary]);
  });

  it("shows people the key once, and never in the list", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const made = await smartocr(dataDir, "keys", "create", "--name", "Lens & Light Co.");
    assert.match(made.stdout, /\n {2}sk_live_[0-9A-Za-z]{32}\n\nThe key is shown once/);
    assert.match(made.stdout, /credits +500\n/);
    const list = await smartocr(dataDir, "keys", "list");
    assert.match(list.stdout, /^ID +NAME +TIER .*\nkey_\w+ +Lens & Light Co\. +free +live +500 +as free +active/);
    assert.doesNotMatch(list.stdout, /sk_live/);
  });

  it("speaks to the server that runs, so that both see every key", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const before = await createKey(dataDir, "--credits", "1");
    const server = await startServer(t, dataDir);
    const during = await createKey(dataDir, "--credits", "5");
    assert.equal(await server.spend(before.key), "0");
    assert.equal(await server.spend(before.key), "out_of_credits");
    assert.equal(await server.spend(during.key), "4");
    const credits = async () => (await listKeys(dataDir)).map((key: { credits: number }) => key.credits);
    assert.deepEqual(await credits(), [0, 4]);
    await server.stop();
    assert.deepEqual(await credits(), [0, 4]);
  });

  it("loses nothing where several run at once, without a server and beside one", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const three = () => Promise.all([createKey(dataDir), createKey(dataDir), createKey(dataDir)]);
    const offline = await three();
    const server = await startServer(t, dataDir);
    const online = await three();
    const made = [...offline, ...online];
    const idsOf = (keys: readonly { id: string }[]) => keys.map(({ id }) => id).sort();
    assert.deepEqual(idsOf(await listKeys(dataDir)), idsOf(made));
    for (const { key } of made) assert.equal(await server.spend(key), "499");
  });

  it("goes on after the server was killed: lock free, stale socket replaced, debits kept", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const server = await startServer(t, dataDir);
    const { key } = await createKey(dataDir, "--credits", "3");
    assert.equal(await server.spend(key), "2");
    await server.kill();
    assert.equal((await listKeys(dataDir))[0].credits, 2);
    const next = await startServer(t, dataDir);
    assert.equal(await next.spend(key), "1");
    assert.equal((await listKeys(dataDir))[0].credits, 1);
  });

  it("keeps no key in the data folder, only hashes in files for their owner alone", async (t) => {
    const dataDir = join(await temporaryDataDir(t), "data");
    const { key } = await createKey(dataDir);
    assert.equal((await stat(dataDir)).mode & 0o777, 0o700);
    const names = await readdir(dataDir);
    assert.deepEqual(names.sort(), ["credits.json", "keys.json", "lock"]);
    const files = await Promise.all(names.map((name) => readFile(join(dataDir, name), "utf8")));
    assert.ok(files.join().includes(hashKey(key)));
    assert.ok(!files.join().includes(key.slice("sk_live_".length)));
    for (const name of names) assert.equal((await stat(join(dataDir, name))).mode & 0o777, 0o600, name);
  });

  it("ends with 2 and says what is wrong where it is called wrongly, and makes no key", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const wrong: [string[], RegExp][] = [
      [["keys", "create"], /required option '--name <name>'/],
      [["keys", "create", "--name", "a", "--tier", "gold"], /Allowed choices are free, premium/],
      [["keys", "create", "--name", "a", "--credits", "-1"], /credits must be a whole number/],
      [["keys", "create", "--name", "a", "--rate-limit", "0"], /rateLimitPerMinute must be/],
      [["keys", "create", "--name", "a", "--expires", "2020-01-01"], /expiresAt must be a future/],
      [["keys", "burn"], /unknown command 'burn'/],
    ];
    const outcomes = await Promise.all(wrong.map(([args]) => smartocr(dataDir, ...args)));
    for (const [index, { status, stdout, stderr }] of outcomes.entries()) {
      assert.equal(status, 2, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, wrong[index]?.[1] ?? /^$/);
    }
    assert.deepEqual(await listKeys(dataDir), []);
  });

  it("ends with 1 and says what to do where the store can't be used, and changes nothing", async (t) => {
    const dataDir = await temporaryDataDir(t);
    await writeFile(join(dataDir, "keys.json"), '{"format":1,"keys":[');
    const damaged = await smartocr(dataDir, "keys", "create", "--name", "Lab", "--json");
    assert.deepEqual([damaged.status, damaged.stdout], [1, ""]);
    assert.match(damaged.stderr, /^error: .*keys\.json is damaged: .* It was left as it is\./);
    assert.equal(await readFile(join(dataDir, "keys.json"), "utf8"), '{"format":1,"keys":[');
  });

  it("prints help with 0", async (t) => {
    const help = await smartocr(await temporaryDataDir(t), "keys", "create", "--help");
    assert.equal(help.status, 0);
    assert.match(help.stdout, /--rate-limit <number>/);
  });
});
