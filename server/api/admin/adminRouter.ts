// What an administrator may do, over HTTP. It asks for no password: whoever reaches the socket it is served on may.

import express, { type ErrorRequestHandler, type Router } from "express";
import type { KeyAdmin } from "../../accounts/keyAdmin.ts";
import { parseNewKey } from "../../accounts/newKey.ts";
import { Failure } from "../../errors.ts";

/**
 * `POST /keys` makes a key (201, the only answer that holds it), `GET /keys` lists them. For the admin socket's own app
 * alone, never for one that listens on a network.
 */
export function createAdminRouter(accounts: KeyAdmin): Router {
  const router = express.Router();
  router.use(express.json({ limit: "16kb" }), refuseBody);
  router.post("/keys", async (request, response) => {
    const issued = await accounts.createKey(parseNewKey(request.body, Date.now()));
    response.status(201).set("Cache-Control", "no-store").json(issued);
  });
  router.get("/keys", async (_request, response) => {
    response.json(await accounts.listKeys());
  });
  return router;
}

const refuseBody: ErrorRequestHandler = (error, _request, _response, next) => {
  next(new Failure("invalid_parameter", { detail: "the body must be JSON of at most 16 KB", cause: error }));
};
