import type { Json, Mark, ReadDocument, Word } from "../../document.ts";
import type { FieldSpec, ScalarTarget } from "../../target.ts";
import { findFields } from "./findFields.ts";

const widthPt = 600;
const heightPt = 800;
const letter = { width: 6, height: 10, line: 14, left: 20, top: 20 };

/**
 * A page set in a typewriter's letters (6 x 10 points, 14 points a line): words stand where they stand in `lines`,
 * so that two spaces part columns and one space parts words.
 */
export function printedPage(lines: readonly string[], marks: readonly Mark[] = []): ReadDocument {
  const words = lines.flatMap((text, line) =>
    [...text.matchAll(/\S+/g)].map((match): Word => {
      const x0 = letter.left + match.index * letter.width;
      const y0 = letter.top + line * letter.line;
      const [x1, y1] = [x0 + match[0].length * letter.width, y0 + letter.height];
      return { text: match[0], box: [x0 / widthPt, y0 / heightPt, x1 / widthPt, y1 / heightPt], confidence: 1, line };
    }),
  );
  const frame = { index: 0, widthPt, heightPt, rotation: 0 };
  const page = { ...frame, reader: "text-layer", why: "", ms: 0, words, rules: [], marks, attempts: [] };
  return { pages: [page], attachments: [], formFields: [] };
}

/** A scalar field by its path, such as "vendor.name". */
export function field(path: string, target: Partial<ScalarTarget> = {}): FieldSpec {
  const keys = path.split(".");
  return {
    pointer: keys.map((key) => `/${key}`).join(""),
    path: keys,
    required: true,
    within: keys.slice(0, -1).map((key) => ({ key })),
    target: { kind: "scalar", type: "string", nullable: true, ...target },
  };
}

/** The page as a scan that lies askew: each line sinks by `slope` points for each point to the right. */
export function askew(document: ReadDocument, slope: number): ReadDocument {
  const tilt = (word: Word): Word => {
    const [x0, y0, x1, y1] = word.box;
    const drop = (slope * ((x0 + x1) / 2) * widthPt) / heightPt;
    return { ...word, box: [x0, y0 + drop, x1, y1 + drop], confidence: 0.99 };
  };
  return { ...document, pages: document.pages.map((page) => ({ ...page, words: page.words.map(tilt) })) };
}

/** What the finder answers, by pointer. */
export function valuesOf(fields: readonly FieldSpec[], document: ReadDocument): Record<string, Json> {
  return Object.fromEntries(findFields(fields, document).map(({ pointer, value }) => [pointer, value]));
}
