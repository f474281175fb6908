import { defineSettings } from "../settings.ts";

export const apiSettings = defineSettings({
  host: {
    env: "SMARTOCR_HOST",
    type: "string",
    default: "127.0.0.1",
    about: "Address to listen on; 0.0.0.0 listens on every interface.",
  },
  port: {
    env: "SMARTOCR_PORT",
    type: "integer",
    default: 8080,
    minimum: 0,
    maximum: 65_535,
    about: "TCP port to listen on; 0 takes a free one, which the log names.",
  },
  requestTimeoutMs: {
    env: "SMARTOCR_REQUEST_TIMEOUT_MS",
    type: "integer",
    default: 60_000,
    minimum: 100,
    maximum: 3_600_000,
    about: "Time for one extraction, ms. When it is over, what is proven so far is answered.",
  },
  uploadTimeoutMs: {
    env: "SMARTOCR_UPLOAD_TIMEOUT_MS",
    type: "integer",
    default: 60_000,
    minimum: 100,
    maximum: 3_600_000,
    about: "Time that an upload may take to arrive, ms.",
  },
  drainMs: {
    env: "SMARTOCR_DRAIN_MS",
    type: "integer",
    default: 30_000,
    minimum: 0,
    maximum: 3_600_000,
    about: "Time that running requests have to finish after SIGTERM, ms.",
  },
  trustedProxies: {
    env: "SMARTOCR_TRUSTED_PROXIES",
    type: "list",
    default: [],
    about: "Addresses or CIDR ranges of proxies whose X-Forwarded-For is believed.",
  },
  strict: {
    env: "SMARTOCR_STRICT",
    type: "boolean",
    default: false,
    about: "Answer 422 where a required field was found by no engine (also per request: ?strict=true).",
  },
});
