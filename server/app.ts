// The one place that builds the parts: workers, engines in their order, accounts, routes. It does not listen.

import { once } from "node:events";
import { createServer, type Server } from "node:http";
import express, { type Express } from "express";
import helmet from "helmet";
import packageJson from "../package.json" with { type: "json" };
import type { Accounts } from "./accounts/accounts.ts";
import type { KeyAdmin } from "./accounts/keyAdmin.ts";
import { createAdminRouter } from "./api/admin/adminRouter.ts";
import { answerClientErrors } from "./api/clientErrors.ts";
import { extractRouter } from "./api/extract/route.ts";
import { Gate } from "./api/gate.ts";
import { healthRouter } from "./api/health/route.ts";
import { accessLog } from "./api/middleware/accessLog.ts";
import { errorHandler, notFound } from "./api/middleware/errors.ts";
import { requestId } from "./api/middleware/requestId.ts";
import type { Config } from "./config.ts";
import { Failure } from "./errors.ts";
import { Chain } from "./pipeline/fallback.ts";
import { finderEngine } from "./pipeline/fields/fieldEngine.ts";
import type { Pipeline } from "./pipeline/pipeline.ts";
import { ocrReader } from "./pipeline/reading/pageReader.ts";
import type { Log } from "./telemetry/log.ts";
import { startWorkers, type TaskModules, type Workers } from "./workers.ts";

export interface AppParts {
  readonly config: Config;
  readonly log: Log;
  readonly accounts: Accounts;
  /** The tasks that the workers run; tests hand in modules with faults. */
  readonly taskModules?: Partial<TaskModules>;
}

export interface App extends AsyncDisposable {
  /** Built, not listening. */
  readonly server: Server;
  /** Resolves when one light and one OCR worker are warm; rejects where none can start. */
  readonly warm: Promise<void>;
  /** Lets nobody in any more and waits for the running requests, at most the time that the setting gives. */
  drain(): Promise<void>;
}

export function createApp({ config, log, accounts, taskModules }: AppParts): App {
  const workers = startWorkers(config, log, taskModules);
  const gate = new Gate(config.queueLimit);
  const stopping = new AbortController();
  const warm = Promise.all([workers.light.ready(), workers.ocr.ready()]).then(() => {});
  // Told to whoever awaits it; a pool that is down is no reason to end a server that nobody asked yet.
  warm.catch(() => {});

  const app = express();
  app
    .disable("x-powered-by")
    .disable("etag")
    .set("trust proxy", [...config.trustedProxies]);
  app.use(requestId, accessLog(log), helmet());
  app.use(healthRouter(readiness(workers, gate)));
  app.use(
    extractRouter({
      accounts,
      gate,
      pipeline: createPipeline(config, workers),
      ocr: workers.ocr,
      defaults: { strict: config.strict, timeoutMs: config.requestTimeoutMs },
      uploadLimits: { fileBytes: config.maxFileBytes, uploadMs: config.uploadTimeoutMs },
      version: packageJson.version,
      stopping: stopping.signal,
    }),
  );
  app.use(notFound, errorHandler(log));

  const server = createHttpServer(app);
  return {
    server,
    warm,
    drain: () => drain(gate, stopping, config.drainMs),
    [Symbol.asyncDispose]: async () => {
      await closeServer(server);
      await workers[Symbol.asyncDispose]();
    },
  };
}

/** What administrators reach over the socket in the data folder, and nobody else. */
export function createAdminApp(accounts: KeyAdmin, log: Log): Express {
  const app = express();
  app.use(requestId, createAdminRouter(accounts));
  app.use(notFound, errorHandler(log));
  return app;
}

function createPipeline(config: Config, workers: Workers): Pipeline {
  const ocrReaders = config.readers.filter((name) => name !== "text-layer");
  return {
    light: workers.light,
    readers: new Chain(ocrReaders.map((name) => ocrReader(name, workers.ocr))),
    fieldEngines: new Chain([finderEngine(workers.light)]),
    limits: { maxPages: config.maxPages, maxPixels: config.maxPixels, pdfStrict: config.pdfStrict },
    readTextLayers: config.readers.includes("text-layer"),
    languages: config.languages,
    errorBudget: config.errorBudget,
  };
}

/**
 * The time of a body is limited where it is read (extract/receiveUpload.ts), where its credit and its place are given back.
 * A request that asks for leave to send (`Expect: 100-continue`) gets it only once its key was checked.
 */
function createHttpServer(app: Express): Server {
  const server = createServer({ requestTimeout: 0, headersTimeout: 15_000 }, app);
  server.on("checkContinue", app).on("checkExpectation", app);
  answerClientErrors(server);
  return server;
}

function readiness({ light, ocr }: Workers, gate: Gate) {
  const warmth = (pool: { stats(): { warm: number } }) => () => {
    const ok = pool.stats().warm > 0;
    return { ok, state: ok ? "ready" : "starting" };
  };
  return [
    { name: "lightWorkers", check: warmth(light) },
    { name: "ocrWorkers", check: warmth(ocr) },
    { name: "requests", check: () => ({ ok: !gate.isClosed, state: gate.isClosed ? "draining" : "admitted" }) },
  ];
}

/** Answers under way have a moment to reach their clients. */
async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const timer = setTimeout(() => server.closeAllConnections(), 1_000);
  server.close();
  server.closeIdleConnections();
  await once(server, "close");
  clearTimeout(timer);
}

async function drain(gate: Gate, stopping: AbortController, drainMs: number): Promise<void> {
  const timer = setTimeout(
    () => stopping.abort(new Failure("overloaded", { retryAfterS: 5, internal: "stopped before the answer" })),
    drainMs,
  );
  await gate.close();
  clearTimeout(timer);
}
