// A PDF opened in PDFium: its pages' content and pixels, its attachments and form values.
// Invariants: `using` frees everything a document holds in WASM memory, in the order PDFium demands (page, form, document,
// bytes: FPDF_LoadMemDocument keeps no copy). One page is loaded at a time and stays loaded until another is asked for,
// so that frame, content and pixels of a page parse it once. After a trap nothing of the instance is called again.

import { Failure } from "../../errors.ts";
import type { Attachment, FormField, PageFrame } from "../document.ts";
import type { PageContent, Raster } from "../page.ts";
import { readAttachments } from "./attachments.ts";
import { type PageWidgets, readWidgets } from "./formFields.ts";
import { readGlyphs } from "./glyphs.ts";
import { imageShare } from "./imageShare.ts";
import { type PageGeometry, pageGeometry } from "./pageGeometry.ts";
import { pageObjects } from "./pageObjects.ts";
import { failureOfTrap, loadPdfium, type Pdfium } from "./pdfium.ts";
import { type RenderSize, renderPage } from "./render.ts";
import { readRules } from "./rules.ts";
import { type Allocation, allocate, allocateCopy } from "./wasmMemory.ts";

/** FPDF_ERR_PASSWORD and FPDF_ERR_SECURITY (a security handler PDFium does not know) in fpdfview.h. */
const encryptionErrors: readonly number[] = [4, 5];
/** sizeof(FPDF_FORMFILLINFO) in fpdf_formfill.h is below 200; all callbacks stay null, no script ever runs. */
const formFillInfoBytes = 256;
const formFillInfoVersion = 2;

interface LoadedPage {
  readonly handle: number;
  readonly geometry: PageGeometry;
}

/**
 * Opens a PDF. The bytes are copied into WASM memory and held there until the document is disposed.
 * Throws `Failure("encrypted_pdf")` where a password is needed and `Failure("invalid_pdf")` where PDFium can't open it;
 * every method throws the latter for a page that can't be loaded and for input that makes PDFium abort.
 */
export async function openPdf(bytes: Uint8Array): Promise<PdfDocument> {
  const pdfium = await loadPdfium();
  try {
    const copy = allocateCopy(pdfium, bytes);
    const document = pdfium.functions.FPDF_LoadMemDocument(copy.address, bytes.length, 0);
    if (document !== 0) return new PdfDocument(pdfium, document, copy);
    const error = pdfium.functions.FPDF_GetLastError();
    copy[Symbol.dispose]();
    const code = encryptionErrors.includes(error) ? "encrypted_pdf" : "invalid_pdf";
    throw new Failure(code, { internal: `PDFium can't open the file: FPDF_GetLastError() is ${error}` });
  } catch (error) {
    throw failureOfTrap(error) ?? error;
  }
}

/** An open PDF; made by `openPdf`. Page indices count from 0. */
export class PdfDocument implements Disposable {
  readonly pageCount: number;
  readonly #pdfium: Pdfium;
  readonly #document: number;
  readonly #bytes: Allocation;
  readonly #form: FormEnvironment | null;
  readonly #widgets = new Map<number, PageWidgets>();
  #page: LoadedPage | null = null;
  #isClosed = false;

  constructor(pdfium: Pdfium, document: number, bytes: Allocation) {
    this.#pdfium = pdfium;
    this.#document = document;
    this.#bytes = bytes;
    this.pageCount = pdfium.functions.FPDF_GetPageCount(document);
    this.#form = openForm(pdfium, document);
  }

  /** The page's size and turn as shown. */
  frame(index: number): PageFrame {
    return this.#guarded(() => this.#load(index).geometry.frame);
  }

  /** What the page draws: glyphs, rules, form marks, and how much of it pictures cover. */
  content(index: number): PageContent {
    return this.#guarded(() => {
      const { handle, geometry } = this.#load(index);
      const objects = pageObjects(this.#pdfium, handle, geometry);
      return {
        ...geometry.frame,
        glyphs: readGlyphs(this.#pdfium, handle, geometry),
        rules: readRules(this.#pdfium, objects, geometry),
        marks: this.#widgetsOf(index).marks,
        imageShare: imageShare(objects, geometry),
      };
    });
  }

  /** The page as a viewer shows it, on white, annotations and form fields included. */
  render(index: number, size: RenderSize): Raster {
    return this.#guarded(() => {
      const { handle, geometry } = this.#load(index);
      return renderPage(this.#pdfium, handle, this.#form?.handle ?? 0, geometry.frame, size);
    });
  }

  /** The embedded files; those of file-attachment annotations and of `AF` arrays alone are not among them. */
  attachments(): Attachment[] {
    return this.#guarded(() => readAttachments(this.#pdfium, this.#document));
  }

  /** The filled-in text fields and choices of all pages, in page order. Loads no page of a file without a form. */
  formFields(): FormField[] {
    if (!this.#form) return [];
    return this.#guarded(() =>
      Array.from({ length: this.pageCount }, (_, index) => this.#widgetsOf(index).fields).flat(),
    );
  }

  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#guarded(() => {
      this.#unload();
      this.#form?.[Symbol.dispose]();
      this.#pdfium.functions.FPDF_CloseDocument(this.#document);
      this.#bytes[Symbol.dispose]();
    });
    this.#isClosed = true;
  }

  #widgetsOf(index: number): PageWidgets {
    if (!this.#form) return { fields: [], marks: [] };
    let widgets = this.#widgets.get(index);
    if (!widgets) {
      const { handle, geometry } = this.#load(index);
      widgets = readWidgets(this.#pdfium, handle, this.#form.handle, geometry);
      this.#widgets.set(index, widgets);
    }
    return widgets;
  }

  #load(index: number): LoadedPage {
    if (this.#page?.geometry.frame.index === index) return this.#page;
    this.#unload();
    const { functions } = this.#pdfium;
    const handle = functions.FPDF_LoadPage(this.#document, index);
    if (handle === 0) throw new Failure("invalid_pdf", { internal: `PDFium can't load page ${index + 1}` });
    this.#page = { handle, geometry: pageGeometry(this.#pdfium, handle, index) };
    if (this.#form) functions.FORM_OnAfterLoadPage(handle, this.#form.handle);
    return this.#page;
  }

  #unload(): void {
    if (!this.#page) return;
    const { functions } = this.#pdfium;
    if (this.#form) functions.FORM_OnBeforeClosePage(this.#page.handle, this.#form.handle);
    functions.FPDF_ClosePage(this.#page.handle);
    this.#page = null;
  }

  #guarded<T>(work: () => T): T {
    if (this.#isClosed) throw new Error("The PDF is closed");
    try {
      return work();
    } catch (error) {
      const failure = failureOfTrap(error);
      if (failure) this.#isClosed = true;
      throw failure ?? error;
    }
  }
}

interface FormEnvironment extends Disposable {
  readonly handle: number;
}

/** What PDFium needs to draw and read form fields; null for a document without an AcroForm. */
function openForm(pdfium: Pdfium, document: number): FormEnvironment | null {
  const { functions, memory } = pdfium;
  if (functions.FPDF_GetFormType(document) === 0) return null;
  const info = allocate(pdfium, formFillInfoBytes);
  memory.HEAPU8.fill(0, info.address, info.address + formFillInfoBytes);
  memory.HEAPU32[info.address / 4] = formFillInfoVersion;
  const handle = functions.FPDFDOC_InitFormFillEnvironment(document, info.address);
  if (handle !== 0) functions.FPDF_SetFormFieldHighlightAlpha(handle, 0);
  return {
    handle,
    [Symbol.dispose]: () => {
      if (handle !== 0) functions.FPDFDOC_ExitFormFillEnvironment(handle);
      info[Symbol.dispose]();
    },
  };
}
