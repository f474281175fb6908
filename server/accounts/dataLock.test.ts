import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, it } from "node:test";
import { temporaryDataDir } from "../../test/support/accounts.ts";
import { lockDataFolder } from "./dataLock.ts";

const inUse = { name: "DataFolderInUse", message: /is in use by another SmartOCR process\. Stop that process/ };

/** A process that holds the lock until it is killed, with a child that must not inherit it. */
async function holdElsewhere(dataDir: string) {
  const script = `
    import { spawn } from "node:child_process";
    import { lockDataFolder } from ${JSON.stringify(import.meta.resolve("./dataLock.ts"))};
    await lockDataFolder(process.argv[1], 0);
    spawn("sleep", ["2"], { stdio: "ignore" });
    console.log("held");
    setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ["--input-type=module", "--eval", script, dataDir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  return holder;
}

describe("the lock of the data folder", () => {
  it("has one holder, until it is given back", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const lock = await lockDataFolder(dataDir, 0);
    await assert.rejects(lockDataFolder(dataDir, 0), inUse);
    lock[Symbol.dispose]();
    using _again = await lockDataFolder(dataDir, 0);
  });

  it("is waited for as long as it is told", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const lock = await lockDataFolder(dataDir, 0);
    const started = performance.now();
    await assert.rejects(lockDataFolder(dataDir, 150), inUse);
    assert.ok(performance.now() - started >= 140);
    const waiting = lockDataFolder(dataDir, 5000);
    lock[Symbol.dispose]();
    using _next = await waiting;
  });

  it("of a process killed with SIGKILL is free at once, though its child lives on", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const holder = await holdElsewhere(dataDir);
    await assert.rejects(lockDataFolder(dataDir, 0), inUse);
    holder.kill("SIGKILL");
    await once(holder, "exit");
    using _freed = await lockDataFolder(dataDir, 0);
  });

  it("in a folder that is not there is refused in a sentence", async (t) => {
    const dataDir = await temporaryDataDir(t);
    await assert.rejects(lockDataFolder(`${dataDir}/missing`, 0), /lock file .*missing\/lock can't be opened/);
  });
});
