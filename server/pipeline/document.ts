// The words the steps of the pipeline speak. Plain data only: every value here crosses a pipe between
// processes, so there are no classes, functions or streams in it. Steps import this file, never each other.

/** `[x0, y0, x1, y1]` as fractions of the page as a viewer shows it (CropBox, /Rotate, EXIF), origin top left. */
export type Box = readonly [x0: number, y0: number, x1: number, y1: number];

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One printed word. `confidence` is 0..1; `line` numbers the lines of the page from 0 in reading order. */
export interface Word {
  readonly text: string;
  readonly box: Box;
  readonly confidence: number;
  readonly line: number;
}

/** A drawn line or the edge of a drawn box: as thin as it was drawn. */
export interface Rule {
  readonly box: Box;
}

/** A check box or radio button, drawn, scanned or of a form. */
export interface Mark {
  readonly box: Box;
  readonly checked: boolean;
}

/** What one engine did with one page or document. `outcome` is a closed set, fit for a metric's label. */
export interface Attempt {
  readonly engine: string;
  readonly outcome: "used" | "declined" | "failed" | "timeout";
  readonly reason: string;
  readonly ms: number;
}

/** A page's size as a viewer shows it, in points (1/72 inch); `rotation` is the clockwise turn applied, in degrees. */
export interface PageFrame {
  readonly index: number;
  readonly widthPt: number;
  readonly heightPt: number;
  readonly rotation: number;
}

/** A page after reading. `reader` is null where nobody could read it; `why` says why this reader had its turn. */
export interface ReadPage extends PageFrame {
  readonly reader: string | null;
  readonly why: string;
  readonly ms: number;
  readonly words: readonly Word[];
  readonly rules: readonly Rule[];
  readonly marks: readonly Mark[];
  readonly attempts: readonly Attempt[];
}

/** A file inside the PDF. Bytes stay with the worker that needs them; only the name and size travel. */
export interface Attachment {
  readonly name: string;
  readonly bytes: number;
}

/** An AcroForm field with its value, where it stands on the page. */
export interface FormField {
  readonly page: number;
  readonly name: string;
  readonly value: string;
  readonly box: Box;
}

export interface ReadDocument {
  readonly pages: readonly ReadPage[];
  readonly attachments: readonly Attachment[];
  readonly formFields: readonly FormField[];
}

/** Where a value stands: one per line or cell. `text` is what was read there. */
export interface Proof {
  readonly page: number;
  readonly box: Box;
  readonly text: string;
  readonly source: "text" | "mark" | "enum" | "xml" | "barcode" | "model";
}

type NullReason = "not_found" | "not_printed" | "page_unread" | "time";

/** A value for one field, or the statement that it is not there: a null has its own probability of being right. */
export interface Found {
  readonly pointer: string;
  readonly value: Json;
  readonly probability: number;
  readonly engine: string;
  readonly proof: readonly Proof[];
  readonly reason?: NullReason;
  readonly alternatives?: readonly { readonly value: Json; readonly probability: number }[];
}

/** An engine's "not for me", with a reason: the chain goes on. A thrown error counts against its breaker. */
export interface Declined {
  readonly declined: string;
}
