// The public contract: the five keys of the answer, every status with its exact message, the headers.

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import request from "supertest";
import { fileTypes } from "../server/pipeline/page.ts";
import { drawPage, invoicePdf } from "./support/documents.ts";
import { startTestServer, type TestServer } from "./support/testServer.ts";

let server: TestServer;
before(async () => {
  server = await startTestServer();
});
after(() => server[Symbol.asyncDispose]());

const schema = JSON.stringify({ invoiceNumber: "string", totalDue: "number" });

function post(options: { readonly key?: string; readonly query?: string } = {}) {
  return request(server.url)
    .post(`/v1/extract${options.query ?? ""}`)
    .set("x-api-key", options.key ?? server.key);
}

const pdf = { filename: "invoice.pdf", contentType: "application/pdf" };

describe("a document and a schema", () => {
  it("give the five keys of the contract and no others", async () => {
    const key = await server.makeKey({ credits: 500 });
    const { status, body, headers } = await post({ key })
      .attach("file", await invoicePdf(), pdf)
      .field("schema", schema);
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body), [
      "extractedData",
      "confidenceScore",
      "processedAt",
      "creditsRemaining",
      "rawText",
    ]);
    assert.deepEqual(body.extractedData, { invoiceNumber: "INV-2847", totalDue: 9782 });
    assert.ok(Number.isInteger(body.confidenceScore) && body.confidenceScore > 50 && body.confidenceScore <= 100);
    assert.equal(new Date(body.processedAt).toISOString(), body.processedAt);
    assert.equal(body.creditsRemaining, 499);
    assert.match(body.rawText, /LENS & LIGHT CO\./);
    assert.match(headers["x-request-id"] ?? "", /^[0-9a-f-]{36}$/);
  });

  it("say 2147483647 credits for an unlimited key", async () => {
    const { body } = await post()
      .attach("file", await invoicePdf(), pdf)
      .field("schema", schema);
    assert.equal(body.creditsRemaining, 2_147_483_647);
  });

  it("take the schema as a file part, and as a JSON Schema", async () => {
    const jsonSchema = {
      type: "object",
      properties: { invoiceNumber: { type: "string" } },
      required: ["invoiceNumber"],
    };
    const { body } = await post()
      .attach("file", await invoicePdf(), pdf)
      .attach("schema", Buffer.from(JSON.stringify(jsonSchema)), {
        filename: "schema.json",
        contentType: "application/json",
      });
    assert.deepEqual(body.extractedData, { invoiceNumber: "INV-2847" });
  });

  it("fill nested objects, answer null for what is not there and [] for a list not found", async () => {
    const nested = JSON.stringify({ vendor: { email: "string" }, bloodGroup: "string", tags: ["string"] });
    const { body } = await post()
      .attach("file", await invoicePdf(), pdf)
      .field("schema", nested);
    assert.deepEqual(body.extractedData, {
      vendor: { email: "billing@lensandlight.example" },
      bloodGroup: null,
      tags: [],
    });
  });

  it("keep fields named __proto__, constructor and toString", async () => {
    const text = '{"__proto__": "string", "constructor": "string", "toString": "number", "invoiceNumber": "string"}';
    const response = await post()
      .attach("file", await invoicePdf(), pdf)
      .field("schema", text);
    assert.equal(response.status, 200);
    assert.match(
      response.text,
      /"extractedData":\{"__proto__":null,"constructor":null,"toString":null,"invoiceNumber":"INV-2847"\}/,
    );
  });
});

describe("?include=", () => {
  it("adds the fields with value, confidence, proof and review, by JSON Pointer", async () => {
    const { body } = await post({ query: "?include=fields" })
      .attach("file", await invoicePdf(), pdf)
      .field("schema", schema);
    assert.deepEqual(Object.keys(body.fields), ["/invoiceNumber", "/totalDue"]);
    const field = body.fields["/invoiceNumber"];
    assert.deepEqual(Object.keys(field), [
      "value",
      "confidence",
      "review",
      "reason",
      "regions",
      "source",
      "engine",
      "alternatives",
    ]);
    assert.equal(field.value, "INV-2847");
    assert.equal(field.source, "text");
    assert.equal(field.engine, "finder");
    const [{ page, box, text }] = field.regions;
    assert.equal(page, 1);
    assert.equal(text, "INV-2847");
    // Drawn by scripts/make-samples.ts at x 460 and y 130 of a page of 595 x 842 points.
    const [x0, y0, x1, y1] = box.map((v: number, i: number) => v * (i % 2 === 0 ? 595 : 842));
    assert.ok(Math.abs(x0 - 460) < 3 && x1 > 490 && x1 < 520, `x ${x0} to ${x1}`);
    assert.ok(Math.abs(y0 - 130) < 6 && y1 > 136 && y1 < 150, `y ${y0} to ${y1}`);
  });

  it("adds pages, words, images and engine", async () => {
    const { body } = await post({ query: "?include=pages,words,images,engine" })
      .attach("file", await invoicePdf(), pdf)
      .field("schema", schema);
    const [page] = body.pages;
    assert.deepEqual(Object.keys(page), ["number", "widthPt", "heightPt", "rotation", "reader", "why", "ms"]);
    assert.equal(page.number, 1);
    assert.equal(page.reader, "text-layer");
    assert.ok(body.words.some(({ text }: { text: string }) => text === "INV-2847"));
    assert.equal(Buffer.from(body.images[0].base64, "base64").subarray(1, 4).toString(), "PNG");
    assert.deepEqual(body.engine.readers, ["text-layer"]);
    assert.equal(body.fields, undefined);
  });

  it("refuses what it does not know", async () => {
    const { status, body } = await post({ query: "?include=everything" });
    assert.equal(status, 400);
    assert.equal(body.error, "The parameter include takes a list of fields, pages, words, images, engine.");
  });
});

describe("strict", () => {
  it("answers 422 naming the required fields that no engine found, and spends no credit", async () => {
    const key = await server.makeKey({ credits: 5 });
    const text = JSON.stringify({
      type: "object",
      properties: { bloodGroup: { type: "string" } },
      required: ["bloodGroup"],
    });
    const refused = await post({ key, query: "?strict=true" })
      .attach("file", await invoicePdf(), pdf)
      .field("schema", text);
    assert.equal(refused.status, 422);
    assert.equal(refused.body.error, "Required fields were not found in the document: /bloodGroup.");
    const { body } = await post({ key })
      .attach("file", await invoicePdf(), pdf)
      .field("schema", text);
    assert.deepEqual(body.extractedData, { bloodGroup: null });
    assert.equal(body.creditsRemaining, 4);
  });
});

describe("what is wrong with an upload", () => {
  const refusals: [
    title: string,
    message: string,
    body: () => Promise<[Buffer, { filename: string; contentType: string }]>,
  ][] = [
    [
      "bytes that are no PDF",
      "Invalid PDF file signature. The file may be corrupted or renamed.",
      async () => [Buffer.from("hello"), pdf],
    ],
    [
      "a PDF declared as PNG",
      "Invalid PNG file signature. The file may be corrupted or renamed.",
      async () => [await invoicePdf(), { filename: "a.png", contentType: "image/png" }],
    ],
    [
      "a PDF cut in half",
      "Corrupted or invalid PDF file structure.",
      async () => [(await invoicePdf()).subarray(0, 900), pdf],
    ],
    [
      "a PDF header and junk",
      "Corrupted or invalid PDF file structure.",
      async () => [Buffer.from("%PDF-1.7\njunk junk junk"), pdf],
    ],
    [
      "a PDF with a user password",
      "Password protected PDFs are not supported.",
      async () => [await drawPage((page) => page.text("secret"), { userPassword: "u", ownerPassword: "o" }), pdf],
    ],
    [
      "a PDF with an owner password only",
      "Password protected PDFs are not supported.",
      async () => [await drawPage((page) => page.text("secret"), { ownerPassword: "o" }), pdf],
    ],
    ["an empty file", "The file is empty.", async () => [Buffer.alloc(0), pdf]],
  ];
  for (const [title, message, make] of refusals) {
    it(`${title}: 400 "${message}"`, async () => {
      const key = await server.makeKey({ credits: 1 });
      const [bytes, type] = await make();
      const { status, body, headers } = await post({ key }).attach("file", bytes, type).field("schema", schema);
      assert.equal(status, 400);
      assert.equal(body.error, message);
      assert.deepEqual(Object.keys(body), ["error", "code", "requestId"]);
      assert.equal(body.requestId, headers["x-request-id"]);
      const paid = await post({ key })
        .attach("file", await invoicePdf(), pdf)
        .field("schema", schema);
      assert.equal(paid.status, 200, "the refused file has spent no credit");
    });
  }

  const impostors: Readonly<Record<string, Buffer>> = {
    "a program": Buffer.from("MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", "latin1"),
    "a web page": Buffer.from("<!doctype html><title>invoice</title>"),
    "a ZIP archive": Buffer.from("PK\x03\x04\x14\x00\x00\x00\x08\x00", "latin1"),
    "a script": Buffer.from("#!/bin/sh\necho invoice\n"),
  };
  for (const [type, format] of Object.entries(fileTypes)) {
    it(`anything else sent as ${type}: 400 "Invalid ${format} file signature…"`, async () => {
      for (const [what, bytes] of Object.entries(impostors)) {
        const upload = post().attach("file", bytes, { filename: "invoice", contentType: type });
        const { status, body } = await upload.field("schema", schema);
        assert.equal(status, 400, what);
        assert.equal(body.error, `Invalid ${format} file signature. The file may be corrupted or renamed.`, what);
      }
    });
  }

  it("a type that is not supported: 400 that names those that are", async () => {
    const word = {
      filename: "a.docx",
      contentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    };
    const { status, body } = await post().attach("file", Buffer.from("PK"), word).field("schema", schema);
    assert.equal(status, 400);
    assert.equal(body.code, "unsupported_type");
    assert.match(body.error, /PDF, PNG, JPEG, WEBP, TIFF, BMP/);
  });

  it("no file: 400", async () => {
    const { status, body } = await post().field("schema", schema);
    assert.equal(status, 400);
    assert.equal(body.error, "No file was sent. Send one PDF or image in the multipart part `file`.");
  });

  it("two files: 400", async () => {
    const { status, body } = await post()
      .attach("file", await invoicePdf(), pdf)
      .attach("file", await invoicePdf(), pdf)
      .field("schema", schema);
    assert.equal(status, 400);
    assert.match(body.error, /^More than one file was sent\./);
  });

  it("a file of 5 MB and one byte: 413, of 5 MB: read", async () => {
    const limit = 5 * 1024 * 1024;
    const padded = (bytes: number) => Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(bytes - 9, 0x20)]);
    const tooLarge = await post()
      .attach("file", padded(limit + 1), pdf)
      .field("schema", schema);
    assert.equal(tooLarge.status, 413);
    assert.equal(tooLarge.body.error, "The file is too large. The limit is 5 MB.");
    const read = await post().attach("file", padded(limit), pdf).field("schema", schema);
    assert.equal(read.body.error, "Corrupted or invalid PDF file structure.");
  });

  it("a body that is no multipart form: 415", async () => {
    const { status, body } = await post().send({ schema });
    assert.equal(status, 415);
    assert.equal(body.code, "unsupported_media_type");
  });
});

describe("what is wrong with a schema", () => {
  const refusals = [
    ["missing", undefined, /^Invalid schema format: the multipart part `schema` is missing\.$/],
    ["no JSON", "{", /^Invalid schema format: /],
    ["no object", '"string"', /^Invalid schema format: /],
    ["an unknown type", '{"a": "blob"}', /^Invalid schema format: .*a.*/],
    [
      "a remote reference",
      '{"type": "object", "properties": {"a": {"$ref": "http://10.0.0.1/x"}}}',
      /^Invalid schema format: /,
    ],
    [
      "more than 64 KB",
      JSON.stringify({ a: { type: "string", description: "x".repeat(70_000) } }),
      /^Invalid schema format: /,
    ],
  ] as const;
  for (const [title, text, message] of refusals) {
    it(`${title}: 400 that says what and where`, async () => {
      const upload = post().attach("file", await invoicePdf(), pdf);
      const { status, body } = await (text === undefined ? upload : upload.field("schema", text));
      assert.equal(status, 400);
      assert.match(body.error, message);
      assert.equal(body.code, "invalid_schema");
    });
  }
});

describe("hostile schemas", () => {
  const nestedAllOf = (depth: number): string => `${'{"allOf":['.repeat(depth)}{"type":"object"}${"]}".repeat(depth)}`;
  const refBomb = {
    type: "object",
    properties: { a: { $ref: "#/$defs/l0" } },
    $defs: Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [
        `l${i}`,
        { type: "object", properties: { x: { $ref: `#/$defs/l${i + 1}` }, y: { $ref: `#/$defs/l${i + 1}` } } },
      ]).concat([["l20", { type: "string" }]] as never),
    ),
  };
  it("a pattern that backtracks for ever is matched in linear time", async () => {
    const text = JSON.stringify({
      type: "object",
      properties: { invoiceNumber: { type: "string", pattern: "^(a|a)*$" } },
    });
    const start = performance.now();
    const { status } = await post()
      .attach("file", await invoicePdf(), pdf)
      .field("schema", text);
    assert.equal(status, 200);
    assert.ok(performance.now() - start < 5_000);
  });
  for (const [title, text] of [
    ["references that double at each of 20 levels", JSON.stringify(refBomb)],
    ["3,000 nested allOf", nestedAllOf(3_000)],
    ["a look-around", JSON.stringify({ type: "object", properties: { a: { type: "string", pattern: "(?=a)" } } })],
  ] as const) {
    it(`${title}: 400`, async () => {
      const { status, body } = await post()
        .attach("file", await invoicePdf(), pdf)
        .field("schema", text);
      assert.equal(status, 400);
      assert.match(body.error, /^Invalid schema format: /);
    });
  }
});

describe("keys", () => {
  it("missing, malformed and unknown ones get one 401", async () => {
    const bodies = await Promise.all([
      request(server.url).post("/v1/extract"),
      post({ key: "nonsense" }),
      post({ key: `sk_live_${"a".repeat(32)}` }),
    ]);
    assert.deepEqual(
      bodies.map(({ status }) => status),
      [401, 401, 401],
    );
    assert.deepEqual(
      new Set(bodies.map(({ body }) => body.error)),
      new Set(["Invalid or missing API key. Send a valid key in the x-api-key header."]),
    );
  });

  it("without credits get 402, before the body is looked at", async () => {
    const key = await server.makeKey({ credits: 0 });
    const { status, body } = await post({ key }).send("not even a form");
    assert.equal(status, 402);
    assert.equal(body.error, "Out of credits. Top up required.");
  });

  it("past their rate get 429 with Retry-After, before their credits are looked at", async () => {
    const key = await server.makeKey({ credits: 0, rateLimitPerMinute: 2 });
    const answers = [await post({ key }), await post({ key }), await post({ key })];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [402, 402, 429],
    );
    const last = answers[2]?.headers ?? {};
    assert.ok(Number(last["retry-after"]) >= 1 && Number(last["retry-after"]) <= 60);
    assert.equal(last["ratelimit-limit"], "2");
    assert.equal(last["ratelimit-remaining"], "0");
  });

  it("of the free tier get 10 requests a minute, of the premium tier 100", async () => {
    for (const [tier, limit] of [
      ["free", 10],
      ["premium", 100],
    ] as const) {
      const { key } = await server.keys.createKey({ name: tier, tier, mode: "test", credits: 0 });
      const { headers } = await post({ key });
      assert.equal(headers["ratelimit-limit"], String(limit));
    }
  });
});

describe("addresses and methods", () => {
  it("an unknown address: 404 in the one JSON form", async () => {
    const { status, body } = await request(server.url).get("/nothing");
    assert.equal(status, 404);
    assert.deepEqual(Object.keys(body), ["error", "code", "requestId"]);
  });

  it("a wrong method: 405 with Allow", async () => {
    const { status, headers, body } = await request(server.url).get("/v1/extract");
    assert.equal(status, 405);
    assert.equal(headers.allow, "POST");
    assert.equal(body.code, "method_not_allowed");
  });

  it("an Accept header that rules out JSON: 406", async () => {
    const { status, body } = await post()
      .set("Accept", "text/html")
      .attach("file", await invoicePdf(), pdf)
      .field("schema", schema);
    assert.equal(status, 406);
    assert.equal(body.code, "not_acceptable");
  });

  it("/healthz and /readyz answer", async () => {
    assert.equal((await request(server.url).get("/healthz")).status, 200);
    const { status, body } = await request(server.url).get("/readyz");
    assert.equal(status, 200);
    assert.deepEqual(body, {
      status: "ready",
      checks: { lightWorkers: "ready", ocrWorkers: "ready", requests: "admitted" },
    });
  });
});

describe("the log", () => {
  it("has an access line a request, and neither key nor content", async () => {
    const canary = "CANARY7391";
    const key = await server.makeKey();
    const document = await drawPage((page) => page.text(`Invoice number: ${canary}`));
    const { body } = await post({ key }).attach("file", document, pdf).field("schema", schema);
    assert.equal(body.extractedData.invoiceNumber, canary);
    const all = server.logged.join("\n");
    assert.match(all, /"msg":"request"/);
    assert.ok(!all.includes(canary), "a value of a document is in the log");
    assert.ok(!all.includes(key), "a key is in the log");
    assert.ok(!all.includes(key.slice(8)), "the secret part of a key is in the log");
  });
});
