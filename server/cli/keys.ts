import { type Command, Option } from "commander";
import type { IssuedKey, KeySummary } from "../accounts/keyAdmin.ts";
import { parseNewKey } from "../accounts/newKey.ts";
import { tiers } from "../accounts/store.ts";
import type { CliEnvironment } from "./environment.ts";
import { withKeyAdmin } from "./keyAdminAccess.ts";
import { formatTable } from "./table.ts";

interface CreateOptions {
  readonly name: string;
  readonly tier: string;
  readonly credits?: string;
  readonly rateLimit?: string;
  readonly test?: true;
  readonly expires?: string;
  readonly json?: true;
}

/** Adds `keys` to the program. `environmentOf` gives the environment as the program's own options change it. */
export function addKeysCommand(program: Command, environmentOf: (command: Command) => CliEnvironment): void {
  const keys = program.command("keys").description("make and list API keys");
  keys
    .command("create")
    .description("make an API key; it is shown this once")
    .requiredOption("--name <name>", "whom the key is for")
    .addOption(new Option("--tier <tier>", "sets the rate limit").choices(tiers).default("free"))
    .option("--credits <number>", 'extractions it may spend, or "unlimited" (default: SMARTOCR_FREE_CREDITS)')
    .option("--rate-limit <number>", 'requests a minute, or "unlimited" (default: the tier\'s)')
    .option("--expires <time>", "ISO 8601 date, or time with a zone, from which it is refused")
    .option("--test", "make an sk_test_ key")
    .option("--json", "print JSON")
    .action(async (options: CreateOptions, command: Command) => {
      const newKey = parseNewKey(requestOf(options), Date.now());
      const issued = await withKeyAdmin(environmentOf(command), (admin) => admin.createKey(newKey));
      print(options.json ? JSON.stringify(issued) : describeIssued(issued));
    });
  keys
    .command("list")
    .description("list the API keys, oldest first")
    .option("--json", "print JSON")
    .action(async (options: { readonly json?: true }, command: Command) => {
      const list = await withKeyAdmin(environmentOf(command), (admin) => admin.listKeys());
      print(options.json ? JSON.stringify(list) : describeList(list));
    });
}

function requestOf(options: CreateOptions): Record<string, unknown> {
  return {
    name: options.name,
    tier: options.tier,
    mode: options.test ? "test" : "live",
    ...(options.credits !== undefined && { credits: numberOrWord(options.credits) }),
    ...(options.rateLimit !== undefined && { rateLimitPerMinute: numberOrWord(options.rateLimit) }),
    ...(options.expires !== undefined && { expiresAt: options.expires }),
  };
}

/** Digits as a number; anything else stays a word for `parseNewKey` to judge. */
function numberOrWord(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

// Printed also where standard output is no terminal: a person asked for it, and `docker exec` gives none by default.
function describeIssued(issued: IssuedKey): string {
  const facts = [
    ["id", issued.id],
    ["name", issued.name],
    ["tier", issued.tier],
    ["credits", String(issued.credits)],
    ["rate limit", rateLimitOf(issued)],
    ["expires", issued.expiresAt ?? "never"],
  ];
  return `\n  ${issued.key}\n\nThe key is shown once: only its hash is stored.\n\n${formatTable(facts)}`;
}

function describeList(keys: readonly KeySummary[]): string {
  if (keys.length === 0) return "There are no keys yet. Make one with: smartocr keys create --name <name>";
  const head = ["ID", "NAME", "TIER", "MODE", "CREDITS", "RATE LIMIT", "STATUS", "EXPIRES", "LAST USED"];
  const rows = keys.map((key) => [
    key.id,
    key.name,
    key.tier,
    key.mode,
    String(key.credits),
    rateLimitOf(key),
    key.status,
    key.expiresAt ?? "never",
    key.lastUsedAt ?? "never",
  ]);
  return formatTable([head, ...rows]);
}

function rateLimitOf({ rateLimitPerMinute, tier }: KeySummary): string {
  if (rateLimitPerMinute === null) return `as ${tier}`;
  return rateLimitPerMinute === "unlimited" ? "unlimited" : `${rateLimitPerMinute} a minute`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
