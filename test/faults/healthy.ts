// Nothing is wrong: the tasks that run beside the faults and must not notice them.

import { readFileSync } from "node:fs";
import { getPriority } from "node:os";
import { setTimeout } from "node:timers/promises";

let warm = false;

export async function warmUp(): Promise<void> {
  await setTimeout(1);
  warm = true;
}

export function pid(): number {
  return process.pid;
}

export async function sleep({ ms }: { ms: number }): Promise<number> {
  await setTimeout(ms);
  return process.pid;
}

export function sum({ bytes }: { bytes: Uint8Array }): { type: string; sum: number } {
  return { type: bytes.constructor.name, sum: bytes.reduce((total, byte) => total + byte, 0) };
}

export function bytes({ length }: { length: number }): Uint8Array {
  return new Uint8Array(length).fill(7);
}

/** What the process knows of its surroundings and its limits. */
export function surroundings() {
  return {
    warm,
    environment: { ...process.env },
    initialEnvironment: readFileSync("/proc/self/environ", "utf8").split("\0").filter(Boolean),
    folder: process.cwd(),
    niceness: getPriority(),
    limits: readFileSync("/proc/self/limits", "utf8"),
    status: readFileSync("/proc/self/status", "utf8"),
    oomScoreAdj: Number(readFileSync("/proc/self/oom_score_adj", "utf8")),
  };
}
