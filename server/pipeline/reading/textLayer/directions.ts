// Text that runs up, down or aslant is read like any other once the page is turned so that it runs to the right.
// A cell is a glyph in such a turned frame: points, x along the writing, y down across it.

import type { Box } from "../../document.ts";
import type { Glyph, PageContent } from "../../page.ts";
import { characterOf } from "./characters.ts";
import { drawnOrder } from "./rightToLeft.ts";

export interface Cell {
  /** Several letters of one cell are in the order they would be drawn from left to right. */
  readonly text: string;
  /** In the turned frame, points. */
  readonly box: Box;
  /** On the page as shown, fractions. */
  readonly place: Box;
  /** The font's size, points. */
  readonly em: number;
}

/** Writing within this many degrees of an axis runs along it; other directions are told apart in steps of as many. */
const STEP = 10;

/** The visible glyphs that read as something, in the order they are drawn, by direction; the commonest comes first. */
export function cellsByDirection({ glyphs, widthPt, heightPt }: PageContent): Cell[][] {
  const directions = Map.groupBy(
    glyphs.filter(({ hidden }) => !hidden),
    ({ angle }) => Math.round(((angle * 180) / Math.PI + 360) / STEP) % (360 / STEP),
  );
  return [...directions]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([step, members]) =>
      members.map((glyph) => cellOf(glyph, step * STEP, widthPt, heightPt)).filter(({ text }) => text !== ""),
    );
}

function cellOf(glyph: Glyph, degrees: number, widthPt: number, heightPt: number): Cell {
  const [x0, y0, x1, y1] = glyph.box;
  const box = turned([x0 * widthPt, y0 * heightPt, x1 * widthPt, y1 * heightPt], degrees, glyph.sizePt);
  const height = box[3] - box[1];
  // A font's own size can say little of what is drawn (Type 3 fonts): it is taken within reason of the cell's height.
  const em = Math.min(Math.max(glyph.sizePt, 0.5 * height), 1.5 * height);
  return { text: drawnOrder(characterOf(glyph.text)), box, place: glyph.box, em };
}

function turned([x0, y0, x1, y1]: Box, degrees: number, sizePt: number): Box {
  switch (degrees) {
    case 0:
      return [x0, y0, x1, y1];
    case 90:
      return [y0, -x1, y1, -x0];
    case 180:
      return [-x1, -y1, -x0, -y0];
    case 270:
      return [-y1, x0, -y0, x1];
    default:
      return turnedAslant([x0, y0, x1, y1], degrees, sizePt);
  }
}

/** Aslant, the box goes around the tilted cell: width plus height of box and cell differ by |cos| + |sin| of the angle. */
function turnedAslant([x0, y0, x1, y1]: Box, degrees: number, sizePt: number): Box {
  const cos = Math.cos((degrees * Math.PI) / 180);
  const sin = Math.sin((degrees * Math.PI) / 180);
  const halfHeight = sizePt / 2;
  const halfWidth = Math.max(0, (x1 - x0 + y1 - y0) / (Math.abs(cos) + Math.abs(sin)) / 2 - halfHeight);
  const x = ((x0 + x1) * cos + (y0 + y1) * sin) / 2;
  const y = ((y0 + y1) * cos - (x0 + x1) * sin) / 2;
  return [x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight];
}
