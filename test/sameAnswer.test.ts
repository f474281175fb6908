// The same bytes and schema give the same answer, in a fresh process and whatever was read before.

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { drawPage, invoicePdf, receiptJpeg } from "./support/documents.ts";
import { extractFrom } from "./support/extractFrom.ts";
import { startTestServer, type TestServer } from "./support/testServer.ts";

const schema = { invoiceNumber: "string", Datum: "date", Summe: "number", vendor: { email: "string" } };

async function answers(server: TestServer): Promise<object[]> {
  const documents = [
    { bytes: await invoicePdf(), type: "application/pdf" },
    { bytes: await receiptJpeg(), type: "image/jpeg" },
  ];
  return Promise.all(
    documents.map(async (document) => {
      const { body } = await extractFrom(server, { ...document, schema });
      const { extractedData, confidenceScore, rawText } = body;
      return { extractedData, confidenceScore, rawText };
    }),
  );
}

describe("the same document", () => {
  it("gives the same answer in fresh processes and after fifty others", async () => {
    await using first = await startTestServer({ settings: { SMARTOCR_WORKERS: "1" } });
    const fresh = await answers(first);
    for (let i = 0; i < 50; i++) {
      const bytes = await drawPage((page) =>
        page.fontSize(8 + (i % 9)).text(`Invoice number: A-${i}\nSumme: ${i},50 EUR`),
      );
      assert.equal((await extractFrom(first, { bytes, type: "application/pdf", schema })).status, 200);
    }
    assert.deepEqual(await answers(first), fresh);
    await using second = await startTestServer({ settings: { SMARTOCR_WORKERS: "1" } });
    assert.deepEqual(await answers(second), fresh);
  });
});
