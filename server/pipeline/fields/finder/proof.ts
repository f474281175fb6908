import type { Proof, ReadDocument } from "../../document.ts";
import type { Candidate } from "./candidate.ts";
import { areaOf, textOf } from "./layout.ts";

/** Where a value stands: a box for each printed line, or the check box that decided. Pages by their own index. */
export function proofOf(document: ReadDocument, candidate: Candidate): Proof[] {
  const page = document.pages[candidate.page];
  if (!page) return [];
  const source = candidate.source === "mark" ? "mark" : candidate.source === "option" ? "enum" : "text";
  if (candidate.mark) return [{ page: page.index, box: candidate.mark.box, text: candidate.text, source }];
  const lines = [...Map.groupBy(candidate.tokens, (token) => token.row).values()];
  return lines.map((tokens): Proof => {
    const { x0, y0, x1, y1 } = areaOf(tokens, candidate.page);
    const { widthPt: w, heightPt: h } = page;
    return { page: page.index, box: [x0 / w, y0 / h, x1 / w, y1 / h], text: textOf(tokens), source };
  });
}
