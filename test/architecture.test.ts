// The house rules that a machine can hold: which way imports go, how long files are, which licences ship.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../", import.meta.url));
const run = promisify(execFile);

describe("imports", () => {
  it("go one way: the rules see a step that imports another step", async () => {
    const planted = join(root, "server/pipeline/schema/planted.ts");
    const rules = ["--config", ".dependency-cruiser.cjs", "--output-type", "err"];
    await writeFile(planted, 'import "../intake/accept.ts";\n');
    try {
      const outcome = run("depcruise", [planted, ...rules], { cwd: root });
      await assert.rejects(outcome, ({ stdout }) => /schema-imports-no-other-step/.test(stdout));
    } finally {
      await rm(planted);
    }
  });
});

describe("source files", () => {
  it("have one job: none is over 400 lines, nine in ten are under 220, half are under 90", async () => {
    assert.deepEqual(faultsOfLengths(await lengths(join(root, "server"))), []);
  });

  it("the rule sees a planted file of 401 lines", async () => {
    const folder = await mkdtemp(join(root, "server/planted-"));
    try {
      await writeFile(join(folder, "long.ts"), "//\n".repeat(401));
      assert.match(faultsOfLengths(await lengths(folder)).join(), /long\.ts has 401 lines/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

interface Length {
  readonly file: string;
  readonly lines: number;
}

async function lengths(folder: string): Promise<Length[]> {
  const names = await readdir(folder, { recursive: true });
  const sources = names.filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  return Promise.all(
    sources.map(async (file) => ({ file, lines: (await readFile(join(folder, file), "utf8")).split("\n").length - 1 })),
  );
}

function faultsOfLengths(all: readonly Length[]): string[] {
  const sorted = all.map(({ lines }) => lines).sort((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  return [
    ...all.filter(({ lines }) => lines > 400).map(({ file, lines }) => `${file} has ${lines} lines`),
    ...(quantile(0.9) > 220 ? [`the 90th percentile is ${quantile(0.9)} lines`] : []),
    ...(quantile(0.5) > 90 ? [`the median is ${quantile(0.5)} lines`] : []),
  ];
}

describe("licences of what ships", () => {
  const allowed =
    /^(MIT|MIT-0|ISC|0BSD|BSD|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|Unlicense|CC0-1\.0|BlueOak-1\.0\.0|Python-2\.0|Unicode-3\.0)$/;
  /** LGPL ships only as separate, unmodified packages: libvips under sharp, in the binary of each platform. */
  const lgplPackages = /^@img\/sharp-(libvips|win32|wasm32)/;

  it("are on the allow-list, for every package of the production tree", async () => {
    const lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
    // Old packages name their licence in a list, which the lock file leaves out.
    for (const [path, entry] of Object.entries<LockEntry>(lock.packages)) {
      if (path !== "" && !entry.dev && entry.license === undefined) entry.license = await listedLicence(path);
    }
    assert.deepEqual(refused(lock.packages), []);
  });

  it("the rule sees a planted AGPL package", () => {
    const planted = { "node_modules/planted": { license: "AGPL-3.0-only" } };
    assert.deepEqual(refused(planted), ["node_modules/planted: AGPL-3.0-only"]);
  });

  interface LockEntry {
    license?: string;
    readonly dev?: boolean;
  }

  async function listedLicence(path: string): Promise<string> {
    const { licenses = [] } = JSON.parse(await readFile(join(root, path, "package.json"), "utf8"));
    return licenses.map(({ type }: { readonly type: string }) => type).join(" OR ");
  }

  function refused(packages: Record<string, LockEntry>): string[] {
    return Object.entries(packages)
      .filter(([path, { dev }]) => path !== "" && !dev)
      .filter(([path, { license }]) => !isAllowed(path.replace(/^.*node_modules\//, ""), license ?? ""))
      .map(([path, { license }]) => `${path}: ${license ?? "no licence stated"}`);
  }

  function isAllowed(name: string, license: string): boolean {
    if (lgplPackages.test(name)) return true;
    return license
      .replace(/[()]/g, "")
      .split(/ OR /)
      .some((choice) => choice.split(/ AND /).every((one) => allowed.test(one)));
  }
});

describe("settings", () => {
  it("stand in the README as the code declares them", async () => {
    const readme = await readFile(join(root, "README.md"), "utf8");
    const { settingsTable } = await import("../scripts/settingsTable.ts");
    assert.ok(readme.includes(settingsTable()), "run `node scripts/settingsTable.ts --write`");
  });
});
