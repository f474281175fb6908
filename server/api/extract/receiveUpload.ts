// The multipart body of an extraction: one file and a schema, held in memory.
//
// multer reports a body past its limits only when it has read it to its end. So the limits that matter are kept here:
// whoever sends too much, too long or the wrong parts is refused at that byte, and what still comes is dropped by the
// error's answer (middleware/endWithUpload.ts). multer's own limits stay behind them.

import type { Request, Response } from "express";
import multer from "multer";
import { Failure } from "../../errors.ts";
import { declaredType } from "../../pipeline/intake/declaredType.ts";
import type { Upload } from "../../pipeline/page.ts";
import { type HeldPart, partStorage } from "./partStorage.ts";

export interface ReceivedUpload {
  readonly upload: Upload;
  readonly schemaText: string;
  readonly languages: readonly string[];
}

const textBytesMax = 64 * 1024;
/** Boundaries, part headers and texts beside the file. */
const bodyBytesBeside = 256 * 1024;

export interface UploadLimits {
  readonly fileBytes: number;
  /** Time from the first byte of the body to its last, ms. */
  readonly uploadMs: number;
}

/**
 * Reads the body to its end. Throws the `Failure` of the first thing that is wrong with it as soon as that is seen, and
 * the reason of `gone` when that aborts.
 */
export async function receiveUpload(
  request: Request,
  response: Response,
  limits: UploadLimits,
  gone: AbortSignal,
): Promise<ReceivedUpload> {
  if (!request.is("multipart/form-data")) throw new Failure("unsupported_media_type");
  const bodyBytesMax = limits.fileBytes + bodyBytesBeside;
  if (Number(request.headers["content-length"] ?? 0) > bodyBytesMax) throw tooLarge(limits.fileBytes);
  if (request.headers.expect?.toLowerCase() === "100-continue") response.writeContinue();

  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const leave = () => reject(gone.reason);
  const late = setTimeout(() => reject(new Failure("request_timeout")), limits.uploadMs);
  gone.addEventListener("abort", leave, { once: true });
  let received = 0;
  const count = (chunk: Buffer) => {
    received += chunk.length;
    if (received > bodyBytesMax) reject(tooLarge(limits.fileBytes));
  };
  const bytesMax = { file: limits.fileBytes, schema: textBytesMax, language: textBytesMax };
  const parts = multer({
    storage: partStorage(bytesMax, (name) => reject(name === "file" ? tooLarge(limits.fileBytes) : textTooLarge(name))),
    defParamCharset: "utf8",
    limits: { fieldSize: textBytesMax, files: 10, fields: 10, parts: 20, fieldNameSize: 100 },
  }).any();
  try {
    parts(request, response, (error: unknown) => (error ? reject(refusal(error)) : resolve()));
    request.on("data", count);
    await promise;
  } catch (error) {
    request.unpipe();
    throw error;
  } finally {
    clearTimeout(late);
    gone.removeEventListener("abort", leave);
    request.off("data", count);
  }
  return partsOf(request);
}

function partsOf(request: Request): ReceivedUpload {
  const parts: readonly HeldPart[] = Array.isArray(request.files) ? request.files : [];
  const files = parts.filter(({ fieldname }) => fieldname === "file");
  const [file] = files;
  if (!file) throw new Failure("missing_file");
  if (files.length > 1) throw new Failure("too_many_files");
  const schemaText = textOf(request, parts, "schema");
  if (schemaText === undefined) {
    throw new Failure("invalid_schema", { detail: "the multipart part `schema` is missing." });
  }
  const declared = declaredType(file.mimetype, file.originalname);
  return {
    upload: { bytes: file.buffer, declaredType: declared },
    schemaText,
    languages: parseLanguages(textOf(request, parts, "language") ?? ""),
  };
}

/** A text part, sent once, as a field or as a file. */
function textOf(request: Request, parts: readonly HeldPart[], name: string): string | undefined {
  const field: unknown = request.body?.[name];
  const files = parts.filter(({ fieldname }) => fieldname === name).map(({ buffer }) => buffer.toString("utf8"));
  const texts = field === undefined ? files : [field, ...files];
  const [text] = texts;
  if (texts.length > 1 || (text !== undefined && typeof text !== "string")) {
    throw new Failure("invalid_upload", { detail: `The part \`${name}\` must be sent once, as one text.` });
  }
  return text;
}

function parseLanguages(text: string): string[] {
  const languages = text
    .split(",")
    .map((language) => language.trim())
    .filter(Boolean);
  if (languages.length > 10 || !languages.every((language) => /^[A-Za-z][A-Za-z_-]{1,34}$/.test(language))) {
    throw new Failure("invalid_parameter", { detail: "The part `language` takes a language, such as de or deu." });
  }
  return languages;
}

function refusal(error: unknown): unknown {
  if (!(error instanceof multer.MulterError)) return malformed(error);
  if (error.code === "LIMIT_FIELD_VALUE" && error.field === "schema") return textTooLarge("schema");
  if (error.code === "LIMIT_FILE_COUNT") return new Failure("too_many_files");
  return new Failure("invalid_upload", { detail: `The multipart body can't be read: ${error.message.toLowerCase()}.` });
}

/** busboy's own errors are plain ones: a body cut short, a boundary that is missing. */
function malformed(error: unknown): unknown {
  return error instanceof Error ? new Failure("invalid_upload", { internal: error.message, cause: error }) : error;
}

function textTooLarge(name: string): Failure {
  if (name === "schema") return new Failure("invalid_schema", { detail: "the schema is larger than 64 KB." });
  return new Failure("invalid_upload", { detail: `The part \`${name}\` is larger than 64 KB.` });
}

function tooLarge(bytes: number): Failure {
  const limit = bytes % (1024 * 1024) === 0 ? `${bytes / (1024 * 1024)} MB` : `${bytes} bytes`;
  return new Failure("file_too_large", { detail: `The file is too large. The limit is ${limit}.` });
}
