// A native decoder follows a bad pointer in the middle of a request: the process is gone, with no error to catch.

export function segfault(): Promise<never> {
  process.kill(process.pid, "SIGSEGV");
  return new Promise(() => {});
}

/** The library says first what it could not read, with a line of the document in its complaint. */
export function complainAndAbort({ text }: { text: string }): never {
  process.stderr.write(`parser: unexpected "${text}"\n`);
  process.abort();
}
