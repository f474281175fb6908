// Hebrew and Arabic are drawn from right to left; text is stored in the order it is read.

const rightToLeft = /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;
/** What keeps its direction within right-to-left text: numbers with their separators, and words in other letters. */
const leftToRightRun = /[\p{Nd}\p{Script=Latin}](?:[\p{Nd}\p{Script=Latin}.,:/-]*[\p{Nd}\p{Script=Latin}])?/gu;

const isRightToLeft = (text: string) => rightToLeft.test(text);

/** The letters of a ligature, given in the order of reading, as they would be drawn from left to right. */
export function drawnOrder(ligature: string): string {
  return isRightToLeft(ligature) ? reversed(ligature) : ligature;
}

/** A word given as drawn from left to right, in the order of reading. */
export function logicalOrder(drawn: string): string {
  return isRightToLeft(drawn) ? reversed(drawn).replace(leftToRightRun, reversed) : drawn;
}

const reversed = (text: string) =>
  Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment)
    .reverse()
    .join("");
