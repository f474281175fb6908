// How a file looks between intake and reading: accepted, opened, not yet read.

import type { Attachment, FormField, Mark, PageFrame, ReadPage, Rule } from "./document.ts";

/** The types an upload may have, by the names that the error messages use. */
export const fileTypes = {
  "application/pdf": "PDF",
  "image/png": "PNG",
  "image/jpeg": "JPEG",
  "image/webp": "WEBP",
  "image/tiff": "TIFF",
  "image/bmp": "BMP",
  "image/gif": "GIF",
} as const;

export type FileType = keyof typeof fileTypes;
export type ImageType = Exclude<FileType, "application/pdf">;

/** What a client sent. `declaredType` is null where the client declared none (see intake/declaredType.ts). */
export interface Upload {
  readonly bytes: Uint8Array;
  readonly declaredType: FileType | null;
}

/**
 * A character as the PDF draws it. `text` is its Unicode (empty: no mapping); `box` is its cell as fractions of the page
 * as shown; `sizePt` the font's size on the page; `angle` the direction of writing as shown, radians clockwise from
 * "to the right"; `hidden` is text drawn with render mode 3 (an OCR layer under a scan).
 */
export interface Glyph {
  readonly text: string;
  readonly box: readonly [number, number, number, number];
  readonly sizePt: number;
  readonly angle: number;
  readonly hidden: boolean;
}

/** A PDF page opened: what it draws. `imageShare` is the share of the page's area that pictures cover, 0..1. */
export interface PageContent extends PageFrame {
  readonly glyphs: readonly Glyph[];
  readonly rules: readonly Rule[];
  /** Check boxes and radio buttons of the form on the page. */
  readonly marks: readonly Mark[];
  readonly imageShare: number;
}

/** Pixels: RGB, 3 bytes a pixel, row by row from the top, no padding. Size in pixels. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A page after `inspect`: read where its own text layer could be trusted, else `read` is null and `why` says why. */
export interface OpenedPage extends PageFrame {
  readonly read: ReadPage | null;
  readonly why: string;
}

export interface OpenedFile {
  readonly type: FileType;
  readonly pages: readonly OpenedPage[];
  readonly attachments: readonly Attachment[];
  readonly formFields: readonly FormField[];
}

declare const accepted: unique symbol;

/** A file that intake found whole. Only intake/accept.ts can make one, so a skipped check does not compile. */
export interface AcceptedFile extends OpenedFile {
  readonly bytes: Uint8Array;
  readonly [accepted]: true;
}

export interface IntakeLimits {
  readonly maxPages: number;
  readonly maxPixels: number;
  readonly pdfStrict: boolean;
}

/** The worker task that opens an upload (tasks/light.ts): hostile bytes in, plain facts out. */
export type InspectTasks = {
  readonly inspect: (args: {
    readonly upload: Upload;
    readonly limits: IntakeLimits;
    /** False where the operator took the text layer out of the readers: then every page is left to OCR. */
    readonly readTextLayers: boolean;
  }) => Promise<OpenedFile>;
};
