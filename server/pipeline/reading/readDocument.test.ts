import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Failure } from "../../errors.ts";
import type { ReadPage, Word } from "../document.ts";
import { Chain } from "../fallback.ts";
import type { AcceptedFile, OpenedPage } from "../page.ts";
import type { PageReader } from "./pageReader.ts";
import { readDocument } from "./readDocument.ts";

const frame = (index: number) => ({ index, widthPt: 595, heightPt: 842, rotation: 0 });
const word: Word = { text: "word", box: [0, 0, 1, 1], confidence: 1, line: 0 };
const read = (index: number): ReadPage => ({
  ...frame(index),
  reader: "text-layer",
  why: "trusted text layer",
  ms: 1,
  words: [word],
  rules: [],
  marks: [],
  attempts: [],
});
const scanned = (index: number): OpenedPage => ({ ...frame(index), read: null, why: "no text" });
const layered = (index: number): OpenedPage => ({ ...frame(index), read: read(index), why: "trusted text layer" });

/** As intake/accept.ts makes it. */
const file = (...pages: OpenedPage[]) =>
  ({
    type: "application/pdf",
    pages,
    attachments: [],
    formFields: [],
    bytes: new Uint8Array(),
  }) as unknown as AcceptedFile;

const reader = (name: string, readPage: PageReader["read"]): PageReader => ({ name, read: readPage });
const works = (name: string) => reader(name, async () => ({ words: [word], rules: [], marks: [] }));
const breaks = (name: string) => reader(name, () => Promise.reject(new Error("broken")));
const never = new AbortController().signal;
const options = { share: "key", deadlineMs: 1_000, signal: never, gone: never, languages: [], maxPixels: 1 };

describe("reading a document", () => {
  it("takes pages with a trusted text layer as they are, and asks the readers for the others", async () => {
    const { pages } = await readDocument(file(layered(0), scanned(1)), new Chain([works("ocr")]), options);
    assert.deepEqual(
      pages.map(({ reader }) => reader),
      ["text-layer", "ocr"],
    );
  });

  it("goes to the next reader where one fails or declines, and records why", async () => {
    const declines = reader("declines", async () => ({ declined: "not my script" }));
    const { pages } = await readDocument(
      file(scanned(0)),
      new Chain([breaks("breaks"), declines, works("works")]),
      options,
    );
    assert.deepEqual(pages[0]?.reader, "works");
    assert.deepEqual(
      pages[0]?.attempts.map(({ outcome }) => outcome),
      ["failed", "declined", "used"],
    );
  });

  it("keeps a page that nobody could read, unread", async () => {
    const { pages } = await readDocument(file(layered(0), scanned(1)), new Chain([breaks("breaks")]), options);
    assert.deepEqual([pages[1]?.reader, pages[1]?.words], [null, []]);
  });

  it("fails where no page was read", async () => {
    await assert.rejects(readDocument(file(scanned(0)), new Chain([breaks("breaks")]), options), {
      code: "extraction_failed",
    });
  });

  it("keeps a page whose picture can't be decoded, unread, and fails with that where it is the only one", async () => {
    const damaged = reader("damaged", () => Promise.reject(new Failure("invalid_image")));
    const { pages } = await readDocument(file(layered(0), scanned(1)), new Chain([damaged, works("unasked")]), options);
    assert.deepEqual([pages[1]?.reader, pages[1]?.why], [null, "invalid_image"]);
    await assert.rejects(readDocument(file(scanned(0)), new Chain([damaged]), options), { code: "invalid_image" });
  });

  it("gives what was read when the time is over, the rest unread for lack of time", async () => {
    const time = new AbortController();
    const waits = reader(
      "waits",
      (_page, { signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
          time.abort(new Error("time"));
        }),
    );
    const { pages } = await readDocument(file(layered(0), scanned(1)), new Chain([waits]), {
      ...options,
      signal: time.signal,
    });
    assert.deepEqual(
      pages.map(({ why }) => why),
      ["trusted text layer", "time"],
    );
  });

  it("stops where the client is gone", async () => {
    const gone = AbortSignal.abort(new Failure("bad_request"));
    const late = { ...options, signal: gone, gone };
    await assert.rejects(readDocument(file(scanned(0)), new Chain([works("ocr")]), late), { code: "bad_request" });
  });
});
