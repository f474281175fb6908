// The way of a request, told as a list. Each step takes what the step before it made, and nothing else.

import { Failure } from "../errors.ts";
import { retryOnLoss } from "../isolation/retryOnLoss.ts";
import { type RunOptions, type TaskRunner, WorkerLost } from "../isolation/taskRunner.ts";
import type { Deadline } from "./deadline.ts";
import type { Found, Json, ReadDocument } from "./document.ts";
import type { Chain } from "./fallback.ts";
import { buildAnswer } from "./fields/answer.ts";
import { confidenceScore, needsReview } from "./fields/confidence.ts";
import type { FieldEngine } from "./fields/fieldEngine.ts";
import { fillFields } from "./fields/fillFields.ts";
import { fieldSpecs } from "./fields/specs.ts";
import { accept } from "./intake/accept.ts";
import type { AcceptedFile, IntakeLimits, Upload } from "./page.ts";
import type { PageReader } from "./reading/pageReader.ts";
import { rawText } from "./reading/rawText.ts";
import { readDocument } from "./reading/readDocument.ts";
import type { FieldSpec, TargetSchema } from "./target.ts";
import type * as lightTasks from "./tasks/light.ts";
import type { Validated } from "./tasks/validate.ts";

/** What a deployment brings to every request: workers, engines in their order, limits. */
export interface Pipeline {
  readonly light: TaskRunner<typeof lightTasks>;
  readonly readers: Chain<PageReader>;
  readonly fieldEngines: Chain<FieldEngine>;
  readonly limits: IntakeLimits;
  readonly readTextLayers: boolean;
  readonly languages: readonly string[];
  readonly errorBudget: number;
}

export interface ExtractionRequest {
  readonly upload: Upload;
  readonly schemaText: string;
  /** What the client says the document is written in; empty where it says nothing. */
  readonly languages: readonly string[];
  /** The id of the API key: whose turn it is in the queues, and whose compiled schemas may be used again. */
  readonly owner: string;
  /** Fail with 422 where a required, non-nullable field was not found. */
  readonly strict: boolean;
  readonly deadline: Deadline;
}

/** A field as answered: `review` where a person should look at it. */
export interface Field extends Found {
  readonly review: boolean;
}

export interface Extraction {
  readonly data: Json;
  readonly confidenceScore: number;
  readonly fields: readonly Field[];
  readonly file: AcceptedFile;
  readonly document: ReadDocument;
  readonly rawText: string;
  /** The time ran out before everything was read. */
  readonly partial: boolean;
}

/** The time that one task may take in a worker before it is killed, ms. */
const limitMs = { compileSchema: 2_000, inspect: 15_000, readPage: 30_000, findFields: 10_000, validate: 2_000 };

/** Extracts one document. Throws the `Failure` that the client gets, or the reason of `deadline.gone`. */
export async function extract(request: ExtractionRequest, pipeline: Pipeline): Promise<Extraction> {
  const schema = await compile(request, pipeline);
  const file = await open(request, pipeline);
  const document = await read(file, request, pipeline);
  const found = await fill(fieldSpecs(schema), document, request, pipeline);
  const answer = await check(schema, found, request, pipeline);
  if (request.strict) refuseMissing(fieldSpecs(schema), answer.found);
  return tell(answer, file, document, pipeline.errorBudget);
}

async function compile({ schemaText, owner, deadline }: ExtractionRequest, { light }: Pipeline) {
  try {
    const task = () =>
      light.run("compileSchema", { text: schemaText, owner }, options("compileSchema", owner, deadline));
    return await retryOnLoss(task, deadline.whole);
  } catch (error) {
    throw unread(tooCostly(error, deadline), deadline);
  }
}

async function open({ upload, owner, deadline }: ExtractionRequest, pipeline: Pipeline): Promise<AcceptedFile> {
  const { light, limits, readTextLayers } = pipeline;
  try {
    return await accept({ upload, limits, readTextLayers }, light, options("inspect", owner, deadline));
  } catch (error) {
    throw unread(error, deadline);
  }
}

function read(file: AcceptedFile, { owner, languages, deadline }: ExtractionRequest, pipeline: Pipeline) {
  return readDocument(file, pipeline.readers, {
    share: owner,
    languages: languages.length > 0 ? languages : pipeline.languages,
    maxPixels: pipeline.limits.maxPixels,
    deadlineMs: deadline.atMost(limitMs.readPage),
    signal: deadline.reading,
    gone: deadline.gone,
  });
}

async function fill(
  fields: readonly FieldSpec[],
  document: ReadDocument,
  { owner, deadline }: ExtractionRequest,
  { fieldEngines }: Pipeline,
): Promise<readonly Found[]> {
  try {
    return await fillFields(fields, document, fieldEngines, options("findFields", owner, deadline));
  } catch (error) {
    if (deadline.gone.aborted || !deadline.isOver) throw error;
    return fields.map(({ pointer }) => outOfTime(pointer));
  }
}

async function check(
  schema: TargetSchema,
  found: readonly Found[],
  { owner, deadline }: ExtractionRequest,
  { light }: Pipeline,
): Promise<Validated> {
  const nothing = buildAnswer(schema.root, new Map(), "null");
  if (found.every(({ value }) => value === null)) return { data: nothing, found };
  try {
    const task = () => light.run("validate", { schema, owner, found }, options("validate", owner, deadline));
    return await retryOnLoss(task, deadline.whole);
  } catch (error) {
    if (deadline.gone.aborted || !deadline.isOver) throw tooCostly(error, deadline);
    return { data: nothing, found: found.map(({ pointer }) => outOfTime(pointer)) };
  }
}

function refuseMissing(fields: readonly FieldSpec[], found: readonly Found[]): void {
  const empty = new Set(found.filter(({ value }) => value === null).map(({ pointer }) => pointer));
  const missing = fields.filter(({ pointer, required, target }) => required && !target.nullable && empty.has(pointer));
  if (missing.length === 0) return;
  const detail = `Required fields were not found in the document: ${missing.map(({ pointer }) => pointer).join(", ")}.`;
  throw new Failure("required_fields_missing", { detail });
}

function tell({ data, found }: Validated, file: AcceptedFile, document: ReadDocument, errorBudget: number): Extraction {
  const late = document.pages.some(({ why }) => why === "time");
  const fields = found.map((one) => ({
    ...one,
    ...(late && one.reason === "page_unread" && { reason: "time" as const }),
    review: needsReview(one, errorBudget),
  }));
  return {
    data,
    confidenceScore: confidenceScore(found),
    fields,
    file,
    document,
    rawText: rawText(document.pages),
    partial: late || found.some(({ reason }) => reason === "time"),
  };
}

function options(task: keyof typeof limitMs, owner: string, deadline: Deadline): RunOptions {
  return { share: owner, deadlineMs: deadline.atMost(limitMs[task]), signal: deadline.whole };
}

/** A schema that takes two workers down within the task's own limit is at fault itself. */
function tooCostly(error: unknown, deadline: Deadline): unknown {
  if (!(error instanceof WorkerLost) || deadline.isOver) return error;
  const detail = "the schema takes too much time or memory; make it smaller or flatter.";
  return new Failure("invalid_schema", { detail, internal: error.message });
}

/** Before anything was read, time that runs out is a failure; afterwards it makes the answer partial. */
function unread(error: unknown, deadline: Deadline): unknown {
  if (deadline.gone.aborted || !deadline.isOver || error instanceof Failure) return error;
  return new Failure("extraction_failed", { internal: "the time ran out before anything was read", cause: error });
}

function outOfTime(pointer: string): Found {
  return { pointer, value: null, probability: 0, engine: "none", proof: [], reason: "time" };
}
