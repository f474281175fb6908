import type { RunOptions, TaskRunner } from "../../isolation/taskRunner.ts";
import type { Declined, ReadPage } from "../document.ts";
import type { Engine } from "../fallback.ts";
import type { FileType } from "../page.ts";

/** What a reader saw on a page. */
export type PageReading = Pick<ReadPage, "words" | "rules" | "marks">;

export type OcrReaderName = "pp-ocr" | "tesseract";

/** One page of a whole file: the tasks of the workers are stateless, so the bytes travel with each page. */
export interface PageRequest {
  readonly bytes: Uint8Array;
  readonly type: FileType;
  /** From 0. */
  readonly index: number;
  /** What the document may be written in, as the client or the setting named it. */
  readonly languages: readonly string[];
  /** Pixels a rendered page may have. */
  readonly maxPixels: number;
}

/** Reads one page, or declines with a reason. */
export interface PageReader extends Engine {
  read(page: PageRequest, options: RunOptions): Promise<PageReading | Declined>;
}

/** The task of an OCR worker (tasks/ocr.ts) that the readers here call. */
export type ReadPageTasks = {
  readonly readPage: (args: {
    readonly page: PageRequest;
    readonly reader: OcrReaderName;
  }) => Promise<PageReading | Declined>;
};

/** A reader whose work is done in an OCR worker process. */
export function ocrReader(name: OcrReaderName, workers: TaskRunner<ReadPageTasks>): PageReader {
  return { name, read: (page, options) => workers.run("readPage", { page, reader: name }, options) };
}
