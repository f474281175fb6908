// Pages for the tests here: text set in a font whose every glyph is half an em wide, so that a test can say where
// things stand.

import type { Glyph, PageContent } from "../../page.ts";

export interface Typeset {
  readonly text: string;
  /** Left end and top of the line's cells, points as shown. */
  readonly at: readonly [x: number, y: number];
  /** Points. */
  readonly size?: number;
  /** Extra space after each glyph, points. */
  readonly spacing?: number;
  readonly quarterTurns?: 0 | 1 | 3;
  readonly hidden?: boolean;
  /** Leave spaces undrawn, as some producers do. */
  readonly gapsOnly?: boolean;
}

const [widthPt, heightPt] = [600, 800];

/** A page of 600 x 800 points that draws these lines in turn. */
export function pageWith(lines: readonly Typeset[], imageShare = 0): PageContent {
  return {
    index: 0,
    widthPt,
    heightPt,
    rotation: 0,
    rules: [],
    marks: [],
    imageShare,
    glyphs: lines.flatMap(glyphsOf),
  };
}

function glyphsOf({ text, at: [x, y], size = 10, spacing = 0, quarterTurns = 0, hidden, gapsOnly }: Typeset): Glyph[] {
  const advance = size / 2 + spacing;
  const glyphs = Array.from(text, (character, index) => {
    const along = index * advance;
    const corners = {
      0: [x + along, y, x + along + size / 2, y + size],
      1: [x, y + along, x + size, y + along + size / 2],
      3: [x, y - along - size / 2, x + size, y - along],
    }[quarterTurns];
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = corners;
    const box = [x0 / widthPt, y0 / heightPt, x1 / widthPt, y1 / heightPt] as const;
    return { text: character, box, sizePt: size, angle: (quarterTurns * Math.PI) / 2, hidden: hidden ?? false };
  });
  return gapsOnly ? glyphs.filter(({ text: character }) => character !== " ") : glyphs;
}
