// Joins the settings that the parts declare beside their code, reads them from the environment and checks them.

import { readFileSync } from "node:fs";
import { isIP } from "node:net";
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
  const config = loadSettings(settingTable, environment);
  checkProxies(config.trustedProxies);
  return config;
}

/** The names that Express has for ranges of private addresses. */
const namedRanges: readonly string[] = ["loopback", "linklocal", "uniquelocal"];

/** Express would refuse a wrong one as well, but without a word on the setting. */
function checkProxies(proxies: Config["trustedProxies"]): void {
  const wrong = proxies.find((proxy) => !namedRanges.includes(proxy) && !isAddressOrRange(proxy));
  if (wrong === undefined) return;
  const { env, about } = settingTable.trustedProxies;
  const expected = `must hold IP addresses, CIDR ranges (10.0.0.0/8) or ${namedRanges.join(", ")}`;
  throw new SettingError(`${env} holds ${JSON.stringify(wrong)}, but ${expected}. ${about}`);
}

function isAddressOrRange(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  // A zone (fe80::1%eth0) names an interface of this machine, not an address that a proxy reports.
  if (isIP(address) === 0 || address.includes("%") || rest.length > 0) return false;
  const bitsMax = isIP(address) === 4 ? 32 : 128;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= bitsMax);
}

/** Variables that look like ours but are no setting: a typing error, or a setting of another version. */
export function unknownSettings(environment: Environment, table: SettingTable = settingTable): string[] {
  const known = new Set<string>(
    Object.values(table).flatMap(({ env, secret }) => (secret ? [env, `${env}_FILE`] : [env])),
  );
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

/** What ajv checks a value against; a list is checked item by item, and holds each once. */
function jsonSchemaOf(setting: Setting): Record<string, unknown> {
  const { env, about, secret, default: _, type, ...keywords } = setting;
  if (type !== "list") return { type, ...keywords };
  return { type: "array", uniqueItems: true, items: { type: "string", ...keywords } };
}

function parseText(setting: Setting, text: string): unknown {
  const holder = { value: setting.type === "list" ? text.split(",").map((item) => item.trim()) : text };
  const ajv = new Ajv({ coerceTypes: true });
  const properties = { value: jsonSchemaOf(setting) };
  if (ajv.validate({ type: "object", properties }, holder)) return holder.value;
  const [error] = ajv.errors ?? [];
  const expected = error?.message ?? "a valid value";
  const options = error?.keyword === "enum" && "enum" in setting && setting.enum ? ` (${setting.enum.join(", ")})` : "";
  const shown = setting.secret ? "a value" : JSON.stringify(text);
  throw new SettingError(`${setting.env} is ${shown}, but ${expected}${options}. ${setting.about}`);
}
