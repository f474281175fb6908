// The server's side of intake: it hands the bytes to a worker and looks at none but the first, to name what a file
// was meant to be when it took two workers down.

import { Failure } from "../../errors.ts";
import { retryOnLoss } from "../../isolation/retryOnLoss.ts";
import { type RunOptions, type TaskRunner, WorkerLost } from "../../isolation/taskRunner.ts";
import { type AcceptedFile, fileTypes, type InspectTasks, type OpenedFile, type Upload } from "../page.ts";
import { hasPdfHeader } from "./signature.ts";

/**
 * Has an upload judged and opened in a worker process. A worker that dies of it is given one successor.
 * Throws the `Failure` of the verdict; `invalid_pdf` or `invalid_image` where two workers died; the signal's reason.
 */
export async function accept(
  args: Parameters<InspectTasks["inspect"]>[0],
  runner: TaskRunner<InspectTasks>,
  options: RunOptions,
): Promise<AcceptedFile> {
  const { upload } = args;
  if (upload.bytes.length === 0) throw new Failure("empty_file");
  const inspect = () => runner.run("inspect", args, options);
  try {
    return brand(await retryOnLoss(inspect, options.signal), upload.bytes);
  } catch (error) {
    throw error instanceof WorkerLost ? fatalFile(upload, error) : error;
  }
}

function fatalFile({ bytes, declaredType }: Upload, lost: WorkerLost): Failure {
  const why = { internal: `two workers were lost, the second by ${lost.reason}`, cause: lost };
  const type = declaredType ?? (hasPdfHeader(bytes) ? "application/pdf" : null);
  if (type === "application/pdf") return new Failure("invalid_pdf", why);
  const detail = type && `The ${fileTypes[type]} image can't be decoded. The file may be truncated or damaged.`;
  return new Failure("invalid_image", detail ? { ...why, detail } : why);
}

/** The one cast to AcceptedFile: the mark exists in types only, and means that the verdict above was passed. */
function brand(opened: OpenedFile, bytes: Uint8Array): AcceptedFile {
  return { ...opened, bytes } as AcceptedFile;
}
