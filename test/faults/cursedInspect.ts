// Light workers that do the real work, but for a document that names the fault it would cause in a comment at its end:
// what a decoder's bug does on one file in a million, on demand.

import { inspect as realInspect } from "../../server/pipeline/tasks/inspect.ts";
import { segfault } from "./crashes.ts";
import { eatBuffers } from "./eatsBuffers.ts";
import { eatHeap } from "./eatsHeap.ts";
import { eatWasm } from "./eatsWasm.ts";
import { hang } from "./hangs.ts";

export * from "../../server/pipeline/tasks/light.ts";

const faults: Readonly<Record<string, () => unknown>> = {
  segfault,
  hang,
  eatHeap,
  eatWasm,
  eatBuffers: () => eatBuffers({ politely: false }),
};

export const inspect: typeof realInspect = async (args) => {
  const curse = /%curse:(\w+)/.exec(Buffer.from(args.upload.bytes.subarray(-40)).toString("latin1"))?.[1];
  await faults[curse ?? ""]?.();
  return realInspect(args);
};
