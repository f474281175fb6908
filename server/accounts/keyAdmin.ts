import { hashKey, makeKey, makeKeyId } from "./keys.ts";
import type { NewKey } from "./newKey.ts";
import type { AccountStore, KeyRecord } from "./store.ts";

/** A key as administrators see it. */
export type KeySummary = Omit<KeyRecord, "hash">;

/** A key just made: the one time that the key itself is shown. */
export interface IssuedKey extends KeySummary {
  readonly key: string;
}

/** What an administrator may do; the command line does it through the running server or on the store itself. */
export interface KeyAdmin {
  createKey(request: NewKey): Promise<IssuedKey>;
  listKeys(): Promise<KeySummary[]>;
}

/** `freeCredits` is what a key starts with where the request names no credits. */
export function createKeyAdmin(store: AccountStore, freeCredits: number): KeyAdmin {
  return {
    async createKey(request) {
      const key = makeKey(request.mode);
      const record: KeyRecord = {
        id: makeKeyId(),
        hash: hashKey(key),
        name: request.name,
        tier: request.tier,
        mode: request.mode,
        credits: request.credits ?? freeCredits,
        rateLimitPerMinute: request.rateLimitPerMinute ?? null,
        status: "active",
        createdAt: new Date().toISOString(),
        expiresAt: request.expiresAt ?? null,
        lastUsedAt: null,
      };
      await store.createKey(record);
      const { id, ...rest } = summaryOf(record);
      return { id, key, ...rest };
    },
    listKeys: async () => (await store.listKeys()).map(summaryOf),
  };
}

function summaryOf({ hash: _, ...summary }: KeyRecord): KeySummary {
  return summary;
}
