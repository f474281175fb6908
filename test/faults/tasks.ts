// One module with every fault and the healthy tasks beside them, so that they share a pool.

export * from "./crashes.ts";
export * from "./diesWhenIdle.ts";
export * from "./eatsBuffers.ts";
export * from "./eatsHeap.ts";
export * from "./eatsWasm.ts";
export * from "./hangs.ts";
export * from "./healthy.ts";
export * from "./leaks.ts";
export * from "./throws.ts";
export * from "./writesFiles.ts";
