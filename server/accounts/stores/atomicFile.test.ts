import assert from "node:assert/strict";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { temporaryDataDir } from "../../../test/support/accounts.ts";
import { AtomicFile } from "./atomicFile.ts";

const asIs = (value: unknown) => value;

describe("the store's file", () => {
  it("is null before the first write, then what was written last, for its owner alone", async (t) => {
    const path = join(await temporaryDataDir(t), "keys.json");
    const file = new AtomicFile(path, asIs);
    assert.equal(await file.read(), null);
    await file.write({ keys: [1] });
    await file.write({ keys: [1, 2] });
    assert.deepEqual(await file.read(), { keys: [1, 2] });
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    assert.deepEqual(await readdir(join(path, "..")), ["keys.json"]);
  });

  it("is replaced and never rewritten: whoever has the old one open still reads it whole", async (t) => {
    const path = join(await temporaryDataDir(t), "keys.json");
    const file = new AtomicFile(path, asIs);
    await file.write("old");
    const before = await stat(path);
    await file.write("new");
    assert.notEqual((await stat(path)).ino, before.ino);
  });

  it("stays the old one where the new one can't be put in its place", async (t) => {
    const folder = await temporaryDataDir(t);
    const path = join(folder, "keys.json");
    await mkdir(join(path, "occupied"), { recursive: true });
    await assert.rejects(new AtomicFile(path, asIs).write("new"), { syscall: "rename" });
    assert.deepEqual(await readdir(folder), ["keys.json"], "the temporary file is gone");
  });

  it("that was cut off is reported with what to do, without its content, and left as it is", async (t) => {
    const path = join(await temporaryDataDir(t), "keys.json");
    await writeFile(path, '{"keys":["canary-7f3a');
    await assert.rejects(new AtomicFile(path, asIs).read(), (error: Error) => {
      assert.match(error.message, /keys\.json is damaged: it is not complete JSON\. .* Put back keys\.json/);
      assert.doesNotMatch(`${error.stack} ${String(error.cause)}`, /canary/);
      return true;
    });
    assert.equal(await readFile(path, "utf8"), '{"keys":["canary-7f3a');
  });

  it("that can't be read is reported", async (t) => {
    const path = join(await temporaryDataDir(t), "keys.json");
    await mkdir(path);
    await assert.rejects(new AtomicFile(path, asIs).read(), /keys\.json can't be read/);
  });
});
