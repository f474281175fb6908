// Joins the settings that the parts declare beside their code, reads them from the environment and checks them.

import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { accountsSettings } from "./accounts/settings.ts";
import { apiSettings } from "./api/settings.ts";
import { isolationSettings } from "./isolation/settings.ts";
import { fieldsSettings } from "./pipeline/fields/settings.ts";
import { intakeSettings } from "./pipeline/intake/settings.ts";
import { readingSettings } from "./pipeline/reading/settings.ts";
import type { Setting, SettingTable, SettingValues } from "./settings.ts";
import { telemetrySettings } from "./telemetry/settings.ts";

export const settingTable = {
  ...apiSettings,
  ...accountsSettings,
  ...intakeSettings,
  ...readingSettings,
  ...fieldsSettings,
  ...isolationSettings,
  ...telemetrySettings,
};

export type Config = SettingValues<typeof settingTable>;

type Environment = Readonly<Record<string, string | undefined>>;

/** A wrong setting: the message names the variable, what was expected and what it is for. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

/** All settings from an environment, with defaults. Throws a `SettingError` at the first wrong one. */
export function loadConfig(environment: Environment): Config {
  return loadSettings(settingTable, environment);
}

/** Variables that look like ours but are no setting: a typing error, or a setting of another version. */
export function unknownSettings(environment: Environment): string[] {
  const known = new Set<string>(Object.values(settingTable).flatMap(({ env }) => [env, `${env}_FILE`]));
  return Object.keys(environment).filter((name) => name.startsWith("SMARTOCR_") && !known.has(name));
}

/** As `loadConfig`, for any table. A secret may stand in the file that `<NAME>_FILE` names. */
export function loadSettings<const Table extends SettingTable>(
  table: Table,
  environment: Environment,
): SettingValues<Table> {
  const entries = Object.entries(table).map(([name, setting]) => {
    const text = textOf(setting, environment);
    return [name, text === undefined || text === "" ? setting.default : parseText(setting, text)];
  });
  return Object.fromEntries(entries);
}

function textOf(setting: Setting, environment: Environment): string | undefined {
  const file = setting.secret ? environment[`${setting.env}_FILE`] : undefined;
  if (file === undefined) return environment[setting.env]?.trim();
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new SettingError(`${setting.env}_FILE names a file that can't be read: ${file}`, { cause: error });
  }
}

/** What ajv checks a value against; a list is checked item by item. */
function jsonSchemaOf(setting: Setting): Record<string, unknown> {
  const { env, about, secret, default: _, type, ...keywords } = setting;
  if (type !== "list") return { type, ...keywords };
  return { type: "array", items: { type: "string", ...keywords } };
}

function parseText(setting: Setting, text: string): unknown {
  const holder = { value: setting.type === "list" ? text.split(",").map((item) => item.trim()) : text };
  const ajv = new Ajv({ coerceTypes: true });
  const properties = { value: jsonSchemaOf(setting) };
  if (ajv.validate({ type: "object", properties }, holder)) return holder.value;
  const expected = ajv.errors?.[0]?.message ?? "a valid value";
  const options = "enum" in setting && setting.enum ? ` (${setting.enum.join(", ")})` : "";
  const shown = setting.secret ? "a value" : JSON.stringify(text);
  throw new SettingError(`${setting.env} is ${shown}, but ${expected}${options}. ${setting.about}`);
}
