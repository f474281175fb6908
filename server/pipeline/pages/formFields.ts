// What is filled in in an AcroForm: the values and check marks of the widgets that a viewer shows.

import type { FormField, Mark } from "../document.ts";
import { transform } from "./matrix.ts";
import { type PageGeometry, shownBox } from "./pageGeometry.ts";
import type { Pdfium } from "./pdfium.ts";
import { allocate, readFloats, readUtf16 } from "./wasmMemory.ts";

/** FPDF_ANNOT_WIDGET in fpdf_annot.h. */
const widgetSubtype = 20;
/** FPDF_FORMFIELD_* in fpdf_formfill.h. */
const fieldTypes = { checkBox: 2, radioButton: 3, comboBox: 4, listBox: 5, textField: 6 } as const;
/** Annotation flags (ISO 32000-1, table 165) that keep a widget from being shown: Hidden and NoView. */
const unseenFlags = (1 << 1) | (1 << 5);
/** Field flag (table 228): a viewer shows a password as dots. */
const passwordFlag = 1 << 13;
/** Widgets looked at on one page. */
const maxWidgets = 5_000;

export interface PageWidgets {
  readonly fields: readonly FormField[];
  readonly marks: readonly Mark[];
}

/**
 * The widgets of a loaded page: text fields and choices that hold a value (an empty one is left out), and every check
 * box and radio button with its state. `form` is a form handle. Hidden widgets and passwords are left out.
 */
export function readWidgets(pdfium: Pdfium, page: number, form: number, geometry: PageGeometry): PageWidgets {
  const { functions } = pdfium;
  const fields: FormField[] = [];
  const marks: Mark[] = [];
  const count = Math.min(functions.FPDFPage_GetAnnotCount(page), maxWidgets);
  for (let index = 0; index < count; index++) {
    const annotation = functions.FPDFPage_GetAnnot(page, index);
    if (annotation === 0) continue;
    try {
      const box = isSeen(pdfium, annotation) ? boxOf(pdfium, annotation, geometry) : null;
      if (!box) continue;
      const type = functions.FPDFAnnot_GetFormFieldType(form, annotation);
      if (type === fieldTypes.checkBox || type === fieldTypes.radioButton) {
        marks.push({ box, checked: functions.FPDFAnnot_IsChecked(form, annotation) === 1 });
      } else if (type >= fieldTypes.comboBox && type <= fieldTypes.textField) {
        const { name, value } = nameAndValue(pdfium, form, annotation);
        if (value !== "") fields.push({ page: geometry.frame.index, name, value, box });
      }
    } finally {
      functions.FPDFPage_CloseAnnot(annotation);
    }
  }
  return { fields, marks };
}

function isSeen({ functions }: Pdfium, annotation: number): boolean {
  if (functions.FPDFAnnot_GetSubtype(annotation) !== widgetSubtype) return false;
  return (functions.FPDFAnnot_GetFlags(annotation) & unseenFlags) === 0;
}

function boxOf(pdfium: Pdfium, annotation: number, { frame, toShown }: PageGeometry): Mark["box"] | null {
  using rectangle = allocate(pdfium, 16);
  if (pdfium.functions.FPDFAnnot_GetRect(annotation, rectangle.address) === 0) return null;
  const [left = 0, top = 0, right = 0, bottom = 0] = readFloats(pdfium, rectangle.address, 4);
  return shownBox(frame, ...transform(toShown, left, bottom), ...transform(toShown, right, top));
}

function nameAndValue(pdfium: Pdfium, form: number, annotation: number): { name: string; value: string } {
  const { functions } = pdfium;
  const isPassword = (functions.FPDFAnnot_GetFormFieldFlags(form, annotation) & passwordFlag) !== 0;
  return {
    name: readUtf16(pdfium, (at, capacity) => functions.FPDFAnnot_GetFormFieldName(form, annotation, at, capacity)),
    value: isPassword
      ? ""
      : readUtf16(pdfium, (at, capacity) => functions.FPDFAnnot_GetFormFieldValue(form, annotation, at, capacity)),
  };
}
