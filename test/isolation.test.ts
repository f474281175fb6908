import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { on, once } from "node:events";
import { existsSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { loadConfig } from "../server/config.ts";
import { Failure } from "../server/errors.ts";
import { type LossReason, type RunOptions, WorkerLost } from "../server/isolation/taskRunner.ts";
import { type WorkerEvent, WorkerPool, type WorkerPoolOptions } from "../server/isolation/workerPool.ts";
import { startWorkers } from "../server/workers.ts";
import type * as faultTasks from "./faults/tasks.ts";

const MB = 1024 * 1024;
const options: WorkerPoolOptions = {
  name: "test",
  module: new URL("./faults/tasks.ts", import.meta.url),
  size: 2,
  niceness: 0,
  dataLimitBytes: 700 * MB,
  recycleAfterTasks: 1_000,
  recycleAboveBytes: 1_000 * MB,
};

class TestPool extends WorkerPool<typeof faultTasks> {
  readonly events: WorkerEvent[];

  constructor(changes: Partial<WorkerPoolOptions> = {}) {
    const events: WorkerEvent[] = [];
    super({ ...options, ...changes, onEvent: (event) => events.push(event) });
    this.events = events;
  }

  /** Resolves when all workers are idle. */
  async settled(): Promise<void> {
    await until(() => {
      const { size, warm, running } = this.stats();
      return warm === size && running === 0;
    });
  }
}

function by(share: string, changes: Partial<RunOptions> = {}): RunOptions {
  return { share, deadlineMs: 20_000, signal: new AbortController().signal, ...changes };
}

function lostTo(reason: LossReason) {
  return (error: unknown) => {
    assert.ok(error instanceof WorkerLost, String(error));
    assert.equal(error.reason, reason, error.message);
    return true;
  };
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!condition()) {
    assert.ok(performance.now() < deadline, "waited in vain");
    await sleep(5);
  }
}

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
    await pool.settled();
    assert.ok(!existsSync(`/proc/${first}`));
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

  test("keep their place where the successor can't start, and the other way round", async () => {
    await using pool = new TestPool({ size: 1, recycleAfterTasks: 1 });
    const first = await pool.run("pid", undefined, by("a"));
    await assert.rejects(pool.run("segfault", undefined, by("a")), lostTo("crash"));
    const second = await pool.run("pid", undefined, by("a"));
    assert.notEqual(second, first);
    await until(() => recycled(pool).length === 1);
    await pool.settled();
    assert.equal(pool.stats().warm, 1);
    const kinds = pool.events.slice(0, 3).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["started", "lost", "started"]);
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
    await using pool = new TestPool({ size: 1, recycleAboveBytes: 180 * MB });
    const pids = new Set<number>();
    while (recycled(pool).length === 0) pids.add(await pool.run("leak", { bytes: 5 * MB }, by("a")));
    pids.add(await pool.run("pid", undefined, by("a")));
    assert.equal(pids.size, 2);
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

  function recycled(pool: TestPool): string[] {
    return pool.events.flatMap((event) => (event.kind === "recycled" ? [event.reason] : []));
  }
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

describe("the server's pools", () => {
  test("one key can't hold every light worker, but every OCR worker; only a loss is a warning", async () => {
    const lines: { level: number; kind: string }[] = [];
    const log = pino({ level: "debug" }, { write: (line) => lines.push(JSON.parse(line)) });
    const config = loadConfig({ SMARTOCR_WORKERS: "2" });
    await using workers = startWorkers(config, log, {
      light: new URL("./faults/everyTaskHangs.ts", import.meta.url),
      ocr: new URL("./faults/everyTaskHangs.ts", import.meta.url),
    });
    await until(() => workers.light.stats().warm === 2 && workers.ocr.stats().warm === 2);
    const page = { bytes: new Uint8Array(), type: "image/png", index: 0, maxPixels: 1, languages: [] } as const;
    const shortly = by("greedy", { deadlineMs: 300 });
    const tasks = [0, 1].flatMap(() => [
      workers.light.run(
        "findFields",
        { fields: [], document: { pages: [], attachments: [], formFields: [] } },
        shortly,
      ),
      workers.ocr.run("renderPage", { page }, shortly),
    ]);
    const lost = Promise.all(tasks.map((task) => assert.rejects(task, lostTo("timeout"))));
    assert.deepEqual([workers.light.stats().running, workers.ocr.stats().running], [1, 2]);
    await lost;
    const level = (kind: string) => [...new Set(lines.filter((line) => line.kind === kind).map((line) => line.level))];
    assert.deepEqual([level("started"), level("lost")], [[20], [40]]);
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
