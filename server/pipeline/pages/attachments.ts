import type { Attachment } from "../document.ts";
import type { Pdfium } from "./pdfium.ts";
import { allocate, readUtf16 } from "./wasmMemory.ts";

/** The files in the document's EmbeddedFiles name tree, in its order, with the size of what they hold unpacked. */
export function readAttachments(pdfium: Pdfium, document: number): Attachment[] {
  const { functions } = pdfium;
  const count = functions.FPDFDoc_GetAttachmentCount(document);
  return Array.from({ length: count }, (_, index) => functions.FPDFDoc_GetAttachment(document, index))
    .filter((attachment) => attachment !== 0)
    .map((attachment) => ({
      name: readUtf16(pdfium, (address, capacity) => functions.FPDFAttachment_GetName(attachment, address, capacity)),
      bytes: sizeOf(pdfium, attachment),
    }));
}

/** Bytes of the unpacked file; 0 where its stream is missing or can't be unpacked. */
function sizeOf(pdfium: Pdfium, attachment: number): number {
  using length = allocate(pdfium, 4);
  const isRead = pdfium.functions.FPDFAttachment_GetFile(attachment, 0, 0, length.address) === 1;
  return isRead ? (pdfium.memory.HEAPU32[length.address / 4] ?? 0) : 0;
}
