// The multipart body of an extraction: one file and a schema, held in memory, cut off at the limit.

import type { Request, Response } from "express";
import multer from "multer";
import { Failure } from "../../errors.ts";
import { declaredType } from "../../pipeline/intake/declaredType.ts";
import type { Upload } from "../../pipeline/page.ts";

export interface ReceivedUpload {
  readonly upload: Upload;
  readonly schemaText: string;
  readonly languages: readonly string[];
}

/** A schema's text may have 64 KB; one byte more is told from a text cut off at the limit. */
const fieldBytesMax = 64 * 1024 + 1;

/** Receives bodies whose file has at most `fileBytesMax` bytes. */
export function createUploadReceiver(fileBytesMax: number) {
  const receive = multer({
    storage: multer.memoryStorage(),
    defParamCharset: "utf8",
    limits: {
      fileSize: fileBytesMax,
      fieldSize: fieldBytesMax,
      files: 3,
      fields: 10,
      parts: 13,
      fieldNameSize: 100,
    },
  }).any();

  /** Reads the body to its end. Throws the `Failure` of the first thing that is wrong with it. */
  return async (request: Request, response: Response): Promise<ReceivedUpload> => {
    if (!request.is("multipart/form-data")) throw new Failure("unsupported_media_type");
    if (request.headers.expect?.toLowerCase() === "100-continue") response.writeContinue();
    await new Promise<void>((resolve, reject) => {
      receive(request, response, (error: unknown) => (error ? reject(refusal(error, fileBytesMax)) : resolve()));
    });
    return partsOf(request);
  };
}

function partsOf(request: Request): ReceivedUpload {
  const parts = Array.isArray(request.files) ? request.files : [];
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
    upload: { bytes: file.buffer, declaredType: declared, fileName: file.originalname || null },
    schemaText,
    languages: parseLanguages(textOf(request, parts, "language") ?? ""),
  };
}

/** A text part, sent as a field or as a file. */
function textOf(request: Request, parts: readonly Express.Multer.File[], name: string): string | undefined {
  const field: unknown = request.body?.[name];
  if (typeof field === "string") return field;
  if (field !== undefined) throw new Failure("invalid_upload", { detail: `The part ${name} may be sent once only.` });
  return parts.find(({ fieldname }) => fieldname === name)?.buffer.toString("utf8");
}

function parseLanguages(text: string): string[] {
  const languages = text
    .split(",")
    .map((language) => language.trim())
    .filter(Boolean);
  if (languages.length > 10 || !languages.every((language) => /^[A-Za-z][A-Za-z_-]{1,34}$/.test(language))) {
    throw new Failure("invalid_parameter", { detail: "The part language takes a language, such as de or deu." });
  }
  return languages;
}

function refusal(error: unknown, fileBytesMax: number): unknown {
  if (!(error instanceof multer.MulterError)) return malformed(error);
  if (error.code === "LIMIT_FILE_SIZE") return new Failure("file_too_large", { detail: tooLarge(fileBytesMax) });
  if (error.code === "LIMIT_FIELD_VALUE" && error.field === "schema") {
    return new Failure("invalid_schema", { detail: "the schema is larger than 64 KB." });
  }
  if (error.code === "LIMIT_FILE_COUNT") return new Failure("too_many_files");
  return new Failure("invalid_upload", { detail: `The multipart body can't be read: ${error.message.toLowerCase()}.` });
}

/** busboy's own errors are plain ones: a body cut short, a boundary that is missing. */
function malformed(error: unknown): unknown {
  return error instanceof Error ? new Failure("invalid_upload", { internal: error.message, cause: error }) : error;
}

function tooLarge(bytes: number): string {
  const limit = bytes % (1024 * 1024) === 0 ? `${bytes / (1024 * 1024)} MB` : `${bytes} bytes`;
  return `The file is too large. The limit is ${limit}.`;
}
