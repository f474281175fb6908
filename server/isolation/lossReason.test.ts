import assert from "node:assert/strict";
import { test } from "node:test";
import { isOutOfMemory, lossReason } from "./lossReason.ts";

test("what V8, C++ and Node write when memory ends is a death of memory", () => {
  for (const line of [
    "# Fatal process out of memory: Zone",
    "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
    "terminate called after throwing an instance of 'std::bad_alloc'",
    "spawn ENOMEM",
    "RangeError: Failed to allocate memory\n  code: 'ERR_MEMORY_ALLOCATION_FAILED'",
  ]) {
    assert.equal(lossReason("SIGABRT", `a line before\n${line}\n----- Native stack trace -----`), "memory", line);
  }
});

test("a SIGKILL that the pool did not send is the kernel's OOM killer", () => {
  assert.equal(lossReason("SIGKILL", ""), "memory");
});

test("any other death is a crash", () => {
  assert.equal(lossReason("SIGSEGV", ""), "crash");
  assert.equal(lossReason(null, "TypeError: x is not a function"), "crash");
});

test("an allocation that fails in JavaScript or WASM tells that memory ended", () => {
  assert.ok(isOutOfMemory(new RangeError("Array buffer allocation failed")));
  assert.ok(isOutOfMemory(Object.assign(new RangeError("x"), { code: "ERR_MEMORY_ALLOCATION_FAILED" })));
  assert.ok(isOutOfMemory(new RangeError("WebAssembly.Memory.grow(): Unable to grow instance memory")));
  assert.ok(isOutOfMemory(new Error("Aborted(OOM). Build with -sASSERTIONS for more info.")));
});

test("other errors do not", () => {
  assert.ok(!isOutOfMemory(new RangeError("Maximum call stack size exceeded")));
  assert.ok(!isOutOfMemory(new RangeError("Invalid array length")));
  assert.ok(!isOutOfMemory("out of memory"));
});
