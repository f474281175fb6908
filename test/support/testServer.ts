// The real app over a data folder of its own, for one test file; closed with `await using`.

import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { createAccounts } from "../../server/accounts/accounts.ts";
import type { KeyAdmin } from "../../server/accounts/keyAdmin.ts";
import type { NewKey } from "../../server/accounts/newKey.ts";
import { openLowdbStore } from "../../server/accounts/stores/lowdbStore.ts";
import { type App, createApp } from "../../server/app.ts";
import { loadConfig } from "../../server/config.ts";
import type { TaskModules } from "../../server/workers.ts";

export interface TestServer extends AsyncDisposable {
  readonly app: App;
  /** `http://127.0.0.1:PORT`, listening. */
  readonly url: string;
  readonly keys: KeyAdmin;
  /** An unlimited key, for tests that are not about keys. */
  readonly key: string;
  makeKey(request?: Partial<NewKey>): Promise<string>;
  /** Every line logged so far. */
  readonly logged: readonly string[];
}

export interface TestServerOptions {
  /** Settings by their variables. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly taskModules?: Partial<TaskModules>;
}

export async function startTestServer({
  settings = {},
  taskModules = {},
}: TestServerOptions = {}): Promise<TestServer> {
  await using stack = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), "smartocr-test-"));
  stack.defer(() => rm(dataDir, { recursive: true, force: true }));
  const config = loadConfig({ SMARTOCR_DATA_DIR: dataDir, SMARTOCR_WORKERS: "2", ...settings });
  const store = await openLowdbStore(dataDir);
  stack.defer(() => store.close());
  const accounts = createAccounts({ store, ...config, reservationLeaseMs: 120_000 });

  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line: string) => void logged.push(line) });
  const app = stack.use(createApp({ config, log, accounts, taskModules }));
  app.server.listen(0, "127.0.0.1");
  await once(app.server, "listening");
  await app.warm;

  const makeKey = async (request: Partial<NewKey> = {}) => {
    const defaults = {
      name: "test",
      tier: "premium",
      mode: "test",
      credits: "unlimited",
      rateLimitPerMinute: "unlimited",
    } as const;
    return (await accounts.createKey({ ...defaults, ...request })).key;
  };
  const key = await makeKey();
  const { port } = app.server.address() as AddressInfo;
  const whole = stack.move();
  return {
    app,
    url: `http://127.0.0.1:${port}`,
    keys: accounts,
    key,
    makeKey,
    logged,
    [Symbol.asyncDispose]: () => whole[Symbol.asyncDispose](),
  };
}
