// Keys and credits in two JSON files of the data folder, for one process that holds the folder's lock.
//
// Everything is in memory; verbs change memory in one turn of the event loop, which makes them atomic, and resolve when
// a write that holds the change is durable. Reservations are only in memory: what counts as spent is what was committed.

import { join } from "node:path";
import { Low } from "lowdb";
import { DataFolderError } from "../dataFolder.ts";
import type { AccountStore, Balance, KeyRecord } from "../store.ts";
import { AtomicFile, damagedFile } from "./atomicFile.ts";
import {
  type CreditsFile,
  type KeysFile,
  parseCreditsFile,
  parseKeysFile,
  type StoredKey,
  type UseRow,
} from "./fileFormats.ts";
import { GroupCommit } from "./groupCommit.ts";
import { Reservations } from "./reservations.ts";

/** How long the times of last use may wait for a write of their own. */
const useDelayMs = 60_000;

/**
 * Opens the store of a data folder whose lock the caller holds; makes its files where there are none.
 * Throws a `DataFolderError` where a file is damaged, of a newer format, or can't be read or written; changes none then.
 */
export async function openLowdbStore(dataDir: string): Promise<AccountStore> {
  const keysPath = join(dataDir, "keys.json");
  const creditsPath = join(dataDir, "credits.json");
  const noKeys: KeysFile = { format: 1, keys: [] };
  const noCredits: CreditsFile = { format: 1, rows: [] };
  const keys = new Low(new AtomicFile<KeysFile>(keysPath, (value) => parseKeysFile(keysPath, value)), noKeys);
  const credits = new Low(
    new AtomicFile<CreditsFile>(creditsPath, (value) => parseCreditsFile(creditsPath, value)),
    noCredits,
  );
  await keys.read();
  await credits.read();
  if (keys.data === noKeys && credits.data !== noCredits) throw damagedFile(keysPath, "it is missing");
  matchRows(keys.data, credits.data, creditsPath);
  if (keys.data === noKeys) await firstWrite(keys);
  if (credits.data === noCredits) await firstWrite(credits);
  return new LowdbStore(keys, credits);
}

async function firstWrite<Content>(file: Low<Content>): Promise<void> {
  try {
    await file.write();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(`The data folder can't be written to: ${reason}.`, { cause: error });
  }
}

/** Drops the rows of keys whose making was cut off before anybody got the key; a key without a row is damage. */
function matchRows({ keys }: KeysFile, credits: CreditsFile, creditsPath: string): void {
  const keyIds = new Set(keys.map(({ id }) => id));
  credits.rows = credits.rows.filter(([id]) => keyIds.has(id));
  const rowIds = new Set(credits.rows.map(([id]) => id));
  const bare = keys.find(({ id }) => !rowIds.has(id));
  if (bare) throw damagedFile(creditsPath, `it has no credits for the key ${bare.id}`);
}

class LowdbStore implements AccountStore {
  readonly #keys: Low<KeysFile>;
  readonly #credits: Low<CreditsFile>;
  readonly #keyWrites: GroupCommit;
  readonly #creditWrites: GroupCommit;
  readonly #byHash: Map<string, StoredKey>;
  readonly #rowOfKey: Map<string, UseRow>;
  readonly #reservations = new Reservations();
  #unwrittenUse = false;
  #useTimer: NodeJS.Timeout | null = null;

  constructor(keys: Low<KeysFile>, credits: Low<CreditsFile>) {
    this.#keys = keys;
    this.#credits = credits;
    this.#keyWrites = new GroupCommit(() => keys.write());
    this.#creditWrites = new GroupCommit(() => credits.write());
    this.#byHash = new Map(keys.data.keys.map((key) => [key.hash, key]));
    this.#rowOfKey = new Map(credits.data.rows.map((row) => [row[0], row]));
  }

  async findKey(hash: string): Promise<KeyRecord | null> {
    const key = this.#byHash.get(hash);
    return key ? this.#recordOf(key) : null;
  }

  async listKeys(): Promise<KeyRecord[]> {
    return this.#keys.data.keys.map((key) => this.#recordOf(key));
  }

  async createKey({ credits, lastUsedAt, ...key }: KeyRecord): Promise<void> {
    if (this.#rowOfKey.has(key.id) || this.#byHash.has(key.hash)) throw new Error(`${key.id} or its hash is there`);
    const row: UseRow = [key.id, credits, lastUsedAt === null ? null : secondsOf(Date.parse(lastUsedAt))];
    this.#addRow(row);
    await this.#creditWrites.commit(() => this.#removeRow(row));
    this.#addKey(key);
    await this.#keyWrites.commit(() => {
      this.#removeKey(key);
      this.#removeRow(row);
    });
  }

  async reserve(keyId: string, leaseMs: number): Promise<string | "out_of_credits"> {
    const held = this.#reservations.count(keyId);
    const [, credits] = this.#rowOf(keyId);
    if (credits !== "unlimited" && credits <= held) return "out_of_credits";
    return this.#reservations.hold(keyId, leaseMs);
  }

  async commit(reservationId: string): Promise<Balance> {
    const keyId = this.#reservations.end(reservationId);
    if (keyId === null) throw new Error("the reservation has ended: committed or released before, or out of its lease");
    const row = this.#rowOf(keyId);
    if (row[1] === "unlimited") return "unlimited";
    const left = addCredits(row, -1);
    await this.#creditWrites.commit(() => addCredits(row, 1));
    return left;
  }

  async release(reservationId: string): Promise<void> {
    this.#reservations.end(reservationId);
  }

  async touch(keyId: string): Promise<void> {
    this.#rowOf(keyId)[2] = secondsOf(Date.now());
    this.#unwrittenUse = true;
    this.#useTimer ??= setTimeout(() => {
      this.#useTimer = null;
      // A failed write loses nothing: the times stay in memory for the next write, and close reports the fault.
      this.#writeUse().catch(() => {});
    }, useDelayMs).unref();
  }

  async close(): Promise<void> {
    if (this.#useTimer) clearTimeout(this.#useTimer);
    await Promise.all([this.#writeUse(), this.#keyWrites.idle(), this.#creditWrites.idle()]);
  }

  async #writeUse(): Promise<void> {
    if (!this.#unwrittenUse) return;
    this.#unwrittenUse = false;
    await this.#creditWrites.commit(() => {
      this.#unwrittenUse = true;
    });
  }

  #addRow(row: UseRow): void {
    this.#credits.data.rows.push(row);
    this.#rowOfKey.set(row[0], row);
  }

  #removeRow(row: UseRow): void {
    remove(this.#credits.data.rows, row);
    this.#rowOfKey.delete(row[0]);
  }

  #addKey(key: StoredKey): void {
    this.#keys.data.keys.push(key);
    this.#byHash.set(key.hash, key);
  }

  #removeKey(key: StoredKey): void {
    remove(this.#keys.data.keys, key);
    this.#byHash.delete(key.hash);
  }

  #rowOf(keyId: string): UseRow {
    const row = this.#rowOfKey.get(keyId);
    if (!row) throw new Error(`there is no key ${keyId}`);
    return row;
  }

  #recordOf(key: StoredKey): KeyRecord {
    const [, credits, lastUsedS] = this.#rowOf(key.id);
    return { ...key, credits, lastUsedAt: lastUsedS === null ? null : new Date(lastUsedS * 1000).toISOString() };
  }
}

/** Adds to a counted balance and returns it; an unlimited one stays as it is. */
function addCredits(row: UseRow, amount: number): Balance {
  if (row[1] !== "unlimited") row[1] += amount;
  return row[1];
}

function remove<Item>(items: Item[], item: Item): void {
  items.splice(items.indexOf(item), 1);
}

function secondsOf(ms: number): number {
  return Math.floor(ms / 1000);
}
