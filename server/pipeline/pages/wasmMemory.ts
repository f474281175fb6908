// Memory inside PDFium's WASM heap: allocation bound to a scope with `using`, and the strings PDFium writes there.

import type { Pdfium } from "./pdfium.ts";

export interface Allocation extends Disposable {
  /** Address in bytes, aligned to 8: divide by 4 or 8 for an index into a view of 32-bit or 64-bit numbers. */
  readonly address: number;
}

/** Takes `bytes` bytes, freed at the end of the scope. Throws where PDFium's memory (2 GB at most) is used up. */
export function allocate(pdfium: Pdfium, bytes: number): Allocation {
  const address = pdfium.functions.malloc(Math.max(bytes, 1));
  if (address === 0) throw new RangeError(`PDFium has no memory left for ${bytes} bytes`);
  return {
    address,
    [Symbol.dispose]: () => {
      pdfium.functions.free(address);
    },
  };
}

/** Takes memory for a copy of `bytes`, freed at the end of the scope. */
export function allocateCopy(pdfium: Pdfium, bytes: Uint8Array): Allocation {
  const allocation = allocate(pdfium, bytes.length);
  pdfium.memory.HEAPU8.set(bytes, allocation.address);
  return allocation;
}

const utf16 = new TextDecoder("utf-16le");

/**
 * The result of a PDFium function that writes zero-terminated UTF-16LE: `write(address, capacity)`, both in bytes,
 * returns the bytes needed, the terminator included, and writes only where the capacity is enough.
 */
export function readUtf16(pdfium: Pdfium, write: (address: number, capacity: number) => number): string {
  const bytes = write(0, 0);
  if (bytes <= 2) return "";
  using buffer = allocate(pdfium, bytes);
  write(buffer.address, bytes);
  return utf16.decode(pdfium.memory.HEAPU8.subarray(buffer.address, buffer.address + bytes - 2));
}

/** Reads `count` 32-bit floats: PDFium's FS_MATRIX has six, FS_RECTF four (left, top, right, bottom). */
export function readFloats(pdfium: Pdfium, address: number, count: number): Float32Array {
  return pdfium.memory.HEAPF32.slice(address / 4, address / 4 + count);
}
