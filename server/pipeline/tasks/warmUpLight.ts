// Runs every part of a light worker once before the first request comes: WASM modules are loaded, code is compiled.

import { findFields } from "../fields/finder/findFields.ts";
import { fieldSpecs } from "../fields/specs.ts";
import { compileSchema } from "../schema/compileSchema.ts";
import { inspect } from "./inspect.ts";

const limits = { maxPages: 1, maxPixels: 1_000_000, pdfStrict: false };

export async function warmUp(): Promise<void> {
  const upload = { bytes: tinyPdf(), declaredType: null };
  const { pages, attachments, formFields } = await inspect({ upload, limits, readTextLayers: true });
  const schema = compileSchema({ text: '{"invoiceDate": "date", "totalDue": "number"}', owner: "warm-up" });
  const read = pages.flatMap((page) => page.read ?? []);
  findFields(fieldSpecs(schema), { pages: read, attachments, formFields });
}

function tinyPdf(): Uint8Array {
  const drawn = "BT /F 12 Tf 20 100 Td (Invoice date: 2026-05-31) Tj 0 -20 Td (Total due: 12.50 EUR) Tj ET";
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
    `<</Length ${drawn.length}>>stream\n${drawn}\nendstream`,
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
  ];
  let body = "%PDF-1.4\n";
  const offsets = objects.map((object, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj${object}\nendobj\n`;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const count = objects.length + 1;
  const index = `xref\n0 ${count}\n0000000000 65535 f \n${offsets.join("")}trailer<</Root 1 0 R/Size ${count}>>\n`;
  return new TextEncoder().encode(`${body}${index}startxref\n${body.length}\n%%EOF\n`);
}
