import assert from "node:assert/strict";
import { once } from "node:events";
import { stat, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import express, { type ErrorRequestHandler } from "express";
import request from "supertest";
import { temporaryDataDir } from "../../../test/support/accounts.ts";
import { createKeyAdmin } from "../../accounts/keyAdmin.ts";
import { openLowdbStore } from "../../accounts/stores/lowdbStore.ts";
import { createAdminClient, isServed } from "../../cli/adminClient.ts";
import { errorResponse } from "../errorResponse.ts";
import { createAdminRouter } from "./adminRouter.ts";
import { listenOnAdminSocket } from "./adminSocket.ts";

const answerError: ErrorRequestHandler = (error, _request, response, _next) => {
  const { status, body } = errorResponse(error, "test");
  response.status(status).json(body);
};

async function adminApp(t: TestContext) {
  const dataDir = await temporaryDataDir(t);
  const admin = createKeyAdmin(await openLowdbStore(dataDir), 500);
  return { dataDir, app: express().use(createAdminRouter(admin)).use(answerError) };
}

describe("the admin routes", () => {
  it("make a key, shown in this one answer and in no list", async (t) => {
    const { app } = await adminApp(t);
    const made = await request(app).post("/keys").send({ name: "Lab", tier: "premium" });
    assert.equal(made.status, 201);
    assert.equal(made.get("cache-control"), "no-store");
    const { key, ...summary } = made.body;
    assert.match(key, /^sk_live_/);
    const list = await request(app).get("/keys");
    assert.deepEqual(list.body, [summary]);
    assert.ok(!("hash" in list.body[0]));
  });

  it("refuse what is no request for a key", async (t) => {
    const { app } = await adminApp(t);
    const wrong = await request(app).post("/keys").send({ name: "Lab", credits: -1 });
    assert.deepEqual([wrong.status, wrong.body.code], [400, "invalid_parameter"]);
    assert.match(wrong.body.error, /credits must be/);
    const broken = await request(app).post("/keys").type("json").send("{");
    assert.deepEqual([broken.status, broken.body.error], [400, "the body must be JSON of at most 16 KB"]);
    assert.equal((await request(app).post("/keys").type("text").send("x")).status, 400);
  });
});

describe("the admin socket", () => {
  it("lies in a folder for its owner alone, and is gone when the server closes", async (t) => {
    const { app, dataDir } = await adminApp(t);
    const server = await listenOnAdminSocket(app, dataDir);
    const socket = join(dataDir, "run", "admin.sock");
    assert.equal((await stat(join(dataDir, "run"))).mode & 0o777, 0o700);
    assert.equal(await isServed(socket), true);
    assert.equal((await createAdminClient(socket).listKeys()).length, 0);
    server.close();
    await once(server, "close");
    await assert.rejects(stat(socket), { code: "ENOENT" });
    assert.equal(await isServed(socket), false);
  });

  it("that a dead server left is replaced", async (t) => {
    const { app, dataDir } = await adminApp(t);
    const first = await listenOnAdminSocket(app, dataDir);
    first.close();
    await once(first, "close");
    await writeFile(join(dataDir, "run", "admin.sock"), "");
    const server = await listenOnAdminSocket(app, dataDir);
    t.after(() => server.close());
    assert.equal(await isServed(join(dataDir, "run", "admin.sock")), true);
  });

  it("refuses through the client with the server's own sentence", async (t) => {
    const { app, dataDir } = await adminApp(t);
    const server = await listenOnAdminSocket(app, dataDir);
    t.after(() => server.close());
    const client = createAdminClient(join(dataDir, "run", "admin.sock"));
    await assert.rejects(client.createKey({ name: "", tier: "free", mode: "live" }), { message: /^name must be/ });
  });

  it("that breaks off leaves the command line saying how to find out", async (t) => {
    const dataDir = await temporaryDataDir(t);
    const socket = join(dataDir, "s");
    const server = createServer((connection) => connection.on("data", () => connection.destroy())).listen(socket);
    t.after(() => server.close());
    await once(server, "listening");
    await assert.rejects(createAdminClient(socket).listKeys(), /broke off .* keys list/);
  });
});
