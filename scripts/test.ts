// `npm test`: types, lint, architecture, dead code, then every test. What a test needs beyond npm comes from Debian's
// packages where we may install them; what can't be had is named at the end as NOT RUN, which fails in CI.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { styleText } from "node:util";
import { missingTools } from "./testTools.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

const checks = [
  ["types", "tsc", "--noEmit"],
  ["lint and format", "biome", "check", "--error-on-warnings"],
  ["architecture", "depcruise", "server", "scripts", "test", "--config", ".dependency-cruiser.cjs"],
  ["dead code", "knip"],
] as const;

const missing = missingTools();
for (const [title, command, ...args] of checks) check(title, command, args);
check("tests", "node", [
  "--test",
  "--test-concurrency=2",
  "server/**/*.test.ts",
  "scripts/**/*.test.ts",
  "test/**/*.test.ts",
]);
reportMissing();

function check(title: string, command: string, args: readonly string[]): void {
  console.log(styleText("bold", `\n${title}`), styleText("dim", [command, ...args].join(" ")));
  const start = performance.now();
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  if (status === 0) {
    console.log(styleText("dim", `${title}: passed in ${seconds} s`));
    return;
  }
  console.error(styleText("red", `${title}: failed after ${seconds} s`));
  process.exit(1);
}

function reportMissing(): void {
  for (const { name, needs } of missing) console.error(styleText("red", `NOT RUN: ${name}; needs ${needs}`));
  if (missing.length > 0 && process.env.CI === "true") process.exit(1);
}
