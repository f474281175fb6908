// Values that come from a closed set: one of the schema's options printed on the page, and yes or no.

import type { Json, Mark, ReadDocument } from "../../../document.ts";
import { type Candidate, makeCandidate } from "../candidate.ts";
import type { LabelPlace } from "../labels.ts";
import type { Layout, Token } from "../layout.ts";
import { fold } from "../text.ts";
import { answerOf, isTick } from "../wordForms.ts";

/** Places at which an option of the schema is printed, alone or among other words. */
export function printedOptions(layout: Layout, options: readonly Json[]): Candidate[] {
  const wanted = options.map((option) => ({ option, words: optionWords(option) }));
  const byOpening = Map.groupBy(wanted, ({ words }) => words[0] ?? "");
  return layout.tokens.flatMap((token) => {
    const opening = fold(token.text);
    return opening === "" ? [] : (byOpening.get(opening) ?? []).flatMap((option) => optionAt(layout, token, option));
  });
}

function optionWords(option: Json): string[] {
  if (option === null) return [];
  return String(option)
    .split(/[\s/_-]+/)
    .map(fold)
    .filter((word) => word !== "");
}

function optionAt(layout: Layout, start: Token, wanted: { option: Json; words: readonly string[] }): Candidate[] {
  const { option, words } = wanted;
  const tokens = (layout.rows[start.row]?.tokens ?? []).slice(start.position, start.position + words.length);
  if (!words.every((word, i) => word === fold(tokens[i]?.text ?? ""))) return [];
  const rest = Math.max(0, (layout.segments[start.segment]?.tokens.length ?? 1) - tokens.length);
  const quality = words.join("").length > 2 ? 1 : 0.8;
  return makeCandidate(tokens, { source: "option", value: option, quality, rest });
}

/** Yes or no at the best places of a label: a check box, a printed tick, or the word itself. */
export function yesOrNo(layout: Layout, document: ReadDocument, labels: readonly LabelPlace[]): Candidate[] {
  return labels.slice(0, 3).flatMap((label) => {
    const row = layout.rows[label.row];
    if (!row) return [];
    const labelTokens = row.tokens.slice(label.first, label.last + 1);
    const mark = nearestMark(layout, document, label);
    if (mark) return makeCandidate(labelTokens, { source: "mark", value: mark.checked, mark });
    const near = row.tokens.filter((token) => isNear(layout, token, label));
    const tick = near.find((token) => isTick(token.text));
    if (tick) return makeCandidate([tick], { source: "mark", value: true, quality: 0.9 });
    const answer = near.find((token) => token.position > label.last && answerOf(token.text) !== null);
    return answer ? makeCandidate([answer], { source: "form", value: answerOf(answer.text) }) : [];
  });
}

function isNear(layout: Layout, token: Token, label: LabelPlace): boolean {
  const unit = layout.units[label.page] ?? 10;
  const [before, after] = [label.x0 - token.x1, token.x0 - label.x1];
  return (before >= -unit && before < 5 * unit) || (after >= -unit && after < 6 * unit);
}

/** The check box that belongs to a label: in its line, close before or after it. */
function nearestMark(layout: Layout, document: ReadDocument, label: LabelPlace): Mark | undefined {
  const page = document.pages[label.page];
  const unit = layout.units[label.page] ?? 10;
  let best: Mark | undefined;
  let least = 5 * unit;
  for (const mark of page?.marks ?? []) {
    const [x0, y0, x1, y1] = mark.box;
    const centre = ((y0 + y1) / 2) * (page?.heightPt ?? 0);
    if (Math.abs(centre - (label.y0 + label.y1) / 2) > 0.9 * unit) continue;
    const width = page?.widthPt ?? 0;
    const distance = Math.max(label.x0 - x1 * width, x0 * width - label.x1);
    if (distance > -unit && distance < least) [best, least] = [mark, distance];
  }
  return best;
}
