// What the client says the file is. The part's Content-Type speaks first; where it is none of a type, the file name
// does; where that says nothing either, the answer is null and the bytes alone decide.

import { Failure } from "../../errors.ts";
import { type FileType, fileTypes } from "../page.ts";

/** Types that clients send for "I don't know": the default of a form part, of a binary body, of object stores. */
const undeclaredTypes = new Set(["", "text/plain", "application/octet-stream", "binary/octet-stream"]);

const typeAliases = new Map<string, FileType>([
  ["application/x-pdf", "application/pdf"],
  ["image/jpg", "image/jpeg"],
  ["image/pjpeg", "image/jpeg"],
  ["image/x-png", "image/png"],
  ["image/apng", "image/png"],
  ["image/x-tiff", "image/tiff"],
  ["image/tif", "image/tiff"],
  ["image/x-bmp", "image/bmp"],
  ["image/x-ms-bmp", "image/bmp"],
]);

const extensionTypes = new Map<string, FileType>([
  ["pdf", "application/pdf"],
  ["png", "image/png"],
  ["jpg", "image/jpeg"],
  ["jpeg", "image/jpeg"],
  ["webp", "image/webp"],
  ["tif", "image/tiff"],
  ["tiff", "image/tiff"],
  ["bmp", "image/bmp"],
  ["gif", "image/gif"],
]);

/** The sentences that refuse a type and name what may be sent. */
export const unsupportedDetail = `Unsupported file type. Supported are ${Object.values(fileTypes).join(", ")}.`;

/** Whether `type` is one of the types an upload may have. */
export function isFileType(type: string): type is FileType {
  return Object.hasOwn(fileTypes, type);
}

/**
 * The type declared by the part's Content-Type or else by the file name's extension; null where neither says one.
 * An extension that is none of a supported type says nothing: names carry dots ("invoice no.7"), and the bytes are
 * judged anyway. Throws `unsupported_type` for a Content-Type that is not supported.
 */
export function declaredType(partType: string | undefined, fileName: string | undefined): FileType | null {
  const type = (partType ?? "").split(";", 1).join("").trim().toLowerCase();
  if (undeclaredTypes.has(type)) return typeOfName(fileName ?? "");
  const known = typeAliases.get(type) ?? type;
  if (isFileType(known)) return known;
  throw new Failure("unsupported_type", { detail: unsupportedDetail, internal: "the declared type is not supported" });
}

function typeOfName(fileName: string): FileType | null {
  const extension = /\.([a-z]{3,4})\s*$/i.exec(fileName)?.[1] ?? "";
  return extensionTypes.get(extension.toLowerCase()) ?? null;
}
