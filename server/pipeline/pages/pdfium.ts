// PDFium as WebAssembly, loaded once a process from the package's own file (no network).
// Calls go straight to the WASM exports: the package's wrapped functions spread their arguments and assert on
// every call, which costs more than the call itself where a page has thousands of characters.
// A trap leaves the instance in an unknown state: it is dropped, and the next document gets a fresh one.

import { PDFiumModule } from "@hyzyla/pdfium";
import { Failure } from "../../errors.ts";

/** The PDFium C functions in use. Every argument and result is a number: handles and pointers are WASM addresses. */
type PdfiumFunctions = Readonly<Record<(typeof functionNames)[number], (...args: number[]) => number>>;

const functionNames = [
  "malloc",
  "free",
  "FORM_OnAfterLoadPage",
  "FORM_OnBeforeClosePage",
  "FPDF_CloseDocument",
  "FPDF_ClosePage",
  "FPDF_FFLDraw",
  "FPDF_GetFormType",
  "FPDF_GetLastError",
  "FPDF_GetPageBoundingBox",
  "FPDF_GetPageCount",
  "FPDF_InitLibrary",
  "FPDF_LoadMemDocument",
  "FPDF_LoadPage",
  "FPDF_RenderPageBitmap",
  "FPDF_SetFormFieldHighlightAlpha",
  "FPDFAnnot_GetFlags",
  "FPDFAnnot_GetFormFieldFlags",
  "FPDFAnnot_GetFormFieldName",
  "FPDFAnnot_GetFormFieldType",
  "FPDFAnnot_GetFormFieldValue",
  "FPDFAnnot_GetRect",
  "FPDFAnnot_GetSubtype",
  "FPDFAnnot_IsChecked",
  "FPDFAttachment_GetFile",
  "FPDFAttachment_GetName",
  "FPDFBitmap_CreateEx",
  "FPDFBitmap_Destroy",
  "FPDFBitmap_FillRect",
  "FPDFBitmap_GetBuffer",
  "FPDFBitmap_GetStride",
  "FPDFDOC_ExitFormFillEnvironment",
  "FPDFDOC_InitFormFillEnvironment",
  "FPDFDoc_GetAttachment",
  "FPDFDoc_GetAttachmentCount",
  "FPDFFont_GetAscent",
  "FPDFFont_GetDescent",
  "FPDFFormObj_CountObjects",
  "FPDFFormObj_GetObject",
  "FPDFPage_CloseAnnot",
  "FPDFPage_CountObjects",
  "FPDFPage_GetAnnot",
  "FPDFPage_GetAnnotCount",
  "FPDFPage_GetObject",
  "FPDFPage_GetRotation",
  "FPDFPageObj_GetFillColor",
  "FPDFPageObj_GetMatrix",
  "FPDFPageObj_GetStrokeColor",
  "FPDFPageObj_GetStrokeWidth",
  "FPDFPageObj_GetType",
  "FPDFPath_CountSegments",
  "FPDFPath_GetDrawMode",
  "FPDFPath_GetPathSegment",
  "FPDFPathSegment_GetClose",
  "FPDFPathSegment_GetPoint",
  "FPDFPathSegment_GetType",
  "FPDFText_ClosePage",
  "FPDFText_CountChars",
  "FPDFText_GetCharOrigin",
  "FPDFText_GetFontSize",
  "FPDFText_GetLooseCharBox",
  "FPDFText_GetMatrix",
  "FPDFText_GetTextObject",
  "FPDFText_GetUnicode",
  "FPDFText_HasUnicodeMapError",
  "FPDFText_IsGenerated",
  "FPDFText_IsHyphen",
  "FPDFText_LoadPage",
  "FPDFTextObj_GetFont",
  "FPDFTextObj_GetTextRenderMode",
] as const;

/** The part of Emscripten's module that its own typings leave out. The views are replaced when the memory grows. */
interface EmscriptenModule {
  readonly wasmExports: Readonly<Record<string, unknown>>;
  readonly HEAPU8: Uint8Array;
  readonly HEAPU16: Uint16Array;
  readonly HEAPU32: Uint32Array;
  readonly HEAPF32: Float32Array;
  readonly HEAPF64: Float64Array;
}

/** A PDFium instance. Read the views anew after any call into `functions`: a call may grow and replace the memory. */
export interface Pdfium {
  readonly functions: PdfiumFunctions;
  readonly memory: Omit<EmscriptenModule, "wasmExports">;
}

let loading: Promise<Pdfium> | undefined;

/** The process's PDFium, loaded and initialised on first use (about 130 ms), warm from then on. */
export function loadPdfium(): Promise<Pdfium> {
  loading ??= instantiate();
  return loading;
}

/**
 * Where `error` is a trap, or PDFium has no memory or stack left: drops the instance, in which no document must be touched
 * again, and gives the `Failure` that blames the file. Null for any other error.
 */
export function failureOfTrap(error: unknown): Failure | null {
  // A trap is a WebAssembly.RuntimeError, for which the language's own library has no type.
  if (!(error instanceof RangeError || (error instanceof Error && error.name === "RuntimeError"))) return null;
  loading = undefined;
  return new Failure("invalid_pdf", { internal: `PDFium gave up: ${error.message}`, cause: error });
}

async function instantiate(): Promise<Pdfium> {
  // The package types only the functions its own wrapper uses; what it loads is an Emscripten module.
  const module = (await PDFiumModule({})) as unknown as EmscriptenModule;
  const functions = Object.fromEntries(functionNames.map((name) => [name, exported(module, name)])) as PdfiumFunctions;
  functions.FPDF_InitLibrary();
  return { functions, memory: module };
}

function exported(module: EmscriptenModule, name: string): unknown {
  const found = module.wasmExports[name];
  if (typeof found !== "function") throw new Error(`This build of PDFium has no ${name}`);
  return found;
}
