// The program of a worker process: imports one module of tasks, warms it up, then runs one task at a time.
// Started by workerProcess.ts alone, which gives the module's URL as the only argument.

import { describeThrown, type Report, type Task } from "./messages.ts";
import type { TaskModule } from "./taskRunner.ts";

// The server is gone: nobody is left to work for. (Also keeps the process alive while the module is loaded.)
process.on("disconnect", () => process.exit());

const [, , moduleUrl] = process.argv;
if (!moduleUrl || !process.send)
  throw new Error("worker.ts is started by the worker pool, with the URL of a task module");

const tasks: TaskModule = await import(moduleUrl);
await tasks.warmUp?.(undefined);
process.on("message", async (task: Task) => report(await outcomeOf(task)));
report("warm");

async function outcomeOf({ name, args }: Task): Promise<Report["outcome"]> {
  try {
    const task = name === "warmUp" ? undefined : tasks[name];
    if (typeof task !== "function") throw new Error(`the module has no task named ${name}`);
    return { kind: "result", value: await task(args) };
  } catch (error) {
    return describeThrown(error);
  }
}

function report(outcome: Report["outcome"]): void {
  const send = (message: Report) => process.send?.(message);
  const rssBytes = process.memoryUsage.rss();
  try {
    send({ outcome, rssBytes });
  } catch (error) {
    // A result that can't be cloned (it holds a function), or no memory left to clone it.
    send({ outcome: describeThrown(error), rssBytes });
  }
}
