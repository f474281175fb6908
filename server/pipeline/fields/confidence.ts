import type { Found } from "../document.ts";

const isNothing = (found: Found): boolean =>
  found.value === null || (Array.isArray(found.value) && found.value.length === 0);

/** The expected share of right fields, 0..100. An answer in which nothing was found scores 0. */
export function confidenceScore(found: readonly Found[]): number {
  if (found.every(isNothing)) return 0;
  const expected = found.reduce((sum, field) => sum + field.probability, 0);
  return Math.round((100 * expected) / found.length);
}

/** Whether a person should look at a field: its chance of being wrong is above the budget (0..1). A null counts alike. */
export function needsReview(found: Found, errorBudget: number): boolean {
  return found.probability < 1 - errorBudget;
}
