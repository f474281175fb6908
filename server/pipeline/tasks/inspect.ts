// The first look at an upload, in a light worker: is it what it says, is it whole, what do its pages hold.
// A PDF page whose text layer can be trusted is read here, once and for all; every other page is left to OCR.

import { Failure } from "../../errors.ts";
import type { PageFrame } from "../document.ts";
import { checkImage } from "../intake/imageHeader.ts";
import { checkPdfStructure } from "../intake/pdfStructure.ts";
import { checkSignature } from "../intake/signature.ts";
import type { ImageType, InspectTasks, IntakeLimits, OpenedFile, OpenedPage, PageContent } from "../page.ts";
import { imageFrames } from "../pages/images.ts";
import { openPdf } from "../pages/pdfDocument.ts";
import { readTextLayer } from "../reading/textLayer/readTextLayer.ts";
import { checkDocumentWords, checkPageWords } from "./wordLimits.ts";

/** Throws the `Failure` that refuses the file. */
export const inspect: InspectTasks["inspect"] = async ({ upload, limits, readTextLayers }) => {
  const type = await checkSignature(upload.bytes, upload.declaredType);
  if (type !== "application/pdf") return openImage(upload.bytes, type, limits);
  await checkPdfStructure(upload.bytes, { strict: limits.pdfStrict });
  return openPages(upload.bytes, limits, readTextLayers);
};

async function openImage(bytes: Uint8Array, type: ImageType, limits: IntakeLimits): Promise<OpenedFile> {
  await checkImage(bytes, type, limits);
  const frames = await imageFrames(bytes, type);
  const pages = frames.map((frame) => unread(frame, "image"));
  return { type, pages, attachments: [], formFields: [] };
}

async function openPages(bytes: Uint8Array, limits: IntakeLimits, readTextLayers: boolean): Promise<OpenedFile> {
  using pdf = await openPdf(bytes);
  if (pdf.pageCount === 0) throw new Failure("invalid_pdf", { internal: "the file has no page" });
  if (pdf.pageCount > limits.maxPages) {
    throw new Failure("too_many_pages", {
      detail: `The document has ${pdf.pageCount} pages. The limit is ${limits.maxPages} (SMARTOCR_MAX_PAGES).`,
    });
  }
  const pages: OpenedPage[] = [];
  let words = 0;
  for (let index = 0; index < pdf.pageCount; index++) {
    const page = readTextLayers ? readIfTrusted(pdf.content(index)) : unread(pdf.frame(index), "text layer off");
    words += page.read?.words.length ?? 0;
    checkDocumentWords(words);
    pages.push(page);
  }
  return { type: "application/pdf", pages, attachments: pdf.attachments(), formFields: pdf.formFields() };
}

function readIfTrusted(content: PageContent): OpenedPage {
  const start = performance.now();
  const { index, widthPt, heightPt, rotation, rules, marks } = content;
  const frame = { index, widthPt, heightPt, rotation };
  const layer = readTextLayer(content);
  if ("declined" in layer) return unread(frame, layer.declined);
  checkPageWords(index, layer.words.length);
  const why = "trusted text layer";
  const ms = performance.now() - start;
  const attempts = [{ engine: "text-layer", outcome: "used", reason: "", ms }] as const;
  const read = { ...frame, reader: "text-layer", why, ms, words: layer.words, rules, marks, attempts };
  return { ...frame, read, why };
}

function unread(frame: PageFrame, why: string): OpenedPage {
  return { ...frame, read: null, why };
}
