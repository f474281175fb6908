// The README's table of settings, made from their declarations. `--write` puts it between the marks in the README.

import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { settingTable } from "../server/config.ts";
import type { Setting } from "../server/settings.ts";

const marks = ["<!-- settings: made by scripts/settingsTable.ts -->", "<!-- /settings -->"] as const;

/** A Markdown table, one row a setting, between its marks. */
export function settingsTable(): string {
  const rows = Object.values(settingTable).map(
    (setting) => `| \`${setting.env}\` | ${defaultOf(setting)} | ${setting.about} |`,
  );
  return [marks[0], "| variable | default | meaning |", "|---|---|---|", ...rows, marks[1]].join("\n");
}

function defaultOf(setting: Setting): string {
  if (setting.default === null) return "";
  const text = Array.isArray(setting.default) ? setting.default.join(",") : String(setting.default);
  return text === "" ? "" : `\`${text}\``;
}

if (process.argv.includes("--write")) {
  const readme = fileURLToPath(new URL("../README.md", import.meta.url));
  const text = await readFile(readme, "utf8");
  const [before = "", after = ""] = [text.split(marks[0])[0], text.split(marks[1])[1]];
  await writeFile(readme, `${before}${settingsTable()}${after}`);
}
