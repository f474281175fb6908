// The way to the keys that is open now: through the server that runs on the data folder, else on its files directly.

import { setTimeout as sleep } from "node:timers/promises";
import { adminSocketPath, prepareDataFolder } from "../accounts/dataFolder.ts";
import { DataFolderInUse, type DataLock, lockDataFolder } from "../accounts/dataLock.ts";
import { createKeyAdmin, type KeyAdmin } from "../accounts/keyAdmin.ts";
import { openLowdbStore } from "../accounts/stores/lowdbStore.ts";
import { createAdminClient, isServed } from "./adminClient.ts";
import type { CliEnvironment } from "./environment.ts";

// A data folder is locked without its socket served while a server starts or drains, or another command runs.
const patienceMs = 10_000;
const retryMs = 100;

/** Does one piece of administration. Throws `DataFolderInUse` where neither way opens within 10 s. */
export async function withKeyAdmin<Result>(
  { dataDir, freeCredits }: CliEnvironment,
  work: (admin: KeyAdmin) => Promise<Result>,
): Promise<Result> {
  await prepareDataFolder(dataDir);
  const socketPath = adminSocketPath(dataDir);
  const deadline = performance.now() + patienceMs;
  for (;;) {
    if (await isServed(socketPath)) return work(createAdminClient(socketPath));
    const lock = await tryLock(dataDir, deadline);
    if (lock) return await withStore(lock, dataDir, freeCredits, work);
    await sleep(retryMs);
  }
}

/** The lock, or null where it is held and there is still time to try again. */
async function tryLock(dataDir: string, deadline: number): Promise<DataLock | null> {
  try {
    return await lockDataFolder(dataDir, 0);
  } catch (error) {
    if (error instanceof DataFolderInUse && performance.now() < deadline) return null;
    throw error;
  }
}

async function withStore<Result>(
  lock: DataLock,
  dataDir: string,
  freeCredits: number,
  work: (admin: KeyAdmin) => Promise<Result>,
): Promise<Result> {
  using _ = lock;
  const store = await openLowdbStore(dataDir);
  try {
    return await work(createKeyAdmin(store, freeCredits));
  } finally {
    await store.close();
  }
}
