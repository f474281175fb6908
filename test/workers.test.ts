import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { pino } from "pino";
import { loadConfig } from "../server/config.ts";
import { startWorkers } from "../server/workers.ts";
import { by, lostTo, until } from "./support/testPool.ts";

describe("the server's pools", () => {
  test("one key can't hold every light worker, but every OCR worker; only a loss is a warning", async () => {
    const lines: { level: number; kind: string }[] = [];
    const log = pino({ level: "debug" }, { write: (line) => lines.push(JSON.parse(line)) });
    const config = loadConfig({ SMARTOCR_WORKERS: "2" });
    await using workers = startWorkers(config, log, {
      light: new URL("./faults/everyTaskHangs.ts", import.meta.url),
      ocr: new URL("./faults/everyTaskHangs.ts", import.meta.url),
    });
    await until(() => workers.light.stats().warm === 2 && workers.ocr.stats().warm === 2);
    const page = { bytes: new Uint8Array(), type: "image/png", index: 0, maxPixels: 1, languages: [] } as const;
    const shortly = by("greedy", { deadlineMs: 300 });
    const tasks = [0, 1].flatMap(() => [
      workers.light.run(
        "findFields",
        { fields: [], document: { pages: [], attachments: [], formFields: [] } },
        shortly,
      ),
      workers.ocr.run("renderPage", { page }, shortly),
    ]);
    const lost = Promise.all(tasks.map((task) => assert.rejects(task, lostTo("timeout"))));
    assert.deepEqual([workers.light.stats().running, workers.ocr.stats().running], [1, 2]);
    await lost;
    const level = (kind: string) => [...new Set(lines.filter((line) => line.kind === kind).map((line) => line.level))];
    assert.deepEqual([level("started"), level("lost")], [[20], [40]]);
  });
});
