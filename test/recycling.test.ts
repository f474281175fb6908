import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { by, lostTo, MB, TestPool, until } from "./support/testPool.ts";

describe("workers that have served long enough", { concurrency: false }, () => {
  test("are replaced after a number of tasks", async () => {
    await using pool = new TestPool({ size: 1, recycleAfterTasks: 3 });
    const first = await pool.run("pid", undefined, by("a"));
    for (let task = 1; task < 3; task++) assert.equal(await pool.run("pid", undefined, by("a")), first);
    await until(() => recycled(pool).length === 1);
    assert.notEqual(await pool.run("pid", undefined, by("a")), first);
    assert.deepEqual(recycled(pool), ["count"]);
  });

  test("go on until the successor is warm: the pool is never without a warm worker", async () => {
    await using pool = new TestPool({ size: 1, recycleAfterTasks: 1 });
    const first = await pool.run("pid", undefined, by("a"));
    let tasksMeanwhile = 0;
    while (recycled(pool).length === 0) {
      assert.equal(pool.stats().warm, 1);
      if ((await pool.run("sleep", { ms: 1 }, by("a"))) === first) tasksMeanwhile++;
    }
    assert.ok(tasksMeanwhile > 1, "the first worker served while its successor started");
    await until(() => !existsSync(`/proc/${first}`));
  });

  test("are ended only when they have finished the task they run", async () => {
    await using pool = new TestPool({ size: 1, recycleAfterTasks: 1 });
    const first = await pool.run("pid", undefined, by("a"));
    const long = pool.run("sleep", { ms: 1_500 }, by("a"));
    await until(() => pool.events.length === 2);
    assert.notEqual(await pool.run("pid", undefined, by("b")), first);
    assert.equal(await long, first);
    await until(() => recycled(pool).length === 1);
  });

  test("leave their place to the successor where they are lost before it is warm", async () => {
    await using pool = new TestPool({ size: 1, recycleAfterTasks: 1 });
    await pool.run("pid", undefined, by("a"));
    await assert.rejects(pool.run("segfault", undefined, by("a")), lostTo("crash"));
    await pool.settled();
    await sleep(300);
    assert.deepEqual(
      pool.events.map(({ kind }) => kind),
      ["started", "lost", "started"],
    );
  });

  test("keep their place where the successor is lost, and get another after their next task", {
    skip: process.platform !== "linux" && "needs /proc",
  }, async () => {
    await using pool = new TestPool({ size: 1, recycleAfterTasks: 1 });
    const first = await pool.run("pid", undefined, by("a"));
    for (const child of await childrenOf(process.pid)) if (child !== first) process.kill(child, "SIGKILL");
    await until(() => pool.events.length === 2);
    assert.equal(await pool.run("pid", undefined, by("a")), first);
    await until(() => recycled(pool).length === 1);
    assert.deepEqual(
      pool.events.map(({ kind }) => kind),
      ["started", "lost", "started", "recycled"],
    );
  });

  test("have one successor at a time, however many of them are due", async () => {
    await using pool = new TestPool({ size: 3, recycleAfterTasks: 1 });
    await pool.settled();
    pool.events.length = 0;
    const due = [0, 1, 2].map(() => pool.run("sleep", { ms: 50 }, by("a")));
    await Promise.all(due);
    await until(() => recycled(pool).length === 1);
    await pool.settled();
    assert.deepEqual(
      pool.events.map(({ kind }) => kind),
      ["started", "recycled"],
    );
  });

  test("are replaced when they have grown", async () => {
    await using pool = new TestPool({ size: 1, recycleAboveBytes: 130 * MB });
    const small = await pool.run("leak", { bytes: 1 * MB }, by("a"));
    assert.equal(await pool.run("leak", { bytes: 90 * MB }, by("a")), small);
    await until(() => recycled(pool).length === 1);
    assert.notEqual(await pool.run("pid", undefined, by("a")), small);
    assert.deepEqual(recycled(pool), ["memory"]);
  });

  test("are replaced when they are idle and big, and left alone when they are small", async () => {
    await using pool = new TestPool({ size: 1, idleReplaceMs: 50, idleReplaceAboveBytes: 100 * MB });
    const small = await pool.run("leak", { bytes: 0 }, by("a"));
    await sleep(100);
    assert.deepEqual(recycled(pool), []);
    assert.equal(await pool.run("leak", { bytes: 60 * MB }, by("a")), small);
    await until(() => recycled(pool).length === 1);
    assert.deepEqual(recycled(pool), ["idle"]);
    assert.notEqual(await pool.run("pid", undefined, by("a")), small);
  });

  test("are left alone when they are big from the start and never worked: a fresh one would be as big", async () => {
    await using pool = new TestPool({ size: 1, idleReplaceMs: 20, idleReplaceAboveBytes: 1 });
    await pool.ready();
    await sleep(150);
    assert.deepEqual(recycled(pool), []);
  });

  /** The worker processes of this program. */
  async function childrenOf(pid: number): Promise<number[]> {
    const children = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8");
    return children.split(" ").filter(Boolean).map(Number);
  }

  function recycled(pool: TestPool): string[] {
    return pool.events.flatMap((event) => (event.kind === "recycled" ? [event.reason] : []));
  }
});
