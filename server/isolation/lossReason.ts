// Which deaths were deaths of memory. A process that meets its limit says so in many voices: V8 aborts (SIGTRAP or
// SIGABRT) with a line on stderr, an allocation in JavaScript or WASM throws a RangeError, C++ throws std::bad_alloc,
// and the kernel's OOM killer says nothing and sends SIGKILL.

import type { LossReason } from "./taskRunner.ts";

const outOfMemory = new RegExp(
  [
    "ERR_MEMORY_ALLOCATION_FAILED", // Buffer.alloc, Buffer.toString
    "allocation failed", // ArrayBuffers; V8's heap: "Reached heap limit Allocation failed"
    "out of memory", // V8: "Fatal process out of memory"; ENOMEM as libraries word it
    "ENOMEM", // Node: "spawn ENOMEM"
    "bad_alloc", // operator new
    "failed to allocate memory",
    "cannot allocate memory", // ENOMEM as libc words it
    "could not allocate memory", // new WebAssembly.Memory
    "unable to grow instance memory", // WebAssembly.Memory.grow
    "cannot enlarge memory", // Emscripten
    "Aborted\\(OOM\\)", // Emscripten
  ].join("|"),
  "i",
);

/** Whether an error that a task threw says that no memory was left. */
export function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = "code" in error ? String(error.code) : "";
  return outOfMemory.test(`${code} ${error.message}`);
}

/**
 * Why a process ended that nobody here had killed, as well as can be told from its end and the last it wrote to stderr.
 * A SIGKILL from outside is taken for the kernel's OOM killer.
 */
export function lossReason(signal: NodeJS.Signals | null, stderr: string): LossReason {
  return signal === "SIGKILL" || outOfMemory.test(stderr) ? "memory" : "crash";
}
