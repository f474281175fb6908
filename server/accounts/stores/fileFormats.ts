// The two files of the lowdb store, and how each is checked when it is read.
//
// What changes with every extraction is apart from what an administrator changes: a commit rewrites a few dozen bytes
// a key instead of the whole record. A key's row in credits.json is written before its record in keys.json: a row with no
// record is a key that was never handed out, a record with no row is damage.

import { Ajv } from "ajv";
import { DataFolderError } from "../dataFolder.ts";
import { type Balance, type KeyRecord, keyModes, tiers } from "../store.ts";
import { damagedFile } from "./atomicFile.ts";

export type StoredKey = Omit<KeyRecord, "credits" | "lastUsedAt">;

/** keys.json */
export interface KeysFile {
  readonly format: 1;
  readonly keys: StoredKey[];
}

/** What changes in use, as a row without names, which halves the file: the time is in seconds since 1970. */
export type UseRow = [keyId: string, credits: Balance, lastUsedS: number | null];

/** credits.json */
export interface CreditsFile {
  readonly format: 1;
  rows: UseRow[];
}

const time = { type: "string", pattern: "^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z$" };
const nullable = (schema: object) => ({ anyOf: [schema, { type: "null" }] });

const keysSchema = {
  type: "object",
  properties: {
    keys: {
      type: "array",
      items: {
        type: "object",
        properties: {
          id: { type: "string", minLength: 1 },
          hash: { type: "string", pattern: "^[0-9a-f]{64}$" },
          name: { type: "string" },
          tier: { enum: tiers },
          mode: { enum: keyModes },
          rateLimitPerMinute: nullable({ anyOf: [{ type: "integer", minimum: 1 }, { const: "unlimited" }] }),
          status: { enum: ["active", "revoked"] },
          createdAt: time,
          expiresAt: nullable(time),
        },
        required: ["id", "hash", "name", "tier", "mode", "rateLimitPerMinute", "status", "createdAt", "expiresAt"],
      },
    },
  },
  required: ["keys"],
};

const creditsSchema = {
  type: "object",
  properties: {
    rows: {
      type: "array",
      items: {
        type: "array",
        items: [
          { type: "string", minLength: 1 },
          { anyOf: [{ type: "integer", minimum: 0 }, { const: "unlimited" }] },
          nullable({ type: "integer" }),
        ],
        minItems: 3,
        maxItems: 3,
      },
    },
  },
  required: ["rows"],
};

// The schemas are our own: checking them against JSON Schema itself would cost each start of the command line 40 ms.
const ajv = new Ajv({ meta: false, validateSchema: false });

export const parseKeysFile = fileParser<KeysFile>(keysSchema, 1);
export const parseCreditsFile = fileParser<CreditsFile>(creditsSchema, 1);

/** A parser of one file: (path, value read) -> content. Throws a `DataFolderError`: damaged, or of a newer SmartOCR. */
function fileParser<Content>(schema: object, format: number): (path: string, value: unknown) => Content {
  const isFormatted = ajv.compile<{ format: number }>({
    type: "object",
    properties: { format: { type: "integer", minimum: 1 } },
    required: ["format"],
  });
  const isContent = ajv.compile<Content>(schema);
  return (path, value) => {
    if (!isFormatted(value)) throw damagedFile(path, "it has no format number");
    if (value.format > format) {
      throw new DataFolderError(
        `${path} has format ${value.format}, and this SmartOCR knows formats up to ${format}: a newer one wrote it. ` +
          "It was left as it is. Start the newer SmartOCR, or put back a backup that was made before the upgrade.",
      );
    }
    if (isContent(value)) return value;
    const where = isContent.errors?.[0]?.instancePath || "the whole";
    throw damagedFile(path, `${where} is not what belongs there`);
  };
}
