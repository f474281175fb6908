import { defineSettings } from "../settings.ts";

export const telemetrySettings = defineSettings({
  logLevel: {
    env: "SMARTOCR_LOG",
    type: "string",
    enum: ["fatal", "error", "warn", "info", "debug", "trace", "silent"],
    default: "info",
    about: "How much the log says; it never holds document content or keys.",
  },
});
