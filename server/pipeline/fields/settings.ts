import { defineSettings } from "../../settings.ts";

export const fieldsSettings = defineSettings({
  errorBudget: {
    env: "SMARTOCR_ERROR_BUDGET",
    type: "number",
    default: 0.02,
    minimum: 0,
    maximum: 1,
    about: "Among the fields not marked for review, at most this share (0 to 1) may be wrong.",
  },
});
