// How many workers a machine carries: what this process has been granted counts, not what the hardware has.

import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";

interface Machine {
  /** Processors, rounded down where a quota grants a fraction. */
  readonly cores: number;
  readonly memoryBytes: number;
}

const GB = 1024 ** 3;
/** The memory limit of the largest kind of worker. */
const WORKER_BYTES = 1.5 * GB;
/** For the server process, the small workers and the system. */
const RESERVED_BYTES = 1 * GB;

/** Heavy workers for one machine: one a processor, as many as fit into memory, at least one. */
export function defaultWorkers({ cores, memoryBytes }: Machine = thisMachine()): number {
  const fitting = Math.floor((memoryBytes - RESERVED_BYTES) / WORKER_BYTES);
  return Math.max(1, Math.min(cores, fitting));
}

/**
 * The processors and memory that this process may use. Node heeds affinity, the quota of cgroup v2 and the memory limit
 * of both versions, but in libuv 1.52 not the quota of cgroup v1, which is read here where a container sees its own.
 */
function thisMachine(): Machine {
  const quota = cgroupV1Cores("/sys/fs/cgroup/cpu");
  const constrained = process.constrainedMemory() || Number.POSITIVE_INFINITY;
  return { cores: Math.min(availableParallelism(), quota), memoryBytes: Math.min(totalmem(), constrained) };
}

/** Whole processors that the quota of a cgroup v1 grants, at least 1; Infinity where there is no quota or no such cgroup. */
export function cgroupV1Cores(folder: string): number {
  const quotaUs = integerIn(`${folder}/cpu.cfs_quota_us`);
  const periodUs = integerIn(`${folder}/cpu.cfs_period_us`);
  if (quotaUs === null || periodUs === null || quotaUs <= 0 || periodUs <= 0) return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.floor(quotaUs / periodUs));
}

function integerIn(file: string): number | null {
  try {
    return Number.parseInt(readFileSync(file, "utf8"), 10);
  } catch {
    return null; // no cgroup v1 on this machine
  }
}
