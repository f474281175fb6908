// A JSON file that is at every moment either the old one or the new one, whatever is cut off: lowdb's adapter, durable.
// A write goes to a temporary file beside it, fsync, rename, fsync of the folder (the rename itself is in the folder).

import { open, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Adapter } from "lowdb";
import { DataFolderError } from "../dataFolder.ts";

export class AtomicFile<Content> implements Adapter<Content> {
  readonly path: string;
  readonly #parse: (value: unknown) => Content;

  /** `parse` checks what was read and throws a sentence that says what is wrong with it. */
  constructor(path: string, parse: (value: unknown) => Content) {
    this.path = path;
    this.#parse = parse;
  }

  /** The content, or null where there is no file. Throws a `DataFolderError` where it is not what was written. */
  async read(): Promise<Content | null> {
    const text = await this.#readText();
    if (text === null) return null;
    return this.#parse(this.#parseJson(text));
  }

  /**
   * Resolves when the content, taken as it is when the call is made, is durable. Where it throws, the file is whole: the
   * one before, or the new one where only the fsync of the folder failed. One write at a time.
   */
  async write(content: Content): Promise<void> {
    const text = JSON.stringify(content);
    const folder = dirname(this.path);
    const temporary = join(folder, `.${basename(this.path)}.tmp`);
    try {
      await writeDurably(temporary, text);
      await rename(temporary, this.path);
    } catch (error) {
      // On a full disk the half-written file would keep the space that the next write needs.
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(folder);
  }

  async #readText(): Promise<string | null> {
    try {
      return await readFile(this.path, "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
      throw new DataFolderError(`${this.path} can't be read; this user must be able to read it.`, { cause: error });
    }
  }

  #parseJson(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      // The parser's message quotes the file, which is no business of a log.
      throw damagedFile(this.path, "it is not complete JSON");
    }
  }
}

/** The report of a file that is not what SmartOCR wrote. Nothing overwrites such a file. */
export function damagedFile(path: string, problem: string): DataFolderError {
  return new DataFolderError(
    `${path} is damaged: ${problem}. It was left as it is. ` +
      "Put back keys.json and credits.json together from one backup of the data folder, " +
      "or move both away to start without any keys.",
  );
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
