// The two networks of PP-OCR and the recogniser's characters, from the folder that ships with the program.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { InferenceSession, Tensor } from "onnxruntime-node";

/** A network with one input and one output. */
export interface Network {
  readonly session: InferenceSession;
  readonly input: string;
  readonly output: string;
}

/** `characters[c]` is what class `c` of the recogniser stands for; class 0 is the CTC blank, the empty string. */
export interface Models {
  readonly detector: Network;
  readonly recogniser: Network;
  readonly characters: readonly string[];
}

export interface Output {
  readonly values: Float32Array;
  readonly shape: readonly number[];
}

const folder = new URL("../../../../models/latin-ocr/", import.meta.url);

// One thread a process: pages run side by side in processes, and with busy cores a second thread is slower than none.
// Every page has shapes of its own, so an arena only keeps memory that the next page cannot use.
const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ["cpu"],
  executionMode: "sequential",
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  enableCpuMemArena: false,
  enableMemPattern: false,
  graphOptimizationLevel: "all",
  logSeverityLevel: 3,
};

let loaded: Promise<Models> | undefined;

/** Loads the models once a process. Throws where a file is missing, or network and characters do not fit together. */
export function loadModels(): Promise<Models> {
  loaded ??= readModels();
  return loaded;
}

async function readModels(): Promise<Models> {
  const [detector, recogniser, characters] = await Promise.all([
    openNetwork("detector.onnx"),
    openNetwork("recogniser.onnx"),
    readCharacters(),
  ]);
  const classes = lastDimension(recogniser);
  if (classes !== characters.length) {
    throw new Error(`recogniser.onnx has ${classes} classes, characters.txt makes ${characters.length}`);
  }
  return { detector, recogniser, characters };
}

async function openNetwork(name: string): Promise<Network> {
  const session = await InferenceSession.create(fileURLToPath(new URL(name, folder)), sessionOptions);
  const [input] = session.inputNames;
  const [output] = session.outputNames;
  if (input === undefined || output === undefined) throw new Error(`${name} has no input or no output`);
  return { session, input, output };
}

function lastDimension({ session }: Network): number | string | undefined {
  const [output] = session.outputMetadata;
  return output?.isTensor ? output.shape.at(-1) : undefined;
}

/** One character a line; the blank before and the space after them have no line. */
async function readCharacters(): Promise<string[]> {
  const text = await readFile(new URL("characters.txt", folder), "utf8");
  return ["", ...text.trimEnd().split("\n"), " "];
}

/** Runs a network. Blocks the thread while it runs. */
export async function infer(network: Network, values: Float32Array, shape: readonly number[]): Promise<Output> {
  const results = await network.session.run({ [network.input]: new Tensor("float32", values, shape) });
  const output = results[network.output];
  if (!(output?.data instanceof Float32Array)) throw new Error(`${network.output} is not a float tensor`);
  return { values: output.data, shape: output.dims };
}
