// The two pools of worker processes: light ones that answer in milliseconds and never do OCR, and OCR workers that
// yield the processor to them.

import type { Config } from "./config.ts";
import { defaultWorkers } from "./isolation/sizing.ts";
import { type WorkerEvent, WorkerPool } from "./isolation/workerPool.ts";
import type * as lightTasks from "./pipeline/tasks/light.ts";
import type * as ocrTasks from "./pipeline/tasks/ocr.ts";
import type { Log } from "./telemetry/log.ts";

export interface TaskModules {
  readonly light: URL;
  readonly ocr: URL;
}

export interface Workers extends AsyncDisposable {
  readonly light: WorkerPool<typeof lightTasks>;
  readonly ocr: WorkerPool<typeof ocrTasks>;
}

const megabyte = 1024 * 1024;
/** A third of the weight of a light worker. At 10, a tenth, busy neighbours made a page of 2 s miss its limit of 30 s. */
const ocrNiceness = 5;

const shippedTasks: TaskModules = {
  light: new URL("./pipeline/tasks/light.ts", import.meta.url),
  ocr: new URL("./pipeline/tasks/ocr.ts", import.meta.url),
};

/**
 * Starts both pools. Two light workers at least and one that no key alone can take, so that documents that hang leave it
 * to everybody else. The OCR workers are all any one key's while nobody else waits: pages take turns by key.
 */
export function startWorkers(config: Config, log: Log, modules: Partial<TaskModules> = {}): Workers {
  const { light: lightModule, ocr: ocrModule } = { ...shippedTasks, ...modules };
  const size = config.workers ?? defaultWorkers();
  const lightSize = Math.max(2, Math.ceil(size / 2));
  const onEvent = (event: WorkerEvent) => log[event.kind === "lost" ? "warn" : "debug"](event, "worker");
  const light = new WorkerPool<typeof lightTasks>({
    name: "light",
    module: lightModule,
    size: lightSize,
    maxRunningPerShare: lightSize - 1,
    niceness: 0,
    dataLimitBytes: 1_000 * megabyte,
    recycleAfterTasks: 5_000,
    recycleAboveBytes: 500 * megabyte,
    onEvent,
  });
  const ocr = new WorkerPool<typeof ocrTasks>({
    name: "ocr",
    module: ocrModule,
    size,
    niceness: ocrNiceness,
    dataLimitBytes: 1_500 * megabyte,
    recycleAfterTasks: 1_000,
    recycleAboveBytes: 1_000 * megabyte,
    idleReplaceMs: 30_000,
    idleReplaceAboveBytes: 200 * megabyte,
    onEvent,
  });
  return {
    light,
    ocr,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([light[Symbol.asyncDispose](), ocr[Symbol.asyncDispose]()]);
    },
  };
}
