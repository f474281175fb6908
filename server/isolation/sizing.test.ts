import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { cgroupV1Cores, defaultWorkers } from "./sizing.ts";

const GB = 1024 ** 3;

test("one worker a processor where memory carries them", () => {
  assert.equal(defaultWorkers({ cores: 8, memoryBytes: 64 * GB }), 8);
});

test("memory counts 1.5 GB a worker and keeps 1 GB back", () => {
  assert.equal(defaultWorkers({ cores: 8, memoryBytes: 4 * GB }), 2);
  assert.equal(defaultWorkers({ cores: 8, memoryBytes: 3.9 * GB }), 1);
});

test("the smallest machine still gets one worker", () => {
  assert.equal(defaultWorkers({ cores: 1, memoryBytes: 0.5 * GB }), 1);
});

test("this machine gets no more workers than it has processors", () => {
  const workers = defaultWorkers();
  assert.ok(workers >= 1 && workers <= availableParallelism(), `${workers}`);
});

test("the processor quota of a cgroup v1 is heeded", () => {
  const folder = mkdtempSync(join(tmpdir(), "cgroup-"));
  try {
    assert.equal(cgroupV1Cores(folder), Number.POSITIVE_INFINITY, "no cgroup");
    writeFileSync(join(folder, "cpu.cfs_period_us"), "100000\n");
    for (const [quotaUs, cores] of [
      ["-1", Number.POSITIVE_INFINITY],
      ["50000", 1],
      ["250000", 2],
    ] as const) {
      writeFileSync(join(folder, "cpu.cfs_quota_us"), `${quotaUs}\n`);
      assert.equal(cgroupV1Cores(folder), cores, quotaUs);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
