// Workers that hang, eat memory or die in the middle of a request: the request gets its documented answer, the requests
// beside it don't notice, nothing is charged.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { invoicePdf, mixedPdf, receiptJpeg } from "./support/documents.ts";
import { extractFrom } from "./support/extractFrom.ts";
import { startTestServer, type TestServer } from "./support/testServer.ts";

const schema = { invoiceNumber: "string", totalDue: "number" };
const truth = { invoiceNumber: "INV-2847", totalDue: 9782 };
const fault = (name: string) => new URL(`./faults/${name}`, import.meta.url);

/** A PDF whose marker makes the faulty task modules misbehave; without it they do the real work. */
const cursed = async (curse: string) => Buffer.concat([await invoicePdf(), Buffer.from(`\n%curse:${curse}\n`)]);

describe("a light worker that a document", () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer({ taskModules: { light: fault("cursedInspect.ts") } });
  });
  after(() => server[Symbol.asyncDispose]());

  for (const curse of ["segfault", "eatHeap", "eatBuffers", "eatWasm"]) {
    it(`makes ${curse}: 400, no credit spent, and the requests beside it don't notice`, async () => {
      const key = await server.makeKey({ credits: 1 });
      const bad = extractFrom(server, { bytes: await cursed(curse), type: "application/pdf", schema, key });
      const beside = await Promise.all(
        Array.from({ length: 5 }, async () =>
          extractFrom(server, { bytes: await invoicePdf(), type: "application/pdf", schema }),
        ),
      );
      for (const { status, body } of beside) assert.deepEqual([status, body.extractedData], [200, truth]);
      const { status, body } = await bad;
      assert.deepEqual([status, body.error], [400, "Corrupted or invalid PDF file structure."]);
      const paid = await extractFrom(server, { bytes: await invoicePdf(), type: "application/pdf", schema, key });
      assert.equal(paid.body.creditsRemaining, 0);
    });
  }

  it("makes hang: 500 when the request's time is over, long before the task's own limit", async () => {
    const bytes = await cursed("hang");
    const { status, body, ms } = await extractFrom(server, {
      bytes,
      type: "application/pdf",
      schema,
      timeoutMs: 1_500,
    });
    assert.equal(status, 500);
    assert.equal(body.error, "All fallback providers failed to process the document.");
    assert.ok(ms < 4_000, `answered after ${ms} ms`);
    const next = await extractFrom(server, { bytes: await invoicePdf(), type: "application/pdf", schema });
    assert.deepEqual(next.body.extractedData, truth);
  });
});

describe("an OCR worker", () => {
  it("that dies of PP-OCR: the page goes to the next reader", async () => {
    await using server = await startTestServer({ taskModules: { ocr: fault("ppOcrDies.ts") } });
    const { status, body } = await extractFrom(server, {
      bytes: await receiptJpeg(),
      type: "image/jpeg",
      schema: { Summe: "number" },
      include: "pages",
    });
    assert.equal(status, 200);
    assert.deepEqual(
      body.pages.map(({ reader }) => reader),
      ["tesseract"],
    );
    assert.deepEqual(body.extractedData, { Summe: 15.9 });
  });

  it("that dies of every reader: 500, no credit spent", async () => {
    await using server = await startTestServer({ taskModules: { ocr: fault("everyReaderDies.ts") } });
    const key = await server.makeKey({ credits: 1 });
    const scan = { bytes: await receiptJpeg(), type: "image/jpeg", schema: { Summe: "number" }, key };
    const { status, body } = await extractFrom(server, scan);
    assert.equal(status, 500);
    assert.equal(body.error, "All fallback providers failed to process the document.");
    const paid = await extractFrom(server, { bytes: await invoicePdf(), type: "application/pdf", schema, key });
    assert.equal(paid.body.creditsRemaining, 0);
  });

  it("that hangs: what is proven when the time is over is answered, the rest is null", async () => {
    await using server = await startTestServer({ taskModules: { ocr: fault("ocrHangs.ts") } });
    const { status, body, headers } = await extractFrom(server, {
      bytes: await mixedPdf(),
      type: "application/pdf",
      schema: { purchaseOrderNumber: "string", Summe: "number" },
      include: "fields,pages",
      timeoutMs: 2_000,
    });
    assert.equal(status, 200);
    assert.deepEqual(body.extractedData, { purchaseOrderNumber: "PO-5512", Summe: null });
    assert.equal(headers.get("SmartOCR-Partial"), "deadline");
    assert.equal(body.fields["/Summe"]?.reason, "time");
    assert.deepEqual(
      body.pages.map(({ reader, why }) => [reader, why]),
      [
        ["text-layer", "trusted text layer"],
        [null, "time"],
      ],
    );
  });

  it("that is busy, and the other one too: a text PDF is answered at once", async () => {
    await using server = await startTestServer({ taskModules: { ocr: fault("ocrHangs.ts") } });
    const leaving = new AbortController();
    const scans = [1, 2, 3].map(async () =>
      extractFrom(server, { bytes: await receiptJpeg(), type: "image/jpeg", schema, signal: leaving.signal }).catch(
        () => null,
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { status, body } = await extractFrom(server, { bytes: await invoicePdf(), type: "application/pdf", schema });
    assert.deepEqual([status, body.extractedData], [200, truth]);
    leaving.abort();
    await Promise.all(scans);
  });
});

describe("a full house", () => {
  it("answers 503 with Retry-After past the queue limit", async () => {
    await using server = await startTestServer({
      settings: { SMARTOCR_QUEUE_LIMIT: "1" },
      taskModules: { ocr: fault("ocrHangs.ts") },
    });
    const leaving = new AbortController();
    const inside = extractFrom(server, {
      bytes: await receiptJpeg(),
      type: "image/jpeg",
      schema,
      signal: leaving.signal,
    }).catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { status, body, headers } = await extractFrom(server, {
      bytes: await invoicePdf(),
      type: "application/pdf",
      schema,
    });
    assert.equal(status, 503);
    assert.equal(body.code, "overloaded");
    assert.equal(headers.get("retry-after"), "1");
    leaving.abort();
    await inside;
    await new Promise((resolve) => setTimeout(resolve, 200));
    const next = await extractFrom(server, { bytes: await invoicePdf(), type: "application/pdf", schema });
    assert.equal(next.status, 200, "a client that leaves gives its place back");
  });
});
