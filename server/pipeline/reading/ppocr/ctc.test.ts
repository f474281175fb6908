import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeWords } from "./ctc.ts";

const characters = ["", "a", "b", "l", " "];

/** One frame a letter: `-` is the blank, `_` the space; each with its probability, the rest shared by the others. */
function frames(text: string, probabilities: readonly number[] = []): Float32Array {
  return Float32Array.from(
    [...text].flatMap((letter, frame) => {
      const best = letter === "-" ? 0 : characters.indexOf(letter === "_" ? " " : letter);
      const probability = probabilities[frame] ?? 0.9;
      return characters.map((_, index) => (index === best ? probability : (1 - probability) / (characters.length - 1)));
    }),
  );
}

function texts(text: string): string[] {
  return decodeWords(frames(text), characters).map((word) => word.text);
}

test("a character named in several frames is one character", () => {
  assert.deepEqual(texts("-aaa-bb-"), ["ab"]);
});

test("a blank between them makes equal characters two", () => {
  assert.deepEqual(texts("-al-l"), ["all"]);
});

test("a space parts words; spaces at the ends and in a row make none", () => {
  assert.deepEqual(texts("_-a-_-_b-_"), ["a", "b"]);
});

test("a space between equal characters parts them though no blank does", () => {
  assert.deepEqual(texts("a_a"), ["a", "a"]);
});

test("a line of blanks or spaces holds no word, and neither does a line of no frames", () => {
  assert.deepEqual(texts("------"), []);
  assert.deepEqual(texts("--__-_"), []);
  assert.deepEqual(texts(""), []);
});

test("a word is as sure as its least sure character, and a character as its surest frame", () => {
  const [word] = decodeWords(frames("aab", [0.6, 0.8, 0.7]), characters);
  assert.ok(Math.abs((word?.confidence ?? 0) - 0.7) < 1e-6);
});

test("a word reaches half a character beyond the middles of its first and last characters", () => {
  // Middles of a and b are at 2.5 and 6.5, so the characters are four frames apart.
  const [first, second] = decodeWords(frames("--a---b----_---bb--"), characters);
  assert.deepEqual([first?.start, first?.end], [0.5, 8.5]);
  assert.equal(((second?.start ?? 0) + (second?.end ?? 0)) / 2, 16);
});
