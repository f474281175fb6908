// Which candidates a field gets, by the kind of its value.

import type { ReadDocument } from "../../../document.ts";
import { type Candidate, makeText } from "../candidate.ts";
import type { LabelPlace } from "../labels.ts";
import type { Layout, Token } from "../layout.ts";
import { parseDate } from "../parse/date.ts";
import type { Query } from "../query.ts";
import { printedOptions, yesOrNo } from "./choices.ts";
import { labelledText } from "./labelledText.ts";
import { addressBlocks, headLines, organizationLines } from "./parties.ts";
import { type TypedValues, typedValues } from "./typedValues.ts";

/** What all fields of a document share. */
interface Pool {
  readonly document: ReadDocument;
  readonly layout: Layout;
  readonly typed: TypedValues;
  readonly names: readonly Candidate[];
  readonly addresses: readonly Candidate[];
}

/** Collects the candidates that hang on no label, once for all fields. */
export function poolOf(document: ReadDocument, layout: Layout): Pool {
  return {
    document,
    layout,
    typed: typedValues(layout),
    names: [...headLines(layout), ...organizationLines(layout)],
    addresses: addressBlocks(layout),
  };
}

/** The places at which a field's own labels and its party's labels stand, best first. */
interface FieldLabels {
  readonly own: readonly LabelPlace[];
  readonly role: readonly LabelPlace[];
}

/** Candidates for one field, each place once. `stops` are tokens at which another label begins. */
export function candidatesOf(query: Query, pool: Pool, labels: FieldLabels, stops: ReadonlySet<Token>): Candidate[] {
  const { layout, typed } = pool;
  const atOwn = (): Candidate[] => labelledText(layout, labels.own, stops);
  const atRole = (): Candidate[] => labelledText(layout, labels.role.slice(0, 8), stops);
  switch (query.kind) {
    case "choice":
      return distinct(printedOptions(layout, query.target.enum ?? []));
    case "boolean":
      return yesOrNo(layout, pool.document, labels.own);
    case "identifier":
      return distinct([
        ...nearLabels(typed.identifier, labels.own),
        ...(query.concept?.name === "iban" ? typed.iban : []),
        ...short(atOwn(), 45),
      ]);
    case "phone":
      return distinct([...typed.phone, ...short(atOwn(), 30).filter(hasPhoneDigits)]);
    case "date":
      return query.target.type === "string" && query.target.format !== "date"
        ? typed.date.map((date) => dateAsText(date, query))
        : typed.date;
    case "name":
      return distinct(withParts([...atOwn(), ...atRole(), ...pool.names].filter(isNameLike)));
    case "address":
      return distinct([...atOwn(), ...atRole(), ...pool.addresses]);
    case "text":
      return distinct(withParts(atOwn()));
    case "amount":
      return nearLabels(typed.amount, labels.own);
    default:
      return typed[query.kind];
  }
}

/** Rows below a label in which its value may stand. */
const rowsBelow = 12;

/** What only a label can tell: values in the label's row, the one above and those below. */
function nearLabels(candidates: readonly Candidate[], labels: readonly LabelPlace[]): Candidate[] {
  const rows = new Set(labels.flatMap(({ row }) => Array.from({ length: rowsBelow + 2 }, (_, i) => row - 1 + i)));
  return candidates.filter((candidate) => rows.has(candidate.row));
}

/** A date asked for as text is given as printed, unless the description asks for ISO. */
function dateAsText(date: Candidate, query: Query): Candidate {
  return query.isoText ? date : { ...date, value: date.text.replace(/^[([*:]+|[)\],;:*]+$/g, "") };
}

const short = (candidates: readonly Candidate[], most: number): Candidate[] =>
  candidates.filter((candidate) => candidate.lines === 1 && candidate.text.length <= most);

/** Local numbers have five digits at least; an area code alone, and a date, have not. */
const hasPhoneDigits = ({ text }: Candidate): boolean => text.replace(/\D/g, "").length >= 5 && !parseDate(text, true);

const isNameLike = (candidate: Candidate): boolean => candidate.lines <= 3 && /\p{L}.?\p{L}/u.test(candidate.text);

/** Values without what printers add: a registration number in brackets, a number before or after, a label with a colon. */
function withParts(candidates: readonly Candidate[]): Candidate[] {
  return [...candidates.flatMap((candidate) => (candidate.lines <= 2 ? partsOf(candidate) : [])), ...candidates];
}

function partsOf({ tokens }: Candidate): Candidate[] {
  const part = (from: number, to: number, rest = tokens.length - to): Candidate[] =>
    from < to && to - from < tokens.length ? makeText(tokens.slice(from, to), { source: "part", rest }) : [];
  const index = (test: (token: Token) => boolean): number => tokens.findIndex((token, i) => i > 0 && test(token));
  const bracket = index((token) => /^\(.{0,40}\d/.test(token.text));
  const dash = index((token) => /^[-–|•·]$/.test(token.text));
  const comma = tokens.findIndex((token, i) => i < tokens.length - 1 && token.text.endsWith(","));
  const colon = tokens.findIndex((token) => /[:：]$/.test(token.text));
  return [
    ...part(0, bracket, 0),
    ...part(0, dash),
    ...part(0, comma + 1),
    ...(colon >= 0 ? part(colon + 1, tokens.length) : []),
    ...(/^(?:\d{1,2}[.)]?|[A-Za-z][.)])$/.test(tokens[0]?.text ?? "") ? part(1, tokens.length) : []),
    ...(/^\d{2,}$/.test(tokens.at(-1)?.text ?? "") ? part(0, tokens.length - 1) : []),
  ];
}

/** The first of candidates with one value at one place. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ value, tokens }) => {
    const key = `${tokens[0]?.index}:${tokens.at(-1)?.index}:${JSON.stringify(value)}`;
    return !seen.has(key) && seen.add(key);
  });
}
