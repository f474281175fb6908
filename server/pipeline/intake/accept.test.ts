import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Failure } from "../../errors.ts";
import { type TaskRunner, WorkerLost } from "../../isolation/taskRunner.ts";
import type { FileType, InspectTasks, OpenedFile } from "../page.ts";
import { accept } from "./accept.ts";

const pdf = Buffer.from("%PDF-1.4 ...");
const opened: OpenedFile = { type: "application/pdf", pages: [], attachments: [], formFields: [] };
const lost = new WorkerLost("crash", "SIGSEGV");

/** A runner whose workers end one after the other as told. */
function runnerOf(...ends: (OpenedFile | Error)[]) {
  let runs = 0;
  const run = async () => {
    const end = ends[runs] ?? new Error("one run too many");
    runs += 1;
    if (end instanceof Error) throw end;
    return end;
  };
  const runner = { run } as TaskRunner<InspectTasks>;
  return { runner, runs: () => runs };
}

function accepting(runner: TaskRunner<InspectTasks>, bytes: Uint8Array, declaredType: FileType | null = null) {
  const limits = { maxPages: 50, maxPixels: 1_000_000, pdfStrict: false };
  const args = { upload: { bytes, declaredType }, limits, readTextLayers: true };
  return { to: (signal: AbortSignal) => accept(args, runner, { share: "key", deadlineMs: 1000, signal }) };
}

const open = new AbortController().signal;

describe("accepting a file", () => {
  it("gives what the worker opened, with the bytes", async () => {
    assert.deepEqual(await accepting(runnerOf(opened).runner, pdf).to(open), { ...opened, bytes: pdf });
  });

  it("asks no worker about an empty file", async () => {
    const { runner, runs } = runnerOf(opened);
    await assert.rejects(accepting(runner, new Uint8Array(0)).to(open), { code: "empty_file" });
    assert.equal(runs(), 0);
  });

  it("tries once more where the worker died", async () => {
    const { runner, runs } = runnerOf(lost, opened);
    assert.equal((await accepting(runner, pdf).to(open)).type, "application/pdf");
    assert.equal(runs(), 2);
  });

  it("calls a file that took two workers down damaged, by its declared type or else by its first bytes", async () => {
    const fatal = (bytes: Uint8Array, type: FileType | null) =>
      accepting(runnerOf(lost, lost).runner, bytes, type).to(open);
    await assert.rejects(fatal(pdf, null), { code: "invalid_pdf", internal: /two workers were lost/ });
    await assert.rejects(fatal(pdf, "application/pdf"), { code: "invalid_pdf" });
    await assert.rejects(fatal(Buffer.from("II*\0"), "image/tiff"), { code: "invalid_image", detail: /TIFF/ });
    await assert.rejects(fatal(Buffer.from("BM"), null), { code: "invalid_image" });
  });

  it("does not try again after a verdict, or for a client that went away", async () => {
    const refused = runnerOf(new Failure("invalid_pdf"), opened);
    await assert.rejects(accepting(refused.runner, pdf).to(open), { code: "invalid_pdf" });
    assert.equal(refused.runs(), 1);
    const left = runnerOf(lost, opened);
    const reason = new Error("the client went away");
    await assert.rejects(accepting(left.runner, pdf).to(AbortSignal.abort(reason)), reason);
    assert.equal(left.runs(), 1);
  });
});
