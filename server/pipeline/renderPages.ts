import type { RunOptions, TaskRunner } from "../isolation/taskRunner.ts";
import type { AcceptedFile } from "./page.ts";
import type * as ocrTasks from "./tasks/ocr.ts";

/**
 * Every page of an accepted file as a PNG, drawn side by side in the OCR workers; null for one that could not be drawn, or
 * not in time. Throws the reason of `gone`.
 */
export async function renderPages(
  file: AcceptedFile,
  ocr: TaskRunner<typeof ocrTasks>,
  maxPixels: number,
  options: RunOptions,
  gone: AbortSignal,
): Promise<readonly (Uint8Array | null)[]> {
  const { bytes, type } = file;
  return Promise.all(
    file.pages.map(({ index }) =>
      ocr.run("renderPage", { page: { bytes, type, index, maxPixels, languages: [] } }, options).catch(() => {
        gone.throwIfAborted();
        return null;
      }),
    ),
  );
}
