// Numbers in the national forms: 1.234,56 · 1,234.56 · 1 234,56 · 1'234.56 · 1,23,456 · (12.00) · 12.00- · 100,-

export type DecimalMark = "." | ",";

/** A printed number. `decimals` counts digits after the mark; `quality` is below 1 where digits had to be repaired. */
interface PrintedNumber {
  readonly value: number;
  readonly decimals: number;
  readonly percent: boolean;
  readonly currency: boolean;
  readonly quality: number;
}

const currencyMarks = /[$€£¥₹₪₺₩]/g;
const currencyOpening = /^(?:US\$|USD|EUR|GBP|CHF|INR|AED|CAD|AUD|SEK|NOK|DKK|PLN|MYR|RM|Rs\.?|US)(?=[\d(+–−-])/i;
const currencyEnding = /(?<=[\d)])(?:USD|EUR|GBP|CHF|INR|AED|CAD|AUD|SEK|NOK|DKK|PLN|円|kr)$/i;
const longestNumber = 32;

/** Reads a text that is a number and nothing else. `mark` is the document's decimal mark where that is known. */
export function parseNumber(text: string, mark: DecimalMark | null = null): PrintedNumber | null {
  const printed = text.trim();
  if (printed.length > longestNumber || !/\d/.test(printed)) return null;
  const negative = /^\(.*\)$/.test(printed) || /^[$€£¥]?\s?[-–−]/.test(printed) || /\d\s?[-–−]$/.test(printed);
  const bare = printed
    .replace(currencyMarks, "")
    .trim()
    .replace(/^[(*:;=~]+|[%)*:;=~]+$/g, "")
    .replace(/^[-–−+]+/, "")
    .trim()
    .replace(currencyOpening, "")
    .replace(currencyEnding, "")
    .trim();
  const whole = bare.replace(/[.,][-–−]+$/, "").replace(/^[-–−+]+|[-–−]+$|[.,]+$/g, "");
  const noMinus = /[.,][-–−]+$/.test(bare); // "100,-" is a hundred, not minus a hundred
  const repaired = repairDigits(whole);
  const plain = plainNumber(repaired.replace(/['’\s]/g, ""), mark);
  if (plain === null || (/['’\s]/.test(repaired) && !groupedBySpace.test(repaired))) return null;
  return {
    value: negative && !noMinus ? -Number(plain) : Number(plain),
    decimals: plain.includes(".") ? plain.length - plain.indexOf(".") - 1 : 0,
    percent: /%$/.test(printed),
    currency: bare.length < printed.replace(/[\s%()*:;=~+–−-]/g, "").length,
    quality: repaired === whole ? 1 : 0.7,
  };
}

const groupedBySpace = /^\d{1,3}(?:['’\s]\d{3})+(?:[.,]\d{1,4})?$/;

/** Reading errors between digits: O for 0, l for 1. */
function repairDigits(text: string): string {
  return text.replace(/(?<=[\d.,])[oOD](?=[\d.,]|$)/g, "0").replace(/(?<=[\d.,])[lI|](?=[\d.,]|$)/g, "1");
}

/** Digits with at most one point, or null where the marks do not make a number. */
function plainNumber(text: string, mark: DecimalMark | null): string | null {
  if (!/^\d[\d.,]*$/.test(text) || text.replace(/[.,]/g, "").length > 15) return null;
  const last = Math.max(text.lastIndexOf(","), text.lastIndexOf("."));
  if (last < 0) return text;
  const own = text[last] ?? "";
  const other = own === "," ? "." : ",";
  const [head, tail] = [text.slice(0, last), text.slice(last + 1)];
  if (head.includes(other)) {
    const grouped = isGrouped(head, other) && !head.includes(own);
    return grouped ? `${head.replaceAll(other, "")}.${tail}` : null;
  }
  if (tail.length === 3 && isGrouped(text, own) && !readsAsDecimals(text, own, mark)) return text.replaceAll(own, "");
  if (!head.includes(own)) return `${head}.${tail}`;
  return tail.length === 2 && isGrouped(head, own) ? `${head.replaceAll(own, "")}.${tail}` : null;
}

/** "1.903": thousands, unless the document uses this mark for decimals, or the head is a lone zero. */
function readsAsDecimals(text: string, own: string, mark: DecimalMark | null): boolean {
  const once = text.indexOf(own) === text.lastIndexOf(own);
  return once && (text.startsWith("0") || mark === own);
}

/** Groups of three, or the Indian way: twos with a last three. */
function isGrouped(text: string, mark: string): boolean {
  const [head = "", ...groups] = text.split(mark);
  const last = groups.at(-1) ?? "";
  const sizes = groups.slice(0, -1);
  const even = sizes.every((group) => group.length === 3) || sizes.every((group) => group.length === 2);
  return head.length >= 1 && head.length <= 3 && last.length === 3 && even;
}

/** The decimal mark that the document's unmistakable numbers use, or null where they use none or both alike. */
export function decimalMarkOf(texts: readonly string[]): DecimalMark | null {
  let [points, commas] = [0, 0];
  for (const text of texts) {
    if (text.length > longestNumber) continue;
    const [, mark] = /^[^\d\s]{0,4}\d{1,3}(?:[.,' ]?\d{3})*([.,])\d{2}\D{0,4}$/.exec(text) ?? [];
    if (mark === ".") points++;
    if (mark === ",") commas++;
  }
  if (points === commas) return null;
  return points > commas ? "." : ",";
}
