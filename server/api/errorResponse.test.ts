import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Failure } from "../errors.ts";
import { errorResponse } from "./errorResponse.ts";

describe("an error's answer", () => {
  it("has one JSON form, with the sentence of its code", () => {
    const { status, headers, body } = errorResponse(new Failure("encrypted_pdf", { internal: "R4 handler" }), "id-1");
    assert.deepEqual(
      { status, headers, body },
      {
        status: 400,
        headers: {},
        body: { error: "Password protected PDFs are not supported.", code: "encrypted_pdf", requestId: "id-1" },
      },
    );
  });

  it("names the format that was declared", () => {
    const { body } = errorResponse(new Failure("invalid_signature", { detail: "TIFF" }), "id");
    assert.equal(body.error, "Invalid TIFF file signature. The file may be corrupted or renamed.");
  });

  it("has Retry-After in whole seconds where a retry makes sense", () => {
    assert.equal(errorResponse(new Failure("rate_limited", { retryAfterS: 0.2 }), "id").headers["Retry-After"], "1");
  });

  it("tells nothing of a bug of ours", () => {
    const { status, body } = errorResponse(new TypeError("cannot read secrets of undefined"), "id");
    assert.equal(status, 500);
    assert.ok(!body.error.includes("secrets"));
  });

  it("keeps what is internal from the client", () => {
    const { body } = errorResponse(new Failure("invalid_pdf", { internal: "xref at 4711" }), "id");
    assert.equal(body.error, "Corrupted or invalid PDF file structure.");
  });
});
