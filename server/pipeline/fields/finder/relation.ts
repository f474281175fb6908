import type { LabelPlace } from "./labels.ts";
import { type Area, type Layout, overlap } from "./layout.ts";

/** How a value stands to a label: in the label's segment, right of it in the row, below it, or above it. */
export type RelationKind = "inside" | "right" | "below" | "above";

/** `score` is the label's, less what distance and other words between take away; `distance` is in letter heights. */
interface Relation {
  readonly kind: RelationKind;
  readonly score: number;
  readonly distance: number;
  readonly between: number;
}

/** A run of words in a row: `first` to `last` by position. */
export interface Span extends Area {
  readonly row: number;
  readonly first: number;
  readonly last: number;
}

/** How far below its label a value may stand, in letter heights. */
const farthestBelow = 14;

/** What the widest gap takes away: receipts and forms set amounts far right of their labels, with nothing between. */
const farGap = 0.12;

/** The relation of a value to a label, or none where they have nothing to do with each other. */
export function relate(layout: Layout, value: Span, label: LabelPlace): Relation | undefined {
  if (value.page !== label.page) return undefined;
  if (value.row === label.row) return beside(layout, value, label);
  return value.row > label.row ? under(layout, value, label) : over(layout, value, label);
}

function beside(layout: Layout, value: Span, label: LabelPlace): Relation | undefined {
  if (value.first <= label.last) return undefined;
  const unit = layout.units[value.page] ?? 10;
  const between = Math.max(0, value.first - label.tail - 1);
  const inside = layout.rows[value.row]?.tokens[value.first]?.segment === label.segment;
  const distance = (value.x0 - label.x1) / unit;
  const gapPenalty = inside ? 0 : Math.min(farGap, 0.015 * Math.max(0, distance - 3));
  const score = (label.score * (label.colon ? 1.03 : 1)) / (1 + 0.22 * between + gapPenalty);
  return { kind: inside ? "inside" : "right", score, distance, between };
}

function under(layout: Layout, value: Span, label: LabelPlace): Relation | undefined {
  const unit = layout.units[value.page] ?? 10;
  const distance = (value.y0 - label.y1) / unit;
  if (distance < -0.6 || distance > farthestBelow) return undefined;
  const centres = Math.abs(value.x0 + value.x1 - label.x0 - label.x1) / 2;
  const offset = Math.min(centres, Math.abs(value.x0 - label.x0), Math.abs(value.x1 - label.x1)) / unit;
  if (overlap(value, label) <= -1.5 * unit && offset > 2) return undefined;
  const colonPenalty = label.colon && !label.exact ? 0.1 : 0;
  const score = (0.9 * label.score) / (1 + 0.16 * Math.max(0, distance) + 0.06 * offset + colonPenalty);
  return { kind: "below", score, distance, between: value.row - label.row - 1 };
}

function over(layout: Layout, value: Span, label: LabelPlace): Relation | undefined {
  const unit = layout.units[value.page] ?? 10;
  const distance = (label.y0 - value.y1) / unit;
  if (distance < -0.6 || distance > 2 || overlap(value, label) <= 0) return undefined;
  const score = (0.45 * label.score) / (1 + 0.5 * Math.max(0, distance));
  return { kind: "above", score, distance, between: label.row - value.row - 1 };
}

/** The strongest relation of a value to any of the places, best places first. */
export function bestRelation(layout: Layout, value: Span, places: readonly LabelPlace[]) {
  let best: { readonly relation: Relation; readonly label: LabelPlace } | undefined;
  for (const label of places) {
    if (label.score * 1.03 <= (best?.relation.score ?? 0)) break;
    const relation = relate(layout, value, label);
    if (relation && relation.score > (best?.relation.score ?? 0)) best = { relation, label };
  }
  return best;
}
