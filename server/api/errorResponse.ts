// From a code to HTTP: the one table of statuses and sentences, and the one JSON form of an error.

import { type ErrorCode, Failure } from "../errors.ts";

interface ErrorAnswer {
  readonly status: number;
  readonly sentence: (detail: string) => string;
}

const fixed = (status: number, sentence: string): ErrorAnswer => ({ status, sentence: () => sentence });
const detailed = (status: number, fallback: string): ErrorAnswer => ({
  status,
  sentence: (detail) => detail || fallback,
});

/** Exhaustive: a code without a status and a sentence does not compile. */
const errorAnswers: Readonly<Record<ErrorCode, ErrorAnswer>> = {
  bad_request: fixed(400, "The request is not valid HTTP."),
  invalid_signature: {
    status: 400,
    sentence: (format) => `Invalid ${format || "file"} file signature. The file may be corrupted or renamed.`,
  },
  invalid_pdf: fixed(400, "Corrupted or invalid PDF file structure."),
  encrypted_pdf: fixed(400, "Password protected PDFs are not supported."),
  invalid_image: detailed(400, "The image can't be decoded. It may be damaged or cut off."),
  too_many_pages: detailed(400, "The document has too many pages."),
  limit_exceeded: detailed(400, "The document exceeds a limit of this server."),
  unsupported_type: detailed(400, "Unsupported file type. Send a PDF, PNG, JPEG, WEBP, TIFF, BMP or GIF."),
  missing_file: fixed(400, "No file was sent. Send one PDF or image in the multipart part `file`."),
  too_many_files: fixed(400, "More than one file was sent. Send one PDF or image in the multipart part `file`."),
  empty_file: fixed(400, "The file is empty."),
  invalid_upload: detailed(400, "The multipart body is malformed."),
  invalid_schema: {
    status: 400,
    sentence: (detail) => (detail ? `Invalid schema format: ${detail}` : "Invalid schema format"),
  },
  invalid_parameter: detailed(400, "A parameter of the request is not valid."),
  unauthorized: fixed(401, "Invalid or missing API key. Send a valid key in the x-api-key header."),
  out_of_credits: fixed(402, "Out of credits. Top up required."),
  not_found: fixed(404, "There is nothing at this address."),
  method_not_allowed: detailed(405, "This method is not allowed here."),
  not_acceptable: fixed(406, "Answers are application/json, which the Accept header of the request rules out."),
  request_timeout: fixed(408, "The request took too long to arrive."),
  file_too_large: detailed(413, "The file is too large."),
  unsupported_media_type: fixed(415, "Send the request as multipart/form-data with the parts `file` and `schema`."),
  required_fields_missing: detailed(422, "A required field was not found in the document."),
  rate_limited: fixed(429, "Too many requests. Wait for the time that Retry-After gives, then try again."),
  headers_too_large: fixed(431, "The headers of the request are too large."),
  extraction_failed: fixed(500, "All fallback providers failed to process the document."),
  internal_error: fixed(500, "The server failed to process the request. The log has the reason under this requestId."),
  overloaded: fixed(
    503,
    "The server is busy or shutting down. Wait for the time that Retry-After gives, then try again.",
  ),
};

export interface ErrorBody {
  readonly error: string;
  readonly code: ErrorCode;
  readonly requestId: string;
}

/** The status, headers and body of a failed request. What is no `Failure` is a bug of ours: 500, told only in the log. */
export function errorResponse(
  error: unknown,
  requestId: string,
): { readonly status: number; readonly headers: Record<string, string>; readonly body: ErrorBody } {
  const failure = error instanceof Failure ? error : new Failure("internal_error");
  const { status, sentence } = errorAnswers[failure.code];
  const headers: Record<string, string> = {};
  if (failure.retryAfterS !== undefined) headers["Retry-After"] = String(Math.max(1, Math.ceil(failure.retryAfterS)));
  return { status, headers, body: { error: sentence(failure.detail ?? ""), code: failure.code, requestId } };
}
