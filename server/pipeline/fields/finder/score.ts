// How likely a candidate is the value of its field. The weights are set by hand; this file is the whole of what a
// learned model replaces: features in, log odds out.

import type { Features } from "./features.ts";
import type { ValueKind } from "./vocabulary.ts";

/** For each kind, the evidence at which a candidate is as likely right as wrong, and how fast certainty grows. */
const scale: Readonly<Record<ValueKind, { readonly even: number; readonly slope: number }>> = {
  amount: { even: 0.85, slope: 5 },
  date: { even: 0.72, slope: 3.2 },
  datetime: { even: 0.6, slope: 4 },
  time: { even: 0.6, slope: 4 },
  identifier: { even: 0.86, slope: 6 },
  iban: { even: 0.5, slope: 4 },
  phone: { even: 0.65, slope: 4 },
  email: { even: 0.5, slope: 4 },
  url: { even: 0.5, slope: 4 },
  currency: { even: 0.15, slope: 3 },
  name: { even: 0.85, slope: 4 },
  address: { even: 0.85, slope: 3 },
  text: { even: 0.89, slope: 4 },
  choice: { even: 0.7, slope: 4 },
  boolean: { even: 0.7, slope: 4 },
};

/** Log odds that the candidate is right. */
export function logOdds(features: Features): number {
  const { even, slope } = scale[features.kind];
  const reading = 2 * (1 - features.confidence);
  return slope * (evidence(features) - even) - reading;
}

/** The probability of log odds, kept away from certainty: no hand-set weight knows better than 97 in 100. */
export function probability(odds: number): number {
  return Math.min(0.97, 1 / (1 + Math.exp(-odds)));
}

/** The probability that a null is right, given the best candidate's probability and the best label in the document. */
export function absentProbability(bestCandidate: number, bestLabel: number): number {
  const labelled = bestLabel > 0.9 ? 0.2 : bestLabel > 0.7 ? 0.4 : 0.85;
  return labelled * (1 - bestCandidate);
}

/** Values whose own form or check box says what they are: another field's label near by takes nothing from them. */
const selfEvident: ReadonlySet<ValueKind> = new Set(["email", "url", "iban", "currency", "boolean"]);

function evidence(features: Features): number {
  if (selfEvident.has(features.kind)) return evidenceOfKind(features);
  const rival = 0.45 * Math.max(0, features.rival - features.label) + 0.25 * features.rowRival;
  const wrongSpan = (features.startsWithLabel ? 0.3 : 0) + (features.severed ? 0.15 : 0) + (features.ordinal ? 0.4 : 0);
  return evidenceOfKind(features) - rival - wrongSpan;
}

function evidenceOfKind(features: Features): number {
  switch (features.kind) {
    case "amount":
      return amountEvidence(features);
    case "date":
    case "datetime":
      return dateEvidence(features);
    case "identifier":
      return identifierEvidence(features);
    case "name":
      return nameEvidence(features);
    case "address":
      return addressEvidence(features);
    case "text":
      return textEvidence(features);
    case "currency":
      return 0.4 + 0.1 * features.quality + 0.05 * Math.min(6, features.repeats) + 0.3 * features.label;
    case "choice":
      return features.label + 0.4 * features.quality - 0.05 * Math.min(6, features.rest);
    case "boolean":
      return 0.3 + 0.7 * features.bestLabel * features.quality;
    default:
      return formEvidence(features);
  }
}

/** An amount needs a label; money has decimals, and the largest sum of money is the likeliest total. */
function amountEvidence(features: Features): number {
  const isTotal = features.concept === "total" || features.concept === "gross";
  const money = (features.decimals === 2 ? 0.12 : 0) + (features.currency ? 0.05 : 0);
  if (features.wants === "percent") return features.label + (features.percent ? 0.3 : -0.2);
  if (features.wants === "count") return features.label - (features.decimals > 0 || features.currency ? 0.2 : 0);
  const wrongForm = features.percent ? 0.5 : features.decimals === 0 && features.concept !== null ? 0.2 : 0;
  const largest = isTotal && features.isLargest ? 0.15 : 0;
  return features.label * features.quality + money + largest - wrongForm;
}

/** The date that a document bears stands near its top, often without a label, and often it is the only one. */
const ownDates: ReadonlySet<string> = new Set(["date", "invoiceDate", "effectiveDate"]);

function dateEvidence(features: Features): number {
  const known = ownDates.has(features.concept ?? "");
  const top = known ? Math.max(0, 0.35 - 0.008 * features.order) : 0;
  const unlabelled = known ? Math.max(0, 0.75 - 0.15 * features.choices) : 0;
  const far = features.concept?.startsWith("period") ? 0.004 * Math.min(60, features.order) : 0;
  return Math.max(features.label, unlabelled) + 0.1 * features.quality + top - far;
}

function identifierEvidence(features: Features): number {
  const form =
    features.digitShare === 0
      ? -0.35
      : (features.digitShare < 0.35 ? -0.15 : 0) + 0.01 * Math.min(8, features.characters);
  const part = features.rest > 0 && features.source !== "form" ? 0.05 : 0;
  const longer = features.source === "form" ? 0.05 * (1 - features.quality) : 0;
  const prose =
    (features.words > 3 && features.digitShare < 0.6 ? 0.2 : 0) +
    (features.lowerCase ? 0.3 : 0) +
    (features.colon ? 0.2 : 0);
  return features.label + form - part - longer - prose - (features.readsAsDate ? 0.4 : 0);
}

function nameEvidence(features: Features): number {
  const onTop = features.isSeller ? 0.78 - 0.03 * features.order : 0;
  const form =
    (features.organization ? 0.15 : 0) -
    (features.digitShare > 0.25 ? 0.3 : 0) -
    (features.lines > 1 ? 0.12 : 0) -
    (features.contact ? 0.3 : 0) -
    (features.rest > 0 ? 0.2 : 0) -
    (features.words > 7 ? 0.2 : 0) -
    (features.generic ? 0.5 : 0) -
    (features.lowerCase ? 0.4 : 0) -
    (features.colon ? 0.2 : 0);
  return Math.max(features.label, 0.9 * features.role, onTop) - 0.5 * features.otherRole + form;
}

function addressEvidence(features: Features): number {
  const labelled = Math.max(features.label, 0.9 * features.role) - 0.5 * features.otherRole;
  const onTop = features.isSeller || !features.hasRole ? Math.max(0, 0.45 - 0.025 * features.order) : 0;
  const cues = 0.12 * Math.min(4, features.streetCues) - (features.streetCues < 1 ? 0.4 : 0);
  return labelled + onTop + cues - (features.contact ? 0.4 : 0) - (features.organization ? 0.1 : 0);
}

function textEvidence(features: Features): number {
  const { label, source, rest } = features;
  if (features.concept === "governingLaw")
    return label + (features.place ? 0.5 : source === "capitalized" ? 0.1 : -0.4);
  const inProse = source === "capitalized" && rest > 5;
  const part = rest > 0 && !inProse ? 0.12 : 0;
  const form = (features.lines > 1 ? 0.12 : 0) + (features.words > 12 ? 0.2 : 0) + (features.generic ? 0.2 : 0);
  return label - part - form;
}

/** What its own form gives away needs no label, only the right block; where it is the only one, not even that. */
function formEvidence(features: Features): number {
  const only = features.choices === 1 ? 0.15 : 0;
  const whose = 0.25 * (features.role - features.otherRole);
  return 0.45 * features.quality + only + 0.6 * features.label + whose - 0.003 * Math.min(60, features.order);
}
