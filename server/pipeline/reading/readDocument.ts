// The reading step: pages that brought trustworthy text are taken as they are, all others go through the chain of
// readers side by side. A page that nobody could read stays in the document, unread.

import { Failure } from "../../errors.ts";
import type { RunOptions } from "../../isolation/taskRunner.ts";
import type { Attempt, ReadDocument, ReadPage } from "../document.ts";
import type { Chain } from "../fallback.ts";
import type { AcceptedFile, OpenedPage } from "../page.ts";
import type { PageReader, PageReading } from "./pageReader.ts";

export interface ReadingOptions extends RunOptions {
  readonly languages: readonly string[];
  readonly maxPixels: number;
  /** Aborts when the client is gone; its own `signal` also aborts when the time for reading is over. */
  readonly gone: AbortSignal;
}

/** A page, and the fault of the document that kept it from being read. */
interface PageOutcome {
  readonly page: ReadPage;
  readonly fault?: Failure;
}

/**
 * Reads every page of an accepted file. Where no page could be read, throws the fault of the document that kept one from
 * it (an image that can't be decoded), else `extraction_failed`. Throws the reason of `gone`.
 */
export async function readDocument(
  file: AcceptedFile,
  readers: Chain<PageReader>,
  options: ReadingOptions,
): Promise<ReadDocument> {
  const outcomes = await Promise.all(file.pages.map((page) => readPage(file, page, readers, options)));
  const pages = outcomes.map(({ page }) => page);
  if (pages.every((page) => page.reader === null)) {
    const fault = outcomes.find(({ fault }) => fault !== undefined)?.fault;
    throw fault ?? new Failure("extraction_failed", { internal: `no page read: ${summary(pages)}` });
  }
  return { pages, attachments: file.attachments, formFields: file.formFields };
}

async function readPage(
  file: AcceptedFile,
  page: OpenedPage,
  readers: Chain<PageReader>,
  options: ReadingOptions,
): Promise<PageOutcome> {
  if (page.read) return { page: page.read };
  const start = performance.now();
  const request = { bytes: file.bytes, type: file.type, index: page.index, ...pick(options) };
  try {
    const { answers, attempts } = await readers.run((reader) => reader.read(request, options), options.signal);
    const [reading] = answers;
    const reader = attempts.find(({ outcome }) => outcome === "used")?.engine ?? null;
    return {
      page: pageOf(page, reading ?? nothing, { reader, why: page.why, ms: performance.now() - start, attempts }),
    };
  } catch (error) {
    options.gone.throwIfAborted();
    const unread = (why: string) =>
      pageOf(page, nothing, { reader: null, why, ms: performance.now() - start, attempts: [] });
    if (options.signal.aborted) return { page: unread("time") };
    if (error instanceof Failure) return { page: unread(error.code), fault: error };
    throw error;
  }
}

const nothing: PageReading = { words: [], rules: [], marks: [] };

const pick = ({ languages, maxPixels }: ReadingOptions) => ({ languages, maxPixels });

function pageOf(
  { index, widthPt, heightPt, rotation }: OpenedPage,
  reading: PageReading,
  how: Pick<ReadPage, "reader" | "why" | "ms" | "attempts">,
): ReadPage {
  return { index, widthPt, heightPt, rotation, ...how, ...reading };
}

function summary(pages: readonly ReadPage[]): string {
  const tell = ({ engine, outcome, reason }: Attempt) => `${engine} ${outcome} (${reason})`;
  return pages
    .slice(0, 3)
    .map((page) => `page ${page.index + 1}: ${page.attempts.map(tell).join(", ") || page.why}`)
    .join("; ");
}
