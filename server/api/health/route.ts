// GET /healthz: the process lives. GET /readyz: it can do its work, or why not.

import { Router } from "express";
import { onlyMethods } from "../middleware/errors.ts";

/** A named condition of readiness: a short word where it holds or not (`ready`, `starting`, `draining`). */
export interface ReadinessCheck {
  readonly name: string;
  readonly check: () =>
    | { readonly ok: boolean; readonly state: string }
    | Promise<{ readonly ok: boolean; readonly state: string }>;
}

export function healthRouter(checks: readonly ReadinessCheck[]): Router {
  return Router()
    .get("/healthz", (_request, response) => {
      response.json({ status: "ok" });
    })
    .get("/readyz", async (_request, response) => {
      const results = await Promise.all(checks.map(async ({ name, check }) => ({ name, ...(await check()) })));
      const ready = results.every(({ ok }) => ok);
      response.status(ready ? 200 : 503).json({
        status: ready ? "ready" : "not ready",
        checks: Object.fromEntries(results.map(({ name, state }) => [name, state])),
      });
    })
    .all(["/healthz", "/readyz"], onlyMethods("GET"));
}
