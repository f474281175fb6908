// The data folder: who may read it, where things lie in it, and the one kind of error an operator has to mend.

import { access, constants, mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";

/** The data folder can't be used as it is. The message is for an operator: what is wrong and what to do. */
export class DataFolderError extends Error {
  override readonly name: string = "DataFolderError";
}

// The kernel's sockaddr_un holds 107 bytes; a round limit below it also holds on other systems (103 on BSD).
const maxSocketPathBytes = 100;

/**
 * Makes the folder with mode 0700 where it is missing. The mode of a folder that is there stays its owner's choice: what
 * lies inside is 0600 and 0700 anyway. Throws a `DataFolderError` where it can't be made or written to.
 */
export async function prepareDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderError(
      `The data folder ${resolve(dataDir)} can't be used (${reason}). ` +
        "Give this user the right to write there, or name another folder with SMARTOCR_DATA_DIR.",
      { cause: error },
    );
  }
}

/** Where the server listens for its administrators. Throws a `DataFolderError` where the path is over 100 bytes. */
export function adminSocketPath(dataDir: string): string {
  const path = join(resolve(dataDir), "run", "admin.sock");
  const bytes = Buffer.byteLength(path);
  if (bytes <= maxSocketPathBytes) return path;
  throw new DataFolderError(
    `The path of the admin socket has ${bytes} bytes, and a Unix socket takes ${maxSocketPathBytes}: ${path}. ` +
      "Name a data folder with a shorter path in SMARTOCR_DATA_DIR.",
  );
}
