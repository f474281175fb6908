// qpdf as WebAssembly: one warm instance a worker process, run through its command line. What shapes this file:
// - `callMain` never gives back the stack that its arguments take, and the stack has 64 KB. So the arguments go in by a
//   file, which leaves under 100 bytes a run, and an instance is replaced before a sixth of its stack is gone.
// - Its memory only grows, and a run that ends in an error leaks (see docs/decisions/pdf-verdict.md): an instance is
//   replaced by the size of its memory too, and after a trap.
// - The document lies in an in-memory file system under one fixed name and is emptied after every run, so that leaked
//   file handles hold no document.
// - It writes its exit code to `process.exitCode`, which is this process's own.

import { fileURLToPath } from "node:url";
import createModule from "@neslinesli93/qpdf-wasm";

/** How a run ended. Exit codes: 0 clean, 2 error, 3 warnings. A trap (the instance broke) counts as an error. */
export interface QpdfRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly trapped: boolean;
}

/** Where the document lies, to be named in the arguments. */
export const documentPath = "/document.pdf";

type CharacterSink = (character: number | null) => void;

interface Module {
  callMain(args: string[]): number;
  readonly HEAPU8: Uint8Array;
  readonly FS: {
    init(stdin: () => null, stdout: CharacterSink, stderr: CharacterSink): void;
    writeFile(path: string, data: Uint8Array): void;
  };
}

interface Instance {
  readonly module: Module;
  readonly stdout: Output;
  readonly stderr: Output;
  runs: number;
}

const wasmPath = fileURLToPath(import.meta.resolve("@neslinesli93/qpdf-wasm/dist/qpdf.wasm"));
const argumentsPath = "/arguments";
const maxRuns = 100;
const maxMemoryBytes = 128 * 1024 * 1024;
const maxOutputBytes = 64 * 1024;
const nothing = new Uint8Array(0);

let warm: Promise<Instance> | null = null;

/**
 * Runs qpdf's command line over a document. Runs never overlap: qpdf itself is synchronous.
 * Throws only where qpdf can't be started.
 */
export async function runQpdf(document: Uint8Array, args: readonly string[]): Promise<QpdfRun> {
  warm ??= start();
  const instance = await warm;
  const run = runOn(instance, document, args);
  if (run.trapped || isWorn(instance)) warm = null;
  return run;
}

async function start(): Promise<Instance> {
  const stdout = new Output();
  const stderr = new Output();
  // The package's types lack `noFSInit`, `init` and `writeFile`, which its README and build script name.
  const create = createModule as unknown as (options: object) => Promise<Module>;
  const module = await create({ locateFile: () => wasmPath, noFSInit: true });
  module.FS.init(() => null, stdout.add, stderr.add);
  return { module, stdout, stderr, runs: 0 };
}

function isWorn(instance: Instance): boolean {
  return instance.runs >= maxRuns || instance.module.HEAPU8.length > maxMemoryBytes;
}

function runOn(instance: Instance, document: Uint8Array, args: readonly string[]): QpdfRun {
  const { module, stdout, stderr } = instance;
  const exitCodeBefore = process.exitCode;
  let exitCode = 2;
  let trap = "";
  instance.runs += 1;
  try {
    module.FS.writeFile(documentPath, document);
    module.FS.writeFile(argumentsPath, Buffer.from(args.join("\n")));
    exitCode = module.callMain([`@${argumentsPath}`]);
  } catch (error) {
    trap = `qpdf trapped: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    process.exitCode = exitCodeBefore;
    module.FS.writeFile(documentPath, nothing);
  }
  return { exitCode, stdout: stdout.take(), stderr: stderr.take() + trap, trapped: trap !== "" };
}

/** Collects what qpdf prints, byte by byte, up to a limit. */
class Output {
  readonly #bytes = Buffer.alloc(maxOutputBytes);
  #length = 0;

  readonly add: CharacterSink = (character) => {
    if (character === null || this.#length === maxOutputBytes) return;
    this.#bytes[this.#length] = character;
    this.#length += 1;
  };

  take(): string {
    const text = this.#bytes.toString("utf8", 0, this.#length);
    this.#length = 0;
    return text;
  }
}
