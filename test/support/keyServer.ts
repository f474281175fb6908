// A server with keys and nothing else, for tests that need a second process: it holds the lock, serves the admin socket,
// and for each line on standard input, a key, spends one credit and answers with the balance or the code of the refusal.

import { createInterface } from "node:readline";
import express from "express";
import { createAccounts } from "../../server/accounts/accounts.ts";
import { prepareDataFolder } from "../../server/accounts/dataFolder.ts";
import { lockDataFolder } from "../../server/accounts/dataLock.ts";
import { openLowdbStore } from "../../server/accounts/stores/lowdbStore.ts";
import { createAdminRouter } from "../../server/api/admin/adminRouter.ts";
import { listenOnAdminSocket } from "../../server/api/admin/adminSocket.ts";
import { Failure } from "../../server/errors.ts";

const [dataDir = ""] = process.argv.slice(2);
await prepareDataFolder(dataDir);
using _lock = await lockDataFolder(dataDir, 0);
const store = await openLowdbStore(dataDir);
const accounts = createAccounts({
  store,
  rateLimitFree: 10,
  rateLimitPremium: 100,
  rateLimitRefused: 30,
  freeCredits: 500,
  reservationLeaseMs: 60_000,
});
const server = await listenOnAdminSocket(express().use(createAdminRouter(accounts)), dataDir);
console.log("listening");
for await (const apiKey of createInterface(process.stdin)) console.log(await spend(apiKey));
server.close();
await store.close();

async function spend(apiKey: string): Promise<string> {
  try {
    const { reservation } = await accounts.admit({ apiKey, address: "127.0.0.1" }, () => {});
    await using credit = reservation;
    return String(await credit.commit());
  } catch (error) {
    return error instanceof Failure ? error.code : String(error);
  }
}
