import { defineSettings } from "../../settings.ts";

/** What an upload may be at most, and how strictly a PDF is judged. */
export const intakeSettings = defineSettings({
  maxFileBytes: {
    env: "SMARTOCR_MAX_FILE_BYTES",
    type: "integer",
    default: 5 * 1024 * 1024,
    minimum: 1024,
    maximum: 256 * 1024 * 1024,
    about: "Largest file accepted, in bytes; an upload is read no further.",
  },
  // Two OCR workers read about a page a second: fifty scanned pages are what the default time of a request carries.
  maxPages: {
    env: "SMARTOCR_MAX_PAGES",
    type: "integer",
    default: 50,
    minimum: 1,
    maximum: 10_000,
    about: "Most pages of a PDF or TIFF.",
  },
  // Holds what 50-megapixel phones take (8192 x 6144) and a receipt 10,000 pixels long and 5,000 wide. Decoded with
  // alpha (4 bytes a pixel) and turned upright it stands in memory twice: 408 MB, under half of a worker's limit.
  maxPixels: {
    env: "SMARTOCR_MAX_PIXELS",
    type: "integer",
    default: 51_000_000,
    minimum: 1_000_000,
    maximum: 500_000_000,
    about: "Largest image, in pixels (width x height of one frame), judged by its header before it is decoded.",
  },
  pdfStrict: {
    env: "SMARTOCR_PDF_STRICT",
    type: "boolean",
    default: false,
    about: "Refuse a PDF on any warning of qpdf, also on blemishes that every viewer opens.",
  },
});
