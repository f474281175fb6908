// The installation is broken: a model file is missing, so that no worker ever gets warm.

export async function warmUp(): Promise<void> {
  throw new Error("no model at models/recogniser.onnx");
}

export function neverReached(): string {
  return "unreachable";
}
