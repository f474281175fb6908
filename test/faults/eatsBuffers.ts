// A picture of enormous size is decoded into Buffers, which lie outside the JavaScript heap and its limits. With
// `politely` the decoder catches what it can and throws an error of its own name, as libraries do.

const PIECE_BYTES = 32 * 1024 * 1024;

export function eatBuffers({ politely }: { politely: boolean }): void {
  const pieces: Uint8Array[] = [];
  try {
    for (;;) pieces.push(new Uint8Array(PIECE_BYTES).fill(1));
  } catch (error) {
    if (!politely || !(error instanceof Error)) throw error;
    throw new Error(`decoder: ${error.message}`, { cause: error });
  }
}
