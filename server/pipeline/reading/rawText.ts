import type { ReadPage, Word } from "../document.ts";

/** What the text of a page is made from: its words in reading order and its size in points. */
export type TextSource = Pick<ReadPage, "words" | "widthPt" | "heightPt">;

/** A gap this wide, in characters, is a column's edge and kept as spaces; narrower ones are one space. */
const COLUMN_GAP = 2;
/** Spaces that a gap becomes at most: a whole page of small type is some 150 characters wide. */
const WIDEST_GAP = 60;
/** A vertical gap this high, in lines, leaves a blank line. */
const PARAGRAPH_GAP = 1;

/** The text of a document: its pages in order, parted by form feeds (U+000C). */
export function rawText(pages: readonly TextSource[]): string {
  return pages.map(pageText).join("\f");
}

/**
 * The text of a page as a person reads it: a line of text a line, words of one column under each other where the gap
 * before them is wide, a blank line between what stands apart.
 */
export function pageText({ words, widthPt, heightPt }: TextSource): string {
  const lines = [...Map.groupBy(words, ({ line }) => line).values()];
  const charWidth = medianCharWidth(words, widthPt / heightPt);
  const lineHeight = median(words.map(({ box }) => box[3] - box[1]));
  return lines
    .map((line, index) => {
      const text = lineText(line, charWidth);
      const above = lines[index - 1];
      return above && standsApart(above, line, lineHeight) ? `\n${text}` : text;
    })
    .join("\n");
}

function lineText(line: readonly Word[], charWidth: number): string {
  const start = line[0]?.box[0] ?? 0;
  let text = "";
  for (const [index, word] of line.entries()) {
    const last = line[index - 1];
    if (last) text += " ".repeat(spaces(word.box[0] - last.box[2], word.box[0] - start, text.length, charWidth));
    text += word.text;
  }
  return text;
}

/** How many spaces bring a word to its column; `gap` and `offset` (from the line's start) as shares of the page. */
function spaces(gap: number, offset: number, length: number, charWidth: number): number {
  if (!(gap >= COLUMN_GAP * charWidth)) return 1;
  return Math.min(Math.max(Math.round(offset / charWidth) - length, COLUMN_GAP), WIDEST_GAP);
}

/** True where a line starts well below the one before it, or above it (the next column). */
function standsApart(above: readonly Word[], line: readonly Word[], lineHeight: number): boolean {
  const upper = verticalExtent(above);
  const lower = verticalExtent(line);
  return lower.bottom < upper.top || lower.top - upper.bottom > PARAGRAPH_GAP * lineHeight;
}

/** Folded, not spread into Math.max: a line of a hostile page has more words than a call can take arguments. */
function verticalExtent(line: readonly Word[]): { readonly top: number; readonly bottom: number } {
  return {
    top: line.reduce((top, { box }) => Math.min(top, box[1]), Number.POSITIVE_INFINITY),
    bottom: line.reduce((bottom, { box }) => Math.max(bottom, box[3]), Number.NEGATIVE_INFINITY),
  };
}

/** Of words that lie, where there are any, as a share of the page's width; `aspect` is its width by its height. */
function medianCharWidth(words: readonly Word[], aspect: number): number {
  const lying = words.filter(({ box }) => (box[2] - box[0]) * aspect > box[3] - box[1]);
  return median((lying.length > 0 ? lying : words).map(({ text, box }) => (box[2] - box[0]) / text.length));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
