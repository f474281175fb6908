// One process at a time owns a data folder.
//
// Problem: a lock must not outlive its holder, however the holder ends, and Node has no call for a kernel lock.
// Method: flock(2) belongs to an open file description, not to a process. flock(1) gets our descriptor as its own, locks
// the description both share, and exits; the lock stays with the description, which only we still hold open.
// Invariants: the kernel frees the lock the moment the last descriptor closes, kill -9 included. Descriptors are opened
// close-on-exec, so no worker inherits it. The lock file is never deleted: two processes could then lock two files.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { DataFolderError } from "./dataFolder.ts";

/** Held until it is disposed or its process ends. */
export type DataLock = Disposable;

/** Another process holds the data folder. */
export class DataFolderInUse extends DataFolderError {
  override readonly name = "DataFolderInUse";
}

const conflictStatus = 75;

/**
 * Takes the lock of a data folder that is there, waiting up to `waitMs` for another process to give it back.
 * Throws `DataFolderInUse` where that does not happen, a `DataFolderError` where locking is not possible at all.
 */
export async function lockDataFolder(dataDir: string, waitMs: number): Promise<DataLock> {
  // A bare descriptor and not a FileHandle: a handle that is collected as garbage would drop the lock unnoticed.
  const descriptor = openLockFile(dataDir);
  try {
    await lockDescriptor(descriptor, dataDir, waitMs);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return { [Symbol.dispose]: () => closeSync(descriptor) };
}

function openLockFile(dataDir: string): number {
  const path = join(dataDir, "lock");
  try {
    return openSync(path, "a", 0o600);
  } catch (error) {
    throw new DataFolderError(`The lock file ${resolve(path)} can't be opened; this user must be able to write it.`, {
      cause: error,
    });
  }
}

async function lockDescriptor(descriptor: number, dataDir: string, waitMs: number): Promise<void> {
  const patience = waitMs > 0 ? ["--timeout", String(waitMs / 1000)] : ["--nonblock"];
  const flock = spawn("flock", [...patience, "--conflict-exit-code", String(conflictStatus), "3"], {
    stdio: ["ignore", "ignore", "pipe", descriptor],
  });
  const complaint = flock.stderr ? text(flock.stderr) : "";
  const [status] = await once(flock, "close").catch((error: unknown) => {
    throw new DataFolderError("The command flock (util-linux) is needed to lock the data folder and can't be run.", {
      cause: error,
    });
  });
  if (status === 0) return;
  if (status === conflictStatus) {
    throw new DataFolderInUse(
      `The data folder ${resolve(dataDir)} is in use by another SmartOCR process. ` +
        "Stop that process, or name another folder with SMARTOCR_DATA_DIR.",
    );
  }
  throw new DataFolderError(`The data folder ${resolve(dataDir)} can't be locked: ${(await complaint).trim()}`);
}
