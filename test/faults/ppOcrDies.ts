// The native code of the first reader is broken on this machine: each page it is given ends the process.

import { readPage as realReadPage } from "../../server/pipeline/tasks/ocr.ts";
import { segfault } from "./crashes.ts";

export const readPage: typeof realReadPage = async (args) => {
  if (args.reader === "pp-ocr") await segfault();
  return realReadPage(args);
};
