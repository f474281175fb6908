// A server is killed while one worker is idle and one is in a busy loop, where it can't see that the pipe has closed.
// A program: prints the process ids of its workers and waits to be killed.

import { WorkerPool } from "../../server/isolation/workerPool.ts";

const started: (number | undefined)[] = [];
const pool = new WorkerPool<typeof import("./tasks.ts")>({
  name: "orphans",
  module: new URL("./tasks.ts", import.meta.url),
  size: 2,
  niceness: 0,
  dataLimitBytes: 1_000_000_000,
  recycleAfterTasks: 1_000,
  recycleAboveBytes: 1_000_000_000,
  onEvent: ({ pid, kind }) => {
    if (kind === "started" && started.push(pid) === 2) hangOne();
  },
});

function hangOne(): void {
  pool.run("hang", undefined, { share: "a", deadlineMs: 60_000, signal: new AbortController().signal });
  setTimeout(() => console.log(JSON.stringify(started)), 100);
}
