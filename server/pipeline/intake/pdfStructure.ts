// The verdict on a PDF's structure: docs/decisions/pdf-verdict.md holds the policy, its reasons and its figures.

import { Failure } from "../../errors.ts";
import { mentionsEncryption, rebuildIndex } from "./pdfIndex.ts";
import { documentPath, type QpdfRun, runQpdf } from "./qpdf.ts";

/** Copies the document into nowhere: visits the page tree and every object, and decodes the content of the pages only. */
const traversal = [
  "--no-warn",
  "--stream-data=preserve",
  "--normalize-content=y",
  "--remove-metadata",
  documentPath,
  "/dev/null",
];
/** Decodes every stream, images too, and compares the hints for fast web view. */
const fullCheck = ["--check", documentPath];
const encryption = ["--no-warn", "--show-encryption", documentPath];

/**
 * Passes a PDF that is whole. `strict` refuses every warning of qpdf too.
 * Throws `encrypted_pdf` for any encryption, also of a file that is damaged besides, and `invalid_pdf`.
 */
export async function checkPdfStructure(bytes: Uint8Array, options: { readonly strict: boolean }): Promise<void> {
  const run = await inspect(bytes, options.strict ? fullCheck : traversal);
  if (run.exitCode === 0) return;
  if (!options.strict && (run.exitCode === 3 || (await opensWithIndexRebuilt(bytes)))) return;
  throw damaged(run);
}

/** The run that decides: the first that fails. */
async function inspect(bytes: Uint8Array, args: readonly string[]): Promise<QpdfRun> {
  const opened = await runQpdf(bytes, encryption);
  if (isEncrypted(opened, bytes)) throw new Failure("encrypted_pdf", { internal: reason(opened) });
  return isError(opened) ? opened : runQpdf(bytes, args);
}

async function opensWithIndexRebuilt(bytes: Uint8Array): Promise<boolean> {
  for (const copy of rebuildIndex(bytes)) {
    if (!isError(await inspect(copy, traversal))) return true;
  }
  return false;
}

function isError(run: QpdfRun): boolean {
  return run.exitCode !== 0 && run.exitCode !== 3;
}

function isEncrypted(opened: QpdfRun, bytes: Uint8Array): boolean {
  if (!isError(opened)) return !opened.stdout.includes("File is not encrypted");
  return opened.stderr.includes("invalid password") || mentionsEncryption(bytes);
}

function damaged(run: QpdfRun): Failure {
  return new Failure("invalid_pdf", { internal: reason(run) });
}

/** qpdf's last message, without the names of programs and files, and without names that the document made up. */
function reason({ stderr }: QpdfRun): string {
  const messages = stderr.split("\n").filter((line) => line !== "" && !line.includes("operation succeeded"));
  const message = (messages.at(-1) ?? "").replace(/^[^:]*: /, "").replace(documentPath, "document");
  return message.replaceAll(/\/[^\s:;)]+/g, (name) => (specifiedNames.has(name) ? name : "/?")).slice(0, 200);
}

const specifiedNames = new Set(
  ["Root", "Pages", "Page", "Kids", "Count", "Type", "Length", "Filter", "Size", "Prev", "Index", "W", "XRefStm"].map(
    (name) => `/${name}`,
  ),
);
