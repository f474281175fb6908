// Every way a request can fail, as a code. What a code means in HTTP stands in api/errorResponse.ts alone.

export const errorCodes = [
  "bad_request",
  "invalid_signature",
  "invalid_pdf",
  "encrypted_pdf",
  "invalid_image",
  "too_many_pages",
  "limit_exceeded",
  "unsupported_type",
  "missing_file",
  "too_many_files",
  "empty_file",
  "invalid_upload",
  "invalid_schema",
  "invalid_parameter",
  "unauthorized",
  "out_of_credits",
  "not_found",
  "method_not_allowed",
  "not_acceptable",
  "request_timeout",
  "file_too_large",
  "unsupported_media_type",
  "required_fields_missing",
  "rate_limited",
  "headers_too_large",
  "extraction_failed",
  "internal_error",
  "overloaded",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

export interface FailureOptions {
  /** What the client may read after the fixed sentence of the code: never bytes or text of a document. */
  readonly detail?: string | undefined;
  /** What only the log may read: the exact reason of a refusal. */
  readonly internal?: string | undefined;
  /** Seconds until a retry makes sense; becomes `Retry-After`. */
  readonly retryAfterS?: number | undefined;
  readonly cause?: unknown;
}

/** An expected failure of a request. Crosses the pipe from a worker as its code, detail and internal text. */
export class Failure extends Error {
  override readonly name = "Failure";
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  readonly internal: string | undefined;
  readonly retryAfterS: number | undefined;

  constructor(code: ErrorCode, options: FailureOptions = {}) {
    super(options.detail ? `${code}: ${options.detail}` : code, { cause: options.cause });
    this.code = code;
    this.detail = options.detail;
    this.internal = options.internal;
    this.retryAfterS = options.retryAfterS;
  }
}
