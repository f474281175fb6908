import { defineSettings } from "../../settings.ts";
import { shippedLanguages } from "./tesseract/languages.ts";

export const readingSettings = defineSettings({
  readers: {
    env: "SMARTOCR_READERS",
    type: "list",
    default: ["text-layer", "pp-ocr", "tesseract"],
    enum: ["text-layer", "pp-ocr", "tesseract"],
    about: "Readers of a page, comma-separated, in the order in which they are asked.",
  },
  languages: {
    env: "SMARTOCR_LANGUAGES",
    type: "list",
    default: ["eng", "deu", "fra"],
    enum: shippedLanguages,
    about: "Languages that Tesseract expects where a request names none, comma-separated.",
  },
});
