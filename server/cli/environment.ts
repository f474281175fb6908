// The only place where the command line reads the environment.

import { accountsSettings } from "../accounts/settings.ts";

export interface CliEnvironment {
  readonly dataDir: string;
  /** What a key made while no server runs starts with; a running server applies its own setting. */
  readonly freeCredits: number;
}

/** Throws an `Error` whose message names the variable that is wrong. */
export function readEnvironment(environment: NodeJS.ProcessEnv): CliEnvironment {
  const { dataDir, freeCredits } = accountsSettings;
  const credits = environment[freeCredits.env] || String(freeCredits.default);
  if (!/^\d{1,9}$/.test(credits)) throw new Error(`${freeCredits.env} must be a whole number, not "${credits}".`);
  return { dataDir: environment[dataDir.env] || dataDir.default, freeCredits: Number(credits) };
}
