#!/usr/bin/env node
// The administrator's command line. Exit status: 0 done, 1 failed, 2 called wrongly.

import { Command, CommanderError } from "commander";
import { Failure } from "../errors.ts";
import { type CliEnvironment, readEnvironment } from "./environment.ts";
import { addKeysCommand } from "./keys.ts";

const program = new Command("smartocr")
  .description("Administers a SmartOCR installation, whether its server runs or not.")
  .option("--data-dir <folder>", "the installation's data folder (default: SMARTOCR_DATA_DIR, else ./data)")
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();

addKeysCommand(program, environmentOf);

function environmentOf(command: Command): CliEnvironment {
  const environment = readEnvironment(process.env);
  const { dataDir }: { dataDir?: string } = command.optsWithGlobals();
  return dataDir === undefined ? environment : { ...environment, dataDir };
}

/** Commander has told its own complaints already, and asking for help is no failure. */
function exitStatusOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`error: ${messageOf(error)}\n`);
  return error instanceof Failure && error.code === "invalid_parameter" ? 2 : 1;
}

function messageOf(error: unknown): string {
  if (error instanceof Failure) return error.detail ?? error.message;
  return error instanceof Error ? error.message : String(error);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitStatusOf(error);
}
