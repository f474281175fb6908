// Values that often stand on a page without a label: the sender's name in the head, lines with a legal form, addresses.

import { type Candidate, makeText } from "../candidate.ts";
import { type Layout, overlap, type Segment, type Token } from "../layout.ts";
import { isContactLine, isOrganization, streetCues } from "../wordForms.ts";

const headRows = 22;
const organizationsKept = 60;
const addressesKept = 300;
const addressLines = 6;

/** Lines in the head of the first page, one or two at a time, with a word of letters in them. */
export function headLines(layout: Layout): Candidate[] {
  const rows = layout.rows.slice(0, headRows).filter((row) => row.page === 0);
  return rows
    .flatMap((row) => row.segments)
    .filter((segment) => segment.tokens.some((token) => /\p{L}{2}/u.test(token.text)))
    .flatMap((segment) => {
      const under = segmentUnder(layout, segment, 0.6);
      return [
        ...makeText(segment.tokens, { source: "header" }),
        ...(under ? makeText([...segment.tokens, ...under.tokens], { source: "header" }) : []),
      ];
    });
}

/** Lines that name an organisation by its legal form or trade. */
export function organizationLines(layout: Layout): Candidate[] {
  const lines = layout.segments.filter(({ tokens }) => tokens.length <= 9 && isOrganization(tokens));
  return lines.slice(0, organizationsKept).flatMap(({ tokens }) => makeText(tokens, { source: "organization" }));
}

/** Blocks of one to six lines under each other in which streets, post codes or places are named. */
export function addressBlocks(layout: Layout): Candidate[] {
  const cues = layout.segments.map((segment) => streetCues(segment.tokens));
  const found: Candidate[] = [];
  for (const segment of layout.segments) {
    if (found.length >= addressesKept) break;
    found.push(...chainFrom(layout, segment, cues));
  }
  return found;
}

function chainFrom(layout: Layout, start: Segment, cues: readonly number[]): Candidate[] {
  const found: Candidate[] = [];
  let tokens: readonly Token[] = [];
  let score = 0;
  let segment: Segment | undefined = start;
  for (let line = 1; line <= addressLines && segment; line++) {
    if (isContactLine(segment.tokens)) break;
    tokens = [...tokens, ...segment.tokens];
    score += cues[segment.index] ?? 0;
    const opensWell = (cues[start.index] ?? 0) > 0 || line > 1;
    if (opensWell && score >= (line === 1 ? 1 : 1.5)) found.push(...makeText(tokens, { source: "address" }));
    segment = segmentUnder(layout, segment, 1.4);
  }
  return found;
}

/** The segment right under another, at most `gap` letter heights away and aligned with it. */
function segmentUnder(layout: Layout, segment: Segment, gap: number): Segment | undefined {
  const unit = layout.units[segment.page] ?? 10;
  let best: Segment | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const row of layout.rows.slice(segment.row + 1, segment.row + 4)) {
    for (const other of row.segments) {
      const drop = other.y0 - segment.y1;
      const centres = Math.abs(segment.x0 + segment.x1 - other.x0 - other.x1) / 2;
      const offset = Math.min(centres, Math.abs(segment.x0 - other.x0), Math.abs(segment.x1 - other.x1));
      if (other.page !== segment.page || drop > gap * unit || drop < -0.6 * unit) continue;
      if (overlap(segment, other) <= 0 || offset > 6 * unit || drop + 0.3 * offset >= least) continue;
      [best, least] = [other, drop + 0.3 * offset];
    }
  }
  return best;
}
