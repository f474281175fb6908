// What some tests need beyond npm, and how it is had.

import { spawnSync } from "node:child_process";

export interface TestTool {
  /** The tests that need it, for the list of what was not run. */
  readonly name: string;
  readonly needs: string;
  readonly command: readonly [string, ...string[]];
}

/** Debian's own Python: another one on the PATH may come without the module that Debian's package installs. */
export const python = "/usr/bin/python3";

export const curl: TestTool = { name: "clients: curl", needs: "curl", command: ["curl", "--version"] };
export const pythonRequests: TestTool = {
  name: "clients: Python's requests",
  needs: "python3-requests",
  command: [python, "-c", "import requests"],
};

export function isPresent({ command: [program, ...args] }: TestTool): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

/** Installs what is missing from Debian's packages where that is possible; returns what still can't be had. */
export function missingTools(): readonly TestTool[] {
  const tools = [curl, pythonRequests];
  const absent = tools.filter((tool) => !isPresent(tool));
  if (absent.length === 0 || process.getuid?.() !== 0) return absent;
  console.log(`Installing ${absent.map(({ needs }) => needs).join(", ")} from Debian's packages for the tests.`);
  const quiet = { stdio: ["ignore", "ignore", "inherit"] as ["ignore", "ignore", "inherit"] };
  spawnSync("apt-get", ["update", "-q"], quiet);
  spawnSync("apt-get", ["install", "-yq", "--no-install-recommends", ...absent.map(({ needs }) => needs)], quiet);
  return absent.filter((tool) => !isPresent(tool));
}
