// tesseract.js, tamed. It runs Tesseract as WASM in a thread of its own, and left alone it would fetch language data from
// the network, cache it on disk, throw in the middle of nowhere on a failed job, and never report a failed start.
//
// Here all data come from files of the packages, a failed or overdue start rejects, a thread that dies rejects what waits
// for it, and `close` waits for the thread's end. One recognizer reads one page at a time.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import type { Worker as Thread } from "node:worker_threads";
import { gunzip } from "node:zlib";
import { type Block, createWorker, OEM, type PSM, type Worker } from "tesseract.js";
import type { TesseractLanguage } from "./languages.ts";

export interface Recognizer {
  /** The blocks of text on an image (the bytes of a PGM or PNG file), boxes in its pixels. */
  recognize(image: Buffer, segmentation: PSM): Promise<readonly Block[]>;
  close(): Promise<void>;
}

/** A start takes about a second; a worker that was denied CPU for this long, ms, is given up. */
const START_MS = 30_000;

/** No remarks on standard error, and no dictionary of the words of earlier pages: each page is read for itself. */
const initialParameters = "debug_file /dev/null\ntessedit_enable_doc_dict 0\n";

/** Starts Tesseract with the LSTM models of some languages; the first one is tried first on every word. */
export async function startRecognizer(languages: readonly TesseractLanguage[]): Promise<Recognizer> {
  const loss = Promise.withResolvers<never>();
  // Whoever waits for a job sees the loss; with nobody waiting it must not end the process.
  loss.promise.catch(() => {});
  const timer = setTimeout(() => loss.reject(new Error("Tesseract did not start in time")), START_MS);
  let recognizer: Recognizer | null = null;
  try {
    const worker = await Promise.race([startWorker(languages, loss.reject), loss.promise]);
    recognizer = overWorker(worker, loss);
    await Promise.race([loadLanguages(worker, languages), loss.promise]);
    return recognizer;
  } catch (error) {
    await recognizer?.close();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function overWorker(worker: Worker, loss: PromiseWithResolvers<never>): Recognizer {
  const thread = threadOf(worker);
  const ended = new Promise<void>((resolve) => thread.once("exit", () => resolve()));
  // Where a job is sent to a thread that it has ended, tesseract.js rejects a promise that nobody can catch.
  let isLost = false;
  const lose = (error: Error) => {
    isLost = true;
    loss.reject(error);
  };
  thread.once("error", lose);
  thread.once("exit", () => lose(new Error("Tesseract's thread ended")));
  const read = async (image: Buffer, segmentation: PSM): Promise<readonly Block[]> => {
    await worker.setParameters({ tessedit_pageseg_mode: segmentation });
    if (isLost) return loss.promise;
    const { data } = await worker.recognize(image, {}, { text: false, blocks: true });
    return data.blocks ?? [];
  };
  return {
    recognize: async (image, segmentation) => {
      if (isLost) return loss.promise;
      // An idle thread must not keep its process alive; one with a job must.
      thread.ref();
      try {
        return await Promise.race([read(image, segmentation), loss.promise]);
      } finally {
        thread.unref();
      }
    },
    close: async () => {
      lose(new Error("Tesseract's thread ended"));
      await worker.terminate();
      await ended;
    },
  };
}

function startWorker([first = "eng"]: readonly TesseractLanguage[], onError: (reason: unknown) => void) {
  const options = {
    langPath: dirname(dataFile(first)),
    gzip: true,
    cacheMethod: "none",
    // A start that fails is told here only; for a job this comes beside its own rejection.
    errorHandler: (reason: unknown) => onError(new Error(`Tesseract: ${String(reason)}`)),
  };
  return createWorker(first, OEM.LSTM_ONLY, options, initialParameters);
}

/**
 * Each language lies in a package of its own, while tesseract.js looks in one folder. So the others are written into the
 * thread's file system in memory. Of a list of languages given with their data, version 7.0.0 takes the data for the names
 * (naptha/tesseract.js#1052): an entry whose data is the joined names starts them all, in that version and once mended.
 */
async function loadLanguages(worker: Worker, languages: readonly TesseractLanguage[]): Promise<void> {
  const [, ...others] = languages;
  if (others.length === 0) return;
  for (const language of others) {
    const data = await promisify(gunzip)(await readFile(dataFile(language)));
    await worker.FS("writeFile", [`${language}.traineddata`, data]);
  }
  const names = languages.join("+");
  await worker.reinitialize([{ code: names, data: names }]);
}

function dataFile(language: TesseractLanguage): string {
  const folder = dirname(createRequire(import.meta.url).resolve(`@tesseract.js-data/${language}/package.json`));
  return join(folder, "4.0.0_best_int", `${language}.traineddata.gz`);
}

/** The thread behind a worker: tesseract.js has it as `worker.worker`, its types leave it out. */
function threadOf(worker: Worker): Thread {
  return (worker as Worker & { readonly worker: Thread }).worker;
}
