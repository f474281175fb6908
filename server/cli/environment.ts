// The only place where the command line reads the environment.

import { accountsSettings } from "../accounts/settings.ts";
import { loadSettings } from "../config.ts";
import type { SettingValues } from "../settings.ts";

/** `freeCredits` counts for a key made while no server runs; a running server applies its own setting. */
export type CliEnvironment = Pick<SettingValues<typeof accountsSettings>, "dataDir" | "freeCredits">;

/** Throws a `SettingError` whose message names the variable that is wrong. */
export function readEnvironment(environment: NodeJS.ProcessEnv): CliEnvironment {
  return loadSettings(accountsSettings, environment);
}
