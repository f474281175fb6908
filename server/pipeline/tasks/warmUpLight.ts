// Loads the WASM modules of a light worker before the first request comes.

import { warmUp as warmUpQpdf } from "../intake/pdfStructure.ts";
import { warmUp as warmUpPdfium } from "../pages/pdfium.ts";

export async function warmUp(): Promise<void> {
  await Promise.all([warmUpQpdf(), warmUpPdfium()]);
}
