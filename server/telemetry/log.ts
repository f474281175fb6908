// The log: JSON lines, or readable lines on a terminal. No document, field value or key ever reaches it:
// callers pass ids, codes, counts and times, and the internal text of a Failure.

import { type Logger, pino } from "pino";
import pretty from "pino-pretty";

export type Log = Logger;

/** A log on standard output. `level` is one of pino's, or "silent". */
export function createLog(level: string): Log {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return process.stdout.isTTY ? pino(options, pretty({ translateTime: "SYS:HH:MM:ss", sync: true })) : pino(options);
}
