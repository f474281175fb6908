// What an administrator says of a key to be made, over the socket or on the command line: checked once, here.

import { Ajv, type ErrorObject } from "ajv";
import { Failure } from "../errors.ts";
import { type Balance, type KeyMode, keyModes, type Tier, tiers } from "./store.ts";

/** What is left out takes its default: free, live, the installation's starting credits, the tier's limit, no expiry. */
export interface NewKey {
  readonly name: string;
  readonly tier: Tier;
  readonly mode: KeyMode;
  readonly credits?: Balance;
  /** Requests a minute. */
  readonly rateLimitPerMinute?: number | "unlimited";
  /** ISO 8601 in UTC. */
  readonly expiresAt?: string;
}

const numberOrUnlimited = (minimum: number, maximum: number) => ({
  anyOf: [{ type: "integer", minimum, maximum }, { const: "unlimited" }],
});

// The largest balance stays below the number that stands for "unlimited" in answers.
const newKeySchema = {
  type: "object",
  properties: {
    name: { type: "string", pattern: "^[^\\p{Cc}]{1,100}$" },
    tier: { enum: tiers, default: "free" },
    mode: { enum: keyModes, default: "live" },
    credits: numberOrUnlimited(0, 1_000_000_000),
    rateLimitPerMinute: numberOrUnlimited(1, 1_000_000),
    expiresAt: {
      type: "string",
      pattern: "^\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?(Z|[+-]\\d\\d:\\d\\d))?$",
    },
  },
  required: ["name"],
  additionalProperties: false,
};

/** By the name of the property; the empty name is the whole. */
const expectations: Readonly<Record<string, string>> = {
  name: "name must be 1 to 100 characters with no control characters",
  tier: `tier must be ${tiers.join(" or ")}`,
  mode: `mode must be ${keyModes.join(" or ")}`,
  credits: 'credits must be a whole number from 0 to 1000000000 or "unlimited"',
  rateLimitPerMinute: 'rateLimitPerMinute must be a whole number from 1 to 1000000 or "unlimited"',
  expiresAt: "expiresAt must be a future ISO 8601 date, or time with a zone (2030-01-31, 2030-01-31T12:00:00Z)",
  "": "a new key is an object with a name and, where wanted, tier, mode, credits, rateLimitPerMinute, expiresAt",
};

// The schema is our own: checking it against JSON Schema itself would cost each start of the command line 40 ms.
const isNewKey = new Ajv({ useDefaults: true, meta: false, validateSchema: false }).compile<NewKey>(newKeySchema);

/**
 * The request to make a key, with its defaults. `nowMs` is milliseconds since 1970.
 * Throws `Failure("invalid_parameter")` whose detail names the property and what it must be.
 */
export function parseNewKey(value: unknown, nowMs: number): NewKey {
  const request = structuredClone(value);
  if (!isNewKey(request)) throw invalid(propertyOf(isNewKey.errors?.[0]));
  if (request.expiresAt === undefined) return request;
  const expiresMs = Date.parse(request.expiresAt);
  if (!(expiresMs > nowMs)) throw invalid("expiresAt");
  return { ...request, expiresAt: new Date(expiresMs).toISOString() };
}

function propertyOf(error: ErrorObject | undefined): string {
  return error?.instancePath.split("/")[1] ?? "";
}

function invalid(property: string): Failure {
  return new Failure("invalid_parameter", { detail: expectations[property] ?? property });
}
