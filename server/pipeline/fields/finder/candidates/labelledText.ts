// Text values at a label: the rest of its segment, the next segment in the row, the lines below. Each place yields the
// whole and the parts that a value often is (first words, up to a comma, a run of capitalised words).

import { type Candidate, type CandidateSource, makeText } from "../candidate.ts";
import type { LabelPlace } from "../labels.ts";
import { type Layout, overlap, type Segment, type Token } from "../layout.ts";

const labelsTried = 14;

/** Text candidates around the best label places. `stops` are tokens at which another label begins. */
export function labelledText(layout: Layout, labels: readonly LabelPlace[], stops: ReadonlySet<Token>): Candidate[] {
  return labels.slice(0, labelsTried).flatMap((label) => {
    const inside = restOfSegment(layout, label, stops);
    return [
      ...partsOf(inside, "inside", "insideStart"),
      ...partsOf(runOn(layout, label, inside), "insideClause", "insideClause"),
      ...continued(layout, inside, stops),
      ...(inside.length < 3 ? rightOf(layout, label, stops) : []),
      ...below(layout, label, stops),
    ];
  });
}

function restOfSegment(layout: Layout, label: LabelPlace, stops: ReadonlySet<Token>): Token[] {
  const rest = (layout.rows[label.row]?.tokens ?? []).filter(
    (token) => token.position > label.last && token.segment === label.segment,
  );
  return untilStop(rest, stops);
}

/** The words up to the next label. The first word is kept: it may be a value that happens to read like a label. */
function untilStop(tokens: readonly Token[], stops: ReadonlySet<Token>): Token[] {
  const stop = tokens.findIndex((token, i) => i > 0 && stops.has(token));
  return tokens.slice(0, stop < 0 ? undefined : stop);
}

function partsOf(tokens: readonly Token[], whole: CandidateSource, start: CandidateSource): Candidate[] {
  const part = (end: number): Candidate[] =>
    end > 0 && end < tokens.length ? makeText(tokens.slice(0, end), { source: start, rest: tokens.length - end }) : [];
  const clause = tokens.findIndex((token) => /[.,;]$/.test(token.text)) + 1;
  return [
    ...makeText(tokens, { source: whole }),
    ...capitalized(tokens),
    ...[1, 2, 3].flatMap(part),
    ...(clause > 3 ? part(clause) : []),
  ];
}

/** In running text a name is a run of capitalised words: "the State of New York, without regard". */
function capitalized(tokens: readonly Token[]): Candidate[] {
  const isCapital = (token: Token | undefined): boolean => /^[(“"']?\p{Lu}/u.test(token?.text ?? "");
  const skipped = tokens
    .slice(0, 4)
    .findIndex((token) => !/^(?:the|state|commonwealth|province|of|a)$/i.test(token.text));
  const from = Math.max(0, skipped);
  let end = from;
  while (
    isCapital(tokens[end]) ||
    (/^(?:of|and|&|de|von|van)$/.test(tokens[end]?.text ?? "") && isCapital(tokens[end + 1]))
  ) {
    end++;
    if (/(?:\p{L}{4}\.|[\d)]\.|[,;])$/u.test(tokens[end - 1]?.text ?? "")) break; // "Dr." and "J." end no name
  }
  const rest = tokens.length - end;
  return end > from && rest + from > 0 ? makeText(tokens.slice(from, end), { source: "capitalized", rest }) : [];
}

/** Where prose breaks off at the end of a line, the value goes on in the next one. */
function runOn(layout: Layout, label: LabelPlace, inside: readonly Token[]): Token[] {
  const segment = layout.segments[label.segment];
  if (!segment || segment.tokens.length <= 6 || inside.length > 4) return [];
  const unit = layout.units[label.page] ?? 10;
  const next = layout.rows[label.row + 1]?.segments.find(
    (other) => other.page === label.page && Math.abs(other.x0 - segment.x0) < 4 * unit,
  );
  return next ? [...inside, ...next.tokens.slice(0, 8)] : [];
}

/** Lines that go on under a value in the label's row: an address, a long name. */
function continued(layout: Layout, inside: readonly Token[], stops: ReadonlySet<Token>): Candidate[] {
  const [start] = inside;
  return start ? growDown(layout, inside, start.x0, start.row, stops, 4) : [];
}

function growDown(
  layout: Layout,
  opening: readonly Token[],
  left: number,
  row: number,
  stops: ReadonlySet<Token>,
  most: number,
): Candidate[] {
  const found: Candidate[] = [];
  const page = opening[0]?.page ?? 0;
  const unit = layout.units[page] ?? 10;
  let tokens = [...opening];
  for (let next = row + 1; next <= row + most; next++) {
    const line = layout.rows[next]?.segments.find((segment) => Math.abs(segment.x0 - left) < 2 * unit);
    const bottom = tokens.at(-1)?.y1 ?? 0;
    if (!line || line.page !== page || line.y0 - bottom > 1.3 * unit || line.tokens.some((token) => stops.has(token)))
      break;
    tokens = [...tokens, ...line.tokens];
    found.push(...makeText(tokens, { source: "block" }));
  }
  return found;
}

function rightOf(layout: Layout, label: LabelPlace, stops: ReadonlySet<Token>): Candidate[] {
  const [next, afterNext] = (layout.rows[label.row]?.segments ?? []).filter(
    (segment) => segment.x0 >= label.x1 && segment.index !== label.segment,
  );
  if (!next) return [];
  const tokens = untilStop(next.tokens, stops);
  const joined =
    afterNext && !afterNext.tokens.some((token) => stops.has(token)) ? [...tokens, ...afterNext.tokens] : [];
  return [
    ...partsOf(tokens, "right", "rightStart"),
    ...makeText(joined, { source: "rightStart" }),
    ...growDown(layout, tokens, next.x0, label.row, stops, 4),
  ];
}

const linesBelow = 3;

function below(layout: Layout, label: LabelPlace, stops: ReadonlySet<Token>): Candidate[] {
  return segmentsBelow(layout, label).flatMap((segment) => belowIn(layout, label, segment, stops));
}

function segmentsBelow(layout: Layout, label: LabelPlace): Segment[] {
  const unit = layout.units[label.page] ?? 10;
  return layout.rows
    .slice(label.row + 1, label.row + 8)
    .flatMap((row) => row.segments)
    .filter((segment) => {
      const drop = (segment.y0 - label.y1) / unit;
      return segment.page === label.page && drop > -0.5 && drop < 5 && overlap(segment, label) > -1.5 * unit;
    })
    .slice(0, linesBelow);
}

function belowIn(layout: Layout, label: LabelPlace, segment: Segment, stops: ReadonlySet<Token>): Candidate[] {
  const unit = layout.units[label.page] ?? 10;
  const { tokens } = segment;
  const column = tokens.filter((token) => token.x1 > label.x0 - unit && token.x0 < label.x1 + unit);
  const narrower = column.length > 0 && column.length < tokens.length;
  const clause = tokens.findIndex((token) => /[,:]$/.test(token.text)) + 1;
  const part = (end: number): Candidate[] =>
    end > 0 && end < tokens.length
      ? makeText(tokens.slice(0, end), { source: "belowStart", rest: tokens.length - end })
      : [];
  return [
    ...makeText(tokens, { source: "below" }),
    ...part(1),
    ...(clause > 1 ? part(clause) : []),
    ...(narrower ? makeText(column, { source: "belowColumn", rest: tokens.length - column.length }) : []),
    ...growDown(layout, tokens, segment.x0, segment.row, stops, 5),
  ];
}
