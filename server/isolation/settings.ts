import { defineSettings } from "../settings.ts";

export const isolationSettings = defineSettings({
  workers: {
    env: "SMARTOCR_WORKERS",
    type: "integer",
    default: null,
    minimum: 1,
    maximum: 256,
    about: "How many worker processes do heavy work side by side; unset, what the processors and memory granted carry.",
  },
  queueLimit: {
    env: "SMARTOCR_QUEUE_LIMIT",
    type: "integer",
    default: 64,
    minimum: 1,
    maximum: 10_000,
    about: "How many requests are admitted at once, running and waiting; the rest get 503 with Retry-After.",
  },
});
