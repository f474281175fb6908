// A document with a hundred million small objects: each becomes an object of the JavaScript heap, until V8 aborts.

export function eatHeap(): void {
  const objects: object[] = [];
  for (;;) objects.push({ numbers: Array.from({ length: 1_000 }, (_, index) => ({ index })) });
}
