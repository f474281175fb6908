// A library keeps a little of every document: no single task is to blame, but the process grows with each.

const kept: Uint8Array[] = [];

export function leak({ bytes }: { bytes: number }): number {
  kept.push(new Uint8Array(bytes).fill(1));
  return process.pid;
}
