import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onePageObjects, writePdf } from "../../../test/support/pdf.ts";
import { documentPath, runQpdf } from "./qpdf.ts";

const pages = (document: Uint8Array) => runQpdf(document, ["--show-npages", documentPath]);
const whole = writePdf(onePageObjects());

describe("qpdf", () => {
  it("gives its exit code and what it prints", async () => {
    assert.deepEqual(await pages(whole), { exitCode: 0, stdout: "1\n", stderr: "", trapped: false });
    const { exitCode, stderr } = await pages(Buffer.from("nothing of a PDF"));
    assert.equal(exitCode, 2);
    assert.match(stderr, /can't find startxref/);
  });

  it("does not run out of stack, however many files were judged", async () => {
    for (let run = 0; run < 3000; run += 1) assert.equal((await pages(whole)).exitCode, 0, `run ${run}`);
  });
});
