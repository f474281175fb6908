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
import { Failure } from "./errors.ts";
import { createLog, type Log } from "./telemetry/log.ts";

/** The server can't start for a reason that lies outside it. The message is for an operator. */
class StartError extends Error {
  override readonly name = "StartError";
}

/** A server that starts may follow one that still drains on the same data folder. */
const lockPatienceMs = 10_000;
/** What a credit is set aside for beyond the time of the upload and the extraction: waiting, writing, sending, ms. */
const leaseReserveMs = 60_000;

try {
  const config = loadConfig(process.env);
  const log = createLog(config.logLevel);
  await serve(config, log);
} catch (error) {
  // A reason that an operator can mend is a sentence; anything else is a bug, told with its stack.
  const mendable = [SettingError, DataFolderError, StartError].some((kind) => error instanceof kind);
  console.error(mendable && error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function serve(config: Config, log: Log): Promise<void> {
  for (const name of unknownSettings(process.env)) log.warn({ name }, "unknown setting; is it misspelt?");
  await using stack = new AsyncDisposableStack();
  await prepareDataFolder(config.dataDir);
  stack.use(await lockDataFolder(config.dataDir, lockPatienceMs));
  const store = await openLowdbStore(config.dataDir);
  stack.defer(() => store.close());
  const accounts = createAccounts({
    store,
    ...config,
    reservationLeaseMs: config.uploadTimeoutMs + config.requestTimeoutMs + leaseReserveMs,
  });
  stack.use(await listenOnAdminSocket(createAdminApp(accounts, log), config.dataDir));
  const app = stack.use(createApp({ config, log, accounts }));

  const stop = untilSignal();
  await listen(app, config);
  log.info({ url: urlOf(app.server.address() as AddressInfo) }, "listening");
  if ((await accounts.listKeys()).length === 0)
    log.info("there is no key yet; make one with: npx smartocr keys create --name NAME");
  const isWarm = await Promise.race([stop.then(() => false), untilWarm(app)]);
  if (isWarm) log.info({ ms: Math.round(performance.now()) }, "ready");

  const signal = await stop;
  log.info({ signal, drainMs: config.drainMs }, "draining");
  await app.drain();
  log.info("stopped");
}

/** Listens on after the first: npm passes Ctrl-C on to a server that had it from the terminal already. */
function untilSignal(): Promise<NodeJS.Signals> {
  const { promise, resolve } = Promise.withResolvers<NodeJS.Signals>();
  process.on("SIGTERM", resolve).on("SIGINT", resolve);
  return promise;
}

async function listen({ server }: App, config: Config): Promise<void> {
  server.listen(config.port, config.host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw listenError(error, config);
  }
}

function listenError(error: unknown, { host, port }: Config): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  const sentence = listenSentence(code, host, port);
  return sentence ? new StartError(sentence, { cause: error }) : error;
}

function listenSentence(code: unknown, host: string, port: number): string | null {
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} of ${host} is in use. End the process that holds it, or name another port with SMARTOCR_PORT.`;
    case "EACCES":
      return `This user may not listen on port ${port} of ${host}. Name a port above 1023 with SMARTOCR_PORT.`;
    case "EADDRNOTAVAIL":
      return `${host} is no address of this machine. Name one of its own with SMARTOCR_HOST, or 0.0.0.0 for all of them.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${host} is no address, and no name that leads to one. Name an address of this machine with SMARTOCR_HOST.`;
    default:
      return null;
  }
}

async function untilWarm({ warm }: App): Promise<true> {
  try {
    await warm;
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new StartError(
      `No worker process can start: ${error.internal}. ` +
        "Is the installation whole, and is there memory for the workers (SMARTOCR_WORKERS)?",
      { cause: error },
    );
  }
}

function urlOf({ address, port, family }: AddressInfo): string {
  return `http://${family === "IPv6" ? `[${address}]` : address}:${port}`;
}
