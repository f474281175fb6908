// POST /v1/extract: who asks (401, 429, 402), is there room (503), the body, the pipeline, the credit, the answer.

import { type RequestHandler, type Response, Router } from "express";
import type { Accounts } from "../../accounts/accounts.ts";
import type { RateState } from "../../accounts/rateLimit.ts";
import { Failure } from "../../errors.ts";
import type { TaskRunner } from "../../isolation/taskRunner.ts";
import { Deadline } from "../../pipeline/deadline.ts";
import { type Extraction, extract, type Pipeline } from "../../pipeline/pipeline.ts";
import { renderPages } from "../../pipeline/renderPages.ts";
import type * as ocrTasks from "../../pipeline/tasks/ocr.ts";
import type { Gate } from "../gate.ts";
import { onlyMethods } from "../middleware/errors.ts";
import { answerHeaders, serialiseAnswer } from "./answer.ts";
import { parseQuery, type QueryDefaults } from "./query.ts";
import { receiveUpload, type UploadLimits } from "./receiveUpload.ts";

export interface ExtractParts {
  readonly accounts: Accounts;
  readonly gate: Gate;
  readonly pipeline: Pipeline;
  readonly ocr: TaskRunner<typeof ocrTasks>;
  readonly defaults: QueryDefaults;
  readonly uploadLimits: UploadLimits;
  readonly version: string;
  /** Aborts when the time for draining is over. */
  readonly stopping: AbortSignal;
}

export function extractRouter(parts: ExtractParts): Router {
  return Router().post("/v1/extract", extractHandler(parts)).all("/v1/extract", onlyMethods("POST"));
}

function extractHandler(parts: ExtractParts): RequestHandler {
  return async (request, response) => {
    response.set("Cache-Control", "no-store");
    const gone = AbortSignal.any([clientGone(response), parts.stopping]);
    const apiKey = request.get("x-api-key");
    const caller = { apiKey, address: request.ip ?? "" };
    const { keyId, reservation } = await parts.accounts.admit(caller, (rate) => tellRate(response, rate));
    await using credit = reservation;
    response.locals.logged = { keyId };
    using _place = parts.gate.enter();

    if (!request.accepts("json")) throw new Failure("not_acceptable");
    const { include, strict, timeoutMs } = parseQuery(request.query, parts.defaults);
    const received = await receiveUpload(request, response, parts.uploadLimits, gone);
    using deadline = new Deadline(timeoutMs, gone);
    const extraction = await extract({ ...received, owner: keyId, strict, deadline }, parts.pipeline);
    const images = include.has("images") ? await draw(extraction, keyId, deadline, parts) : [];

    // All that can fail comes before the credit is spent.
    const headers = answerHeaders(extraction);
    const withCredits = serialiseAnswer({ extraction, include, images, version: parts.version });
    response.locals.logged = { keyId, ...summary(extraction) };
    gone.throwIfAborted();
    const answer = withCredits(await credit.commit());
    response.status(200).set(headers).type("application/json").send(answer);
  };
}

function draw({ file }: Extraction, share: string, deadline: Deadline, { ocr, pipeline }: ExtractParts) {
  const options = { share, deadlineMs: deadline.atMost(10_000), signal: deadline.whole };
  return renderPages(file, ocr, pipeline.limits.maxPixels, options, deadline.gone);
}

/** Aborts when the connection closes before the answer was sent. */
function clientGone(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) controller.abort(new Failure("bad_request", { internal: "the client went away" }));
  });
  return controller.signal;
}

/** The RateLimit header fields (draft-ietf-httpapi-ratelimit-headers-06), also on a refusal. */
function tellRate(response: Response, { limit, remaining, resetS }: RateState): void {
  response.set({
    "RateLimit-Limit": `${limit}`,
    "RateLimit-Remaining": `${remaining}`,
    "RateLimit-Reset": `${resetS}`,
  });
}

/** What the access line may hold of an extraction: counts and names, no content. */
function summary({ document, fields, confidenceScore, partial }: Extraction) {
  return {
    pages: document.pages.length,
    readers: [...new Set(document.pages.map(({ reader }) => reader))],
    fields: fields.length,
    found: fields.filter(({ value }) => value !== null).length,
    confidenceScore,
    ...(partial && { partial }),
  };
}
