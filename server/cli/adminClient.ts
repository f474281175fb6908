// The admin routes of a running server, called over its Unix socket.

import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { json } from "node:stream/consumers";
import type { IssuedKey, KeyAdmin, KeySummary } from "../accounts/keyAdmin.ts";

const answerTimeoutMs = 30_000;

/** Whether a server accepts connections on the socket. Throws where one may be there but this user may not reach it. */
export async function isServed(socketPath: string): Promise<boolean> {
  const socket = connect(socketPath);
  try {
    await once(socket, "connect");
    return true;
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code === "ENOENT" || code === "ECONNREFUSED") return false;
    throw new Error(`The server's admin socket ${socketPath} can't be reached (${code}). Run as the server's user.`, {
      cause: error,
    });
  } finally {
    socket.destroy();
  }
}

/** What an administrator may do, done by the server on the socket. Its refusals are thrown with its own sentence. */
export function createAdminClient(socketPath: string): KeyAdmin {
  // The casts trust the other end: the socket lies in a 0700 folder, and the server is this same installation.
  return {
    createKey: async (newKey) => (await call(socketPath, "POST", "/keys", newKey)) as IssuedKey,
    listKeys: async () => (await call(socketPath, "GET", "/keys")) as KeySummary[],
  };
}

async function call(socketPath: string, method: string, path: string, body?: object): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const outgoing = request({ socketPath, method, path, headers, timeout: answerTimeoutMs });
  outgoing.on("timeout", () => outgoing.destroy(new Error("it gave no answer in time")));
  outgoing.end(body && JSON.stringify(body));
  try {
    const [response]: IncomingMessage[] = await once(outgoing, "response");
    if (!response) throw new Error("it gave no answer");
    const answer: unknown = await json(response);
    if (response.statusCode === 200 || response.statusCode === 201) return answer;
    throw new ServerRefusal(sentenceOf(answer) ?? `status ${response.statusCode}`);
  } catch (error) {
    if (error instanceof ServerRefusal) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The server broke off (${reason}). Whether it did the work, \`smartocr keys list\` shows.`, {
      cause: error,
    });
  }
}

class ServerRefusal extends Error {}

function sentenceOf(answer: unknown): string | null {
  if (typeof answer !== "object" || answer === null || !("error" in answer)) return null;
  return typeof answer.error === "string" ? answer.error : null;
}
