// API keys: how they are made, what is kept of them, and which of them open the door.

import { createHash, randomInt, timingSafeEqual } from "node:crypto";
import { Failure } from "../errors.ts";
import type { AccountStore, KeyMode, KeyRecord } from "./store.ts";

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

// 62^32 keys: 190 bits. A plain SHA-256 is enough for a secret that nobody can guess; slow hashes are for passwords.
const secretLength = 32;

// What an x-api-key header can carry. Our own form is not asked for: an operator may bring keys of another service.
const plausibleKey = /^[\x21-\x7e]{1,256}$/;

/** A new key, `sk_live_` or `sk_test_` and 32 random base62 characters. It exists only here: keep its hash. */
export function makeKey(mode: KeyMode): string {
  return `sk_${mode}_${randomBase62(secretLength)}`;
}

/** A new public id for a key; it tells nothing about the key. */
export function makeKeyId(): string {
  return `key_${randomBase62(16)}`;
}

/** What is kept of a key: its SHA-256, hexadecimal. */
export function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

/** Whether a hash is the hash of this key; takes the same time wherever the two differ. */
function isHashOf(hash: string, key: string): boolean {
  const kept = Buffer.from(hash, "hex");
  const given = Buffer.from(hashKey(key), "hex");
  return kept.length === given.length && timingSafeEqual(kept, given);
}

/**
 * The record of a key that may be used at `nowMs` (milliseconds since 1970). Throws one and the same
 * `Failure("unauthorized")` for the client where it is missing, malformed, unknown, revoked or expired; the log learns
 * which.
 */
export async function authenticate(
  store: Pick<AccountStore, "findKey">,
  key: string | undefined,
  nowMs: number,
): Promise<KeyRecord> {
  if (key === undefined || key === "") throw unauthorized("missing");
  if (!plausibleKey.test(key)) throw unauthorized("malformed");
  const record = await store.findKey(hashKey(key));
  if (record === null || !isHashOf(record.hash, key)) throw unauthorized("unknown");
  if (record.status === "revoked") throw unauthorized(`revoked: ${record.id}`);
  if (record.expiresAt !== null && Date.parse(record.expiresAt) <= nowMs) throw unauthorized(`expired: ${record.id}`);
  return record;
}

function unauthorized(internal: string): Failure {
  return new Failure("unauthorized", { internal });
}

/** `randomInt` draws without the bias that a random byte modulo 62 has. */
function randomBase62(length: number): string {
  return Array.from({ length }, () => base62.charAt(randomInt(base62.length))).join("");
}
