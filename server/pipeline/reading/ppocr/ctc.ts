// Greedy CTC decoding (Graves et al., ICML 2006) to words: the best class of each frame, repeats merged, blanks dropped.
// A network trained with CTC names a character in a frame or two at its middle and says blank around them, so the frames
// also tell where words stand: from the middle of the first character to that of the last, and half a character more on
// either side. Half a character is half the mean distance of the word's own characters.

/** `start` and `end` are in frames, from the line's left edge; `confidence` (0..1) is that of the least sure character. */
export interface DecodedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly confidence: number;
}

/** Frames: how wide a word's only character is taken to be. */
const singleCharacter = 2.5;

interface Character {
  readonly text: string;
  readonly firstFrame: number;
  lastFrame: number;
  confidence: number;
}

/**
 * Decodes a line's probabilities, one row of `characters.length` classes for each frame. Class 0 is the blank; a class
 * whose character is a space ends a word. Edges of words may lie up to half a character outside of the frames.
 */
export function decodeWords(probabilities: Float32Array, characters: readonly string[]): DecodedWord[] {
  const words: Character[][] = [[]];
  for (const character of decodeCharacters(probabilities, characters)) {
    if (character.text === " ") words.push([]);
    else words.at(-1)?.push(character);
  }
  return words.filter((word) => word.length > 0).map(toWord);
}

function decodeCharacters(probabilities: Float32Array, characters: readonly string[]): Character[] {
  const decoded: Character[] = [];
  let previous = 0;
  for (let frame = 0; frame * characters.length < probabilities.length; frame++) {
    const { best, probability } = bestClass(probabilities, frame * characters.length, characters.length);
    const last = decoded.at(-1);
    if (best !== 0 && best === previous && last) {
      last.lastFrame = frame;
      last.confidence = Math.max(last.confidence, probability);
    } else if (best !== 0) {
      decoded.push({ text: characters[best] ?? "", firstFrame: frame, lastFrame: frame, confidence: probability });
    }
    previous = best;
  }
  return decoded;
}

function bestClass(values: Float32Array, offset: number, classes: number): { best: number; probability: number } {
  let best = 0;
  let probability = values[offset] ?? 0;
  for (let index = 1; index < classes; index++) {
    const candidate = values[offset + index] ?? 0;
    if (candidate <= probability) continue;
    best = index;
    probability = candidate;
  }
  return { best, probability };
}

function toWord(characters: readonly Character[]): DecodedWord {
  const middles = characters.map(({ firstFrame, lastFrame }) => (firstFrame + lastFrame + 1) / 2);
  const first = Math.min(...middles);
  const last = Math.max(...middles);
  const distance = characters.length > 1 ? (last - first) / (characters.length - 1) : singleCharacter;
  return {
    text: characters.map(({ text }) => text).join(""),
    start: first - distance / 2,
    end: last + distance / 2,
    confidence: Math.min(...characters.map(({ confidence }) => confidence)),
  };
}
