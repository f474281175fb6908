import assert from "node:assert/strict";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { keyRecord, temporaryDataDir } from "../../../test/support/accounts.ts";
import type { AccountStore } from "../store.ts";
import { openLowdbStore } from "./lowdbStore.ts";

const leaseMs = 60_000;

async function spend(store: AccountStore, keyId: string) {
  return store.commit(await store.reserve(keyId, leaseMs));
}

async function creditsOf(store: AccountStore, hash: string) {
  return (await store.findKey(hash))?.credits;
}

describe("the lowdb store", () => {
  it("finds a key by its hash and lists all, oldest first, also after it was opened again", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const records = [keyRecord(), keyRecord({ credits: "unlimited", rateLimitPerMinute: 7, tier: "premium" })];
    const store = await openLowdbStore(dataDir);
    for (const record of records) await store.createKey(record);
    for (const opened of [store, await openLowdbStore(dataDir)]) {
      assert.deepEqual(await opened.listKeys(), records);
      assert.deepEqual(await opened.findKey(records[1]?.hash ?? ""), records[1]);
      assert.equal(await opened.findKey(keyRecord().hash), null);
    }
  });

  it("loses none of many keys made at once", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const store = await openLowdbStore(dataDir);
    await Promise.all(Array.from({ length: 100 }, () => store.createKey(keyRecord())));
    assert.equal((await (await openLowdbStore(dataDir)).listKeys()).length, 100);
  });

  it("refuses a key that is there already", async (t) => {
    const store = await openLowdbStore(await temporaryDataDir(t));
    const record = keyRecord();
    await store.createKey(record);
    await assert.rejects(store.createKey(keyRecord({ hash: record.hash })), /is there/);
    await assert.rejects(store.createKey(keyRecord({ id: record.id })), /is there/);
  });

  it("has written a commit to disk when it gives the balance", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const record = keyRecord({ credits: 3 });
    const store = await openLowdbStore(dataDir);
    await store.createKey(record);
    assert.equal(await spend(store, record.id), 2);
    assert.equal(await creditsOf(await openLowdbStore(dataDir), record.hash), 2);
  });

  it("gives exactly 50 of 200 requests at once a credit of 50", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const record = keyRecord({ credits: 50 });
    const store = await openLowdbStore(dataDir);
    await store.createKey(record);
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, async () => {
        const reservation = await store.reserve(record.id, leaseMs);
        if (reservation === "out_of_credits") return reservation;
        await new Promise((resolve) => setImmediate(resolve));
        return store.commit(reservation);
      }),
    );
    const balances = outcomes.filter((outcome) => typeof outcome === "number").sort((a, b) => a - b);
    assert.deepEqual(
      balances,
      Array.from({ length: 50 }, (_, left) => left),
    );
    assert.equal(await creditsOf(await openLowdbStore(dataDir), record.hash), 0);
  });

  it("holds a reserved credit until it is released, its lease ends or the process does", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const record = keyRecord({ credits: 1 });
    const store = await openLowdbStore(dataDir);
    await store.createKey(record);
    const reservation = await store.reserve(record.id, leaseMs);
    assert.equal(await store.reserve(record.id, leaseMs), "out_of_credits");
    assert.notEqual(await (await openLowdbStore(dataDir)).reserve(record.id, leaseMs), "out_of_credits");
    await store.release(reservation);
    const lapsed = await store.reserve(record.id, 0);
    assert.notEqual(lapsed, "out_of_credits");
    assert.equal(await spend(store, record.id), 0);
    await assert.rejects(store.commit(lapsed), /reservation has ended/);
    await assert.rejects(store.commit(reservation), /reservation has ended/);
    assert.equal(await store.reserve(record.id, leaseMs), "out_of_credits");
  });

  it("spends nothing of an unlimited key", async (t) => {
    const store = await openLowdbStore(await temporaryDataDir(t));
    const record = keyRecord({ credits: "unlimited" });
    await store.createKey(record);
    assert.equal(await spend(store, record.id), "unlimited");
  });

  it("spends nothing and makes no key where the disk fails, and goes on when it is mended", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const record = keyRecord({ credits: 1 });
    const store = await openLowdbStore(dataDir);
    await store.createKey(record);
    await rename(dataDir, `${dataDir}.away`);
    await assert.rejects(spend(store, record.id), { code: "ENOENT" });
    await assert.rejects(store.createKey(keyRecord()), { code: "ENOENT" });
    await rename(`${dataDir}.away`, dataDir);
    assert.deepEqual(await store.listKeys(), [record]);
    assert.equal(await spend(store, record.id), 0);
    assert.deepEqual(await (await openLowdbStore(dataDir)).listKeys(), [{ ...record, credits: 0 }]);
  });

  it("makes no key where only its record can't be written", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const store = await openLowdbStore(dataDir);
    const record = keyRecord();
    await rm(join(dataDir, "keys.json"));
    await mkdir(join(dataDir, "keys.json"));
    await assert.rejects(store.createKey(record), { syscall: "rename" });
    assert.equal(await store.findKey(record.hash), null);
    await rm(join(dataDir, "keys.json"), { recursive: true });
    await store.createKey(record);
    assert.deepEqual(await (await openLowdbStore(dataDir)).listKeys(), [record]);
  });

  it("notes the time of last use at once and writes it within a minute or at the end", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const record = keyRecord();
    const store = await openLowdbStore(dataDir);
    await store.createKey(record);
    t.mock.timers.enable({ apis: ["Date", "setTimeout"], now: Date.parse("2026-06-01T12:00:00.900Z") });
    await store.touch(record.id);
    assert.equal((await store.findKey(record.hash))?.lastUsedAt, "2026-06-01T12:00:00.000Z");
    const onDisk = async () => (await (await openLowdbStore(dataDir)).findKey(record.hash))?.lastUsedAt;
    assert.equal(await onDisk(), null);
    t.mock.timers.tick(60_000);
    await store.close();
    assert.equal(await onDisk(), "2026-06-01T12:00:00.000Z");
    await store.touch(record.id);
    await store.close();
    assert.equal(await onDisk(), "2026-06-01T12:01:00.000Z");
  });

  it("drops the credits of a key whose making was cut off", async (t) => {
    const dataDir = await temporaryDataDir(t);
    await openLowdbStore(dataDir);
    await writeFile(join(dataDir, "credits.json"), '{"format":1,"rows":[["key_lost",500,null]]}');
    const store = await openLowdbStore(dataDir);
    const record = keyRecord({ id: "key_lost", credits: 1 });
    await store.createKey(record);
    assert.deepEqual(await (await openLowdbStore(dataDir)).listKeys(), [record]);
  });
});

describe("a store that can't be read", () => {
  const key = { ...keyRecord({ id: "key_a" }), credits: undefined, lastUsedAt: undefined };
  const cases: [string, Record<string, unknown>, RegExp][] = [
    ["cut off", { "keys.json": '{"format":1,"keys":[{"id"' }, /keys\.json is damaged: it is not complete JSON/],
    ["empty", { "keys.json": "" }, /keys\.json is damaged/],
    ["of another program", { "keys.json": { keys: [] } }, /keys\.json is damaged: it has no format number/],
    ["with a wrong value", { "keys.json": { format: 1, keys: [{ ...key, hash: "x" }] } }, /damaged: \/keys\/0\/hash/],
    ["with a wrong balance", { "credits.json": { format: 1, rows: [["a", -1, null]] } }, /credits\.json is damaged/],
    ["without its keys", { "credits.json": { format: 1, rows: [] } }, /keys\.json is damaged: it is missing/],
    ["without credits", { "keys.json": { format: 1, keys: [key] } }, /credits\.json is damaged: .* the key key_a/],
    ["of a newer format", { "keys.json": { format: 2 } }, /keys\.json has format 2, .* Start the newer SmartOCR/],
    ["of a newer format", { "credits.json": { format: 9 } }, /credits\.json has format 9, .* Start the newer SmartOCR/],
  ];
  for (const [problem, files, message] of cases) {
    it(`(${Object.keys(files).join()} ${problem}) is reported with what to do and left as it is`, async (t) => {
      const dataDir = await temporaryDataDir(t);
      for (const [name, content] of Object.entries(files)) {
        await writeFile(join(dataDir, name), typeof content === "string" ? content : JSON.stringify(content));
      }
      const before = await contents(dataDir);
      await assert.rejects(openLowdbStore(dataDir), { name: "DataFolderError", message });
      assert.deepEqual(await contents(dataDir), before);
    });
  }
});

async function contents(folder: string) {
  const names = await readdir(folder);
  return Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), "utf8")]));
}
