// A library puts its temporary file, with the document in it, on the disk.

import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function writeTemporaryFile(): void {
  const path = join(tmpdir(), `smartocr-test-${process.pid}`);
  try {
    writeFileSync(path, "a line of the document");
  } finally {
    rmSync(path, { force: true });
  }
}
