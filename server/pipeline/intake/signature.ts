// The bytes against what was declared. file-type wants %PDF- at offset 0; readers take it anywhere in the first
// 1,024 bytes (ISO 32000-1, annex H.3), so that rule stands here. A file that is two things at once (a PDF behind a
// ZIP or an HTML page) is a PDF only by that rule, and an image never by a PDF header inside it.

import { fileTypeFromBuffer } from "file-type";
import { Failure } from "../../errors.ts";
import { type FileType, fileTypes } from "../page.ts";
import { isFileType, unsupportedDetail } from "./declaredType.ts";

const pdfHeader = "%PDF-";
const pdfHeaderWithinBytes = 1024;

/** Whether the whole of `%PDF-` stands in the first 1,024 bytes. */
export function hasPdfHeader(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, pdfHeaderWithinBytes)).includes(pdfHeader);
}

/**
 * The type that the bytes prove. Throws `empty_file`; `invalid_signature` where they are not of the declared type
 * (`detail` is that format's name); `unsupported_type` where none was declared and they are of no supported type.
 */
export async function checkSignature(bytes: Uint8Array, declared: FileType | null): Promise<FileType> {
  if (bytes.length === 0) throw new Failure("empty_file");
  if (declared === "application/pdf" && hasPdfHeader(bytes)) return declared;
  const image = await imageType(bytes);
  if (declared === null) {
    const found = image ?? (hasPdfHeader(bytes) ? "application/pdf" : null);
    if (found) return found;
    throw new Failure("unsupported_type", {
      detail: unsupportedDetail,
      internal: "the bytes are of no supported type",
    });
  }
  if (image === declared) return declared;
  throw new Failure("invalid_signature", {
    detail: fileTypes[declared],
    internal: `declared ${declared}, found ${image ?? "no image"}`,
  });
}

async function imageType(bytes: Uint8Array): Promise<FileType | null> {
  const mime = (await fileTypeFromBuffer(bytes))?.mime;
  if (mime === "image/apng") return "image/png";
  return mime !== undefined && mime !== "application/pdf" && isFileType(mime) ? mime : null;
}
