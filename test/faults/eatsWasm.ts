// A bomb makes a WASM library grow its memory without end: a heap of its own, outside the JavaScript heap.

/** The part of the WebAssembly API that is used here; TypeScript has it in the library of browsers only. */
declare const WebAssembly: {
  readonly Memory: new (size: {
    initial: number;
    maximum: number;
  }) => { buffer: ArrayBuffer; grow(pages: number): number };
};

const PAGES_A_STEP = 512;

export function eatWasm(): void {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  for (;;) {
    const usedBytes = memory.buffer.byteLength;
    memory.grow(PAGES_A_STEP);
    new Uint8Array(memory.buffer, usedBytes).fill(1);
  }
}
