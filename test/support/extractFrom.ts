import type { ErrorBody } from "../../server/api/errorResponse.ts";
import type { TestServer } from "./testServer.ts";

interface ExtractBody extends ErrorBody {
  readonly extractedData: Record<string, unknown>;
  readonly confidenceScore: number;
  readonly creditsRemaining: number;
  readonly rawText: string;
  readonly pages: readonly { readonly number: number; readonly reader: string | null; readonly why: string }[];
  readonly fields: Record<string, { readonly value: unknown; readonly reason: string | null }>;
}

export interface ExtractionOptions {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly schema: object;
  readonly include?: string;
  readonly key?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Posts a document as a browser would; the body is that of a 200 or of an error, as the status says. */
export async function extractFrom(
  server: Pick<TestServer, "url" | "key">,
  { bytes, type, schema, include, key = server.key, timeoutMs, signal }: ExtractionOptions,
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: ExtractBody; readonly ms: number }> {
  const form = new FormData();
  form.set("file", new Blob([Uint8Array.from(bytes)], { type }), "document");
  form.set("schema", JSON.stringify(schema));
  const query = new URLSearchParams({ ...(include && { include }), ...(timeoutMs && { timeout: `${timeoutMs}` }) });
  const start = performance.now();
  const response = await fetch(`${server.url}/v1/extract?${query}`, {
    method: "POST",
    headers: { "x-api-key": key },
    body: form,
    ...(signal && { signal }),
  });
  const body = (await response.json()) as ExtractBody;
  return { status: response.status, headers: response.headers, body, ms: performance.now() - start };
}
