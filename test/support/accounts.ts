import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { hashKey, makeKey, makeKeyId } from "../../server/accounts/keys.ts";
import type { KeyRecord } from "../../server/accounts/store.ts";

/** An empty folder for one test, removed at its end. */
export async function temporaryDataDir(test: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "smartocr-data-"));
  test.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A free, active key with 500 credits, changed as a test needs it. */
export function keyRecord(changes: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id: makeKeyId(),
    hash: hashKey(makeKey("live")),
    name: "Lens & Light Co.",
    tier: "free",
    mode: "live",
    credits: 500,
    rateLimitPerMinute: null,
    status: "active",
    createdAt: "2026-05-31T18:00:00.000Z",
    expiresAt: null,
    lastUsedAt: null,
    ...changes,
  };
}
