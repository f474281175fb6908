import { once } from "node:events";
import { chmod, mkdir, rm } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import { dirname } from "node:path";
import { adminSocketPath } from "../../accounts/dataFolder.ts";

/**
 * Serves an app on `<data folder>/run/admin.sock`, in a folder of mode 0700: who can open the socket is an administrator.
 * The caller holds the lock of the data folder, so that a socket found there was left by a dead process and is replaced.
 * Throws a `DataFolderError` where the path is too long for a socket. Closing the server removes the socket.
 */
export async function listenOnAdminSocket(app: RequestListener, dataDir: string): Promise<Server> {
  const path = adminSocketPath(dataDir);
  const folder = dirname(path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  await rm(path, { force: true });
  const server = createServer(app).listen(path);
  await once(server, "listening");
  return server;
}
