// Starts the server, and drains it on SIGTERM or SIGINT: running requests finish, new ones get 503.

import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createAccounts } from "./accounts/accounts.ts";
import { DataFolderError, prepareDataFolder } from "./accounts/dataFolder.ts";
import { lockDataFolder } from "./accounts/dataLock.ts";
import { openLowdbStore } from "./accounts/stores/lowdbStore.ts";
import { listenOnAdminSocket } from "./api/admin/adminSocket.ts";
import { type App, createAdminApp, createApp } from "./app.ts";
import { type Config, loadConfig, SettingError, unknownSettings } from "./config.ts";
import { createLog, type Log } from "./telemetry/log.ts";

/** A server that starts may follow one that still drains on the same data folder. */
const lockPatienceMs = 10_000;
/** A credit is set aside before the body arrives: an upload may take a minute, and as much again is kept to spare. */
const uploadMs = 120_000;

try {
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel);
  await serve(config, log);
} catch (error) {
  // A reason that an operator can mend is a sentence; anything else is a bug, told with its stack.
  const mendable = error instanceof SettingError || error instanceof DataFolderError;
  console.error(mendable ? error.message : error);
  process.exitCode = 1;
}

async function serve(config: Config, log: Log): Promise<void> {
  for (const name of unknownSettings(process.env)) log.warn({ name }, "unknown setting; is it misspelt?");
  await using stack = new AsyncDisposableStack();
  await prepareDataFolder(config.dataDir);
  stack.use(await lockDataFolder(config.dataDir, lockPatienceMs));
  const store = await openLowdbStore(config.dataDir);
  stack.defer(() => store.close());
  const accounts = createAccounts({ store, ...config, reservationLeaseMs: config.requestTimeoutMs + uploadMs });
  stack.use(await listenOnAdminSocket(createAdminApp(accounts, log), config.dataDir));
  const app = stack.use(createApp({ config, log, accounts }));

  const stop = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  await listen(app, config);
  log.info({ url: urlOf(app.server.address() as AddressInfo) }, "listening");
  await Promise.race([stop, app.warm]);
  log.info({ ms: Math.round(performance.now()) }, "ready");

  const [signal] = await stop;
  log.info({ signal, drainMs: config.drainMs }, "draining");
  await app.drain();
  log.info("stopped");
}

async function listen({ server }: App, { host, port }: Config): Promise<void> {
  server.listen(port, host);
  await once(server, "listening");
}

function urlOf({ address, port, family }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
