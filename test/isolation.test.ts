import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { on, once } from "node:events";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Failure } from "../server/errors.ts";
import { type LossReason, WorkerLost } from "../server/isolation/taskRunner.ts";
import { WorkerPool } from "../server/isolation/workerPool.ts";
import { by, lostTo, MB, options, TestPool, until } from "./support/testPool.ts";

describe("a task that harms its worker", { concurrency: false }, () => {
  const faults: readonly (readonly [story: string, reason: LossReason, run: (pool: TestPool) => Promise<unknown>])[] = [
    ["hangs in a loop", "timeout", (pool) => pool.run("hang", undefined, by("bad", { deadlineMs: 300 }))],
    ["fills the JavaScript heap", "memory", (pool) => pool.run("eatHeap", undefined, by("bad"))],
    ["fills Buffers", "memory", (pool) => pool.run("eatBuffers", { politely: false }, by("bad"))],
    ["fills Buffers and words it politely", "memory", (pool) => pool.run("eatBuffers", { politely: true }, by("bad"))],
    ["fills WASM memory", "memory", (pool) => pool.run("eatWasm", undefined, by("bad"))],
    ["dies by SIGSEGV", "crash", (pool) => pool.run("segfault", undefined, by("bad"))],
  ];

  let pool: TestPool;
  before(() => {
    pool = new TestPool();
  });
  after(() => pool[Symbol.asyncDispose]());

  for (const [story, reason, run] of faults) {
    test(`${story}: lost to ${reason}, the tasks beside it go on, the worker is replaced`, async () => {
      await pool.settled();
      pool.events.length = 0;
      let over = false;
      const fault = assert.rejects(run(pool), lostTo(reason)).finally(() => {
        over = true;
      });
      const slowestMs = await slowestWhile(() => !over);
      await fault;
      assert.ok(slowestMs < 500, `the slowest task beside it took ${slowestMs.toFixed()} ms`);
      await pool.settled();
      const kinds = pool.events.map((event) => (event.kind === "lost" ? event.reason : event.kind));
      assert.deepEqual(kinds, [reason, "started"]);
    });
  }

  /** Runs quick tasks of another share one after the other; the time of the slowest, ms. */
  async function slowestWhile(condition: () => boolean): Promise<number> {
    let slowestMs = 0;
    do {
      const start = performance.now();
      await pool.run("pid", undefined, by("good"));
      slowestMs = Math.max(slowestMs, performance.now() - start);
      await sleep(10);
    } while (condition());
    return slowestMs;
  }

  test("what it wrote to stderr reaches no event once it has had a task", async () => {
    pool.events.length = 0;
    await assert.rejects(pool.run("complainAndAbort", { text: "a line of the document" }, by("bad")), lostTo("crash"));
    await until(() => pool.events.length > 0);
    const [lost] = pool.events;
    assert.equal(lost?.kind, "lost");
    assert.doesNotMatch(JSON.stringify(lost), /document/);
  });

  test("a worker that dies while it is idle is replaced too", async () => {
    await pool.settled();
    pool.events.length = 0;
    await pool.run("dieSoon", { afterMs: 20 }, by("a"));
    await until(() => pool.events.length === 2);
    assert.deepEqual(
      pool.events.map(({ kind }) => kind),
      ["lost", "started"],
    );
  });
});

describe("a task that throws", { concurrency: false }, () => {
  let pool: TestPool;
  before(() => {
    pool = new TestPool({ size: 1 });
  });
  after(() => pool[Symbol.asyncDispose]());

  test("its Failure arrives as a Failure, with code, detail and internal text; the worker lives on", async () => {
    const before = await pool.run("pid", undefined, by("a"));
    await assert.rejects(pool.run("throwFailure", undefined, by("a")), (error) => {
      assert.ok(error instanceof Failure);
      const { code, detail, internal } = error;
      const expected = { code: "invalid_image", detail: "the image has no pixels", internal: "width 0 in IHDR" };
      assert.deepEqual({ code, detail, internal }, expected);
      return true;
    });
    assert.equal(await pool.run("pid", undefined, by("a")), before);
  });

  test("any other error arrives with its name, message and the stack of the worker", async () => {
    await assert.rejects(pool.run("throwTypeError", undefined, by("a")), (error) => {
      assert.ok(error instanceof Error && !(error instanceof WorkerLost));
      assert.deepEqual([error.name, error.message], ["TypeError", "the third page is undefined"]);
      assert.match(error.stack ?? "", /throwTypeError.*throws\.ts/);
      return true;
    });
  });

  test("arguments or results that can't cross the pipe are errors and cost no worker", async () => {
    const before = await pool.run("pid", undefined, by("a"));
    const uncloneable = { bytes: new Uint8Array(1), callback: () => {} };
    await assert.rejects(pool.run("sum", uncloneable, by("a")), /could not be cloned/);
    await assert.rejects(pool.run("returnFunction", undefined, by("a")), /could not be cloned/);
    assert.equal(await pool.run("pid", undefined, by("a")), before);
  });

  test("warmUp is no task", async () => {
    await assert.rejects(pool.run("warmUp", undefined, by("a")), /no task named warmUp/);
  });
});

describe("what a worker is given", { skip: process.platform !== "linux" && "limits are Linux's" }, () => {
  let pool: TestPool;
  before(() => {
    pool = new TestPool({ size: 1, niceness: 10, dataLimitBytes: 900_000_000 });
  });
  after(() => pool[Symbol.asyncDispose]());

  test("its module warm, an empty environment, the root folder, and every limit", async () => {
    const found = await pool.run("surroundings", undefined, by("a"));
    assert.equal(found.warm, true);
    assert.deepEqual(found.environment, {});
    const names = found.initialEnvironment.map((entry) => entry.split("=")[0]).sort();
    assert.deepEqual(names, ["NODE_CHANNEL_FD", "NODE_CHANNEL_SERIALIZATION_MODE"]);
    assert.equal(found.folder, "/");
    assert.equal(found.niceness, 10);
    assert.equal(found.oomScoreAdj, 1_000);
    assert.match(found.limits, /Max data size +900000000 +900000000/);
    assert.match(found.limits, /Max core file size +0 +0/);
    assert.match(found.limits, /Max file size +0 +0/);
    assert.match(found.status, /NoNewPrivs:\s+1/);
  });

  test("no way to write a byte to a disk", async () => {
    await assert.rejects(pool.run("writeTemporaryFile", undefined, by("a")), /EFBIG/);
  });

  test("five megabytes as a plain Uint8Array, there and back, quickly", async () => {
    await pool.ready();
    const start = performance.now();
    const bytes = new Uint8Array(5 * MB).fill(1);
    assert.deepEqual(await pool.run("sum", { bytes }, by("a")), { type: "Uint8Array", sum: 5 * MB });
    const back = await pool.run("bytes", { length: 5 * MB }, by("a"));
    assert.deepEqual([back.constructor.name, back.length, back.at(-1)], ["Uint8Array", 5 * MB, 7]);
    assert.ok(performance.now() - start < 1_000);
  });
});

describe("the queue before the workers", { concurrency: false }, () => {
  let pool: TestPool;
  before(() => {
    pool = new TestPool({ size: 1 });
  });
  after(() => pool[Symbol.asyncDispose]());

  test("fifty waiting tasks of one share do not hold up another", async () => {
    await pool.settled();
    let greedyDone = 0;
    const greedy = Array.from({ length: 50 }, async () => {
      await pool.run("sleep", { ms: 5 }, by("greedy"));
      greedyDone++;
    });
    await pool.run("pid", undefined, by("modest"));
    assert.ok(greedyDone <= 2, `${greedyDone} of the greedy share's tasks ran first`);
    await Promise.all(greedy);
  });

  test("a share holds no more workers than its cap", async () => {
    await using capped = new TestPool({ size: 2, maxRunningPerShare: 1 });
    await capped.settled();
    const greedy = [0, 1, 2].map(() => capped.run("sleep", { ms: 100 }, by("greedy")));
    assert.deepEqual(capped.stats(), { size: 2, running: 1, waiting: 2, warm: 2 });
    await capped.run("pid", undefined, by("modest"));
    assert.deepEqual(capped.stats(), { size: 2, running: 1, waiting: 2, warm: 2 });
    await Promise.all(greedy);
  });

  test("a share at its cap goes on with another worker when its own is lost, before the replacement is warm", async () => {
    await using capped = new TestPool({ size: 2, maxRunningPerShare: 1 });
    await capped.settled();
    const lost = assert.rejects(capped.run("segfault", undefined, by("a")), lostTo("crash"));
    await capped.run("pid", undefined, by("a"));
    assert.equal(capped.events.filter(({ kind }) => kind === "started").length, 2);
    await lost;
  });

  test("a waiting task that is aborted leaves with the signal's reason and never runs", async () => {
    await pool.settled();
    const running = pool.run("sleep", { ms: 50 }, by("a"));
    const reason = new Error("the client went away");
    const abort = new AbortController();
    const waiting = pool.run("segfault", undefined, by("a", { signal: abort.signal }));
    assert.equal(pool.stats().waiting, 1);
    abort.abort(reason);
    await assert.rejects(waiting, reason);
    assert.equal(pool.stats().waiting, 0);
    const pid = await running;
    assert.equal(await pool.run("pid", undefined, by("a")), pid);
    await assert.rejects(pool.run("pid", undefined, by("a", { signal: abort.signal })), reason);
  });

  test("a running task that is aborted lets its caller go at once and its worker finish", async () => {
    await pool.settled();
    const abort = new AbortController();
    const running = pool.run("sleep", { ms: 60 }, by("a", { signal: abort.signal }));
    abort.abort();
    await assert.rejects(running, { name: "AbortError" });
    assert.equal(pool.stats().running, 1);
    await pool.run("pid", undefined, by("a"));
    assert.deepEqual(
      pool.events.map(({ kind }) => kind),
      ["started"],
    );
  });

  test("the time in the queue does not count towards a task's deadline", async () => {
    await pool.settled();
    const first = pool.run("sleep", { ms: 400 }, by("a"));
    await pool.run("pid", undefined, by("a", { deadlineMs: 200 }));
    await first;
  });
});

describe("a module that can't start", { concurrency: false }, () => {
  const broken = { size: 1, module: new URL("./faults/diesAtStart.ts", import.meta.url) };

  test("ready() rejects with what the worker said, and tasks are refused instead of kept", async () => {
    await using pool = new TestPool(broken);
    const waiting = assert.rejects(pool.run("pid", undefined, by("a")), { code: "overloaded" });
    await assert.rejects(pool.ready(), (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.code, "overloaded");
      assert.match(error.internal ?? "", /no model at models\/recogniser\.onnx/);
      return true;
    });
    await waiting;
    await assert.rejects(pool.run("pid", undefined, by("a")), { code: "overloaded" });
  });

  test("is tried again ever more slowly", async () => {
    const lostAt: number[] = [];
    const onEvent = () => lostAt.push(performance.now());
    await using _pool = new WorkerPool({ ...options, ...broken, onEvent });
    await until(() => lostAt.length === 4);
    const pausesMs = lostAt.slice(1).map((at, index) => at - (lostAt[index] ?? 0));
    for (const [index, leastMs] of [100, 200, 400].entries())
      assert.ok((pausesMs[index] ?? 0) > leastMs, `${pausesMs}`);
  });

  test("a process that the kernel refuses to start is a failed start like any other", async () => {
    // E2BIG is one of the errors that Node throws from spawn, as is ENOMEM, instead of emitting them.
    const module = new URL(`file:///${"long".repeat(1_000_000)}`);
    await using pool = new TestPool({ size: 1, module });
    await assert.rejects(pool.ready(), (error) => error instanceof Failure && /E2BIG/.test(error.internal ?? ""));
    await assert.rejects(pool.run("pid", undefined, by("a")), { code: "overloaded" });
  });

  test("a worker that does not get warm in time is a failed start", async () => {
    await using pool = new TestPool({ size: 1, startDeadlineMs: 1 });
    await assert.rejects(pool.ready(), (error) => error instanceof Failure && /timeout/.test(error.internal ?? ""));
  });
});

describe("the end", { concurrency: false }, () => {
  test("closing a pool fails its tasks as overloaded and leaves no process", async () => {
    const pool = new TestPool();
    await pool.settled();
    const pids = pool.events.map(({ pid }) => pid);
    const tasks = Array.from({ length: 4 }, () => pool.run("hang", undefined, by("a")));
    const refused = Promise.all(tasks.map((task) => assert.rejects(task, { code: "overloaded" })));
    await pool[Symbol.asyncDispose]();
    await refused;
    assert.equal(pids.length, 2);
    for (const pid of pids) assert.ok(!existsSync(`/proc/${pid}`), `process ${pid} is left`);
    await assert.rejects(pool.run("pid", undefined, by("a")), { code: "overloaded", retryAfterS: 5 });
    await assert.rejects(pool.ready(), { code: "overloaded" });
  });

  test("closing a pool that still starts leaves no process either", async () => {
    const pool = new TestPool();
    await pool[Symbol.asyncDispose]();
    assert.equal(pool.stats().warm, 0);
  });

  test("workers die with a server that is killed, the idle one and the one in a busy loop", async () => {
    const server = spawn(process.execPath, [fileURLToPath(new URL("./faults/serverDies.ts", import.meta.url))]);
    const pids = await firstLine(server);
    for (const pid of pids) assert.ok(existsSync(`/proc/${pid}`));
    server.kill("SIGKILL");
    await once(server, "close");
    await until(() => pids.every((pid) => !existsSync(`/proc/${pid}`)));
  });

  async function firstLine(program: ChildProcess): Promise<number[]> {
    assert.ok(program.stdout);
    for await (const [chunk] of on(program.stdout, "data")) return JSON.parse(String(chunk));
    throw new Error("the program ended without a line");
  }
});
