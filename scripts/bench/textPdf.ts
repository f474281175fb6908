// How long a one-page PDF with a text layer takes, from the request's first byte to the answer's last, alone and while
// every OCR worker is busy with scans: `npm run bench`. Prints medians; judge the ratio, the times are this machine's.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { startTestServer } from "../../test/support/testServer.ts";

const sample = (name: string) => readFile(fileURLToPath(new URL(`../../samples/${name}`, import.meta.url)));
const [pdf, pdfSchema, scan, scanSchema] = await Promise.all(
  ["invoice.pdf", "invoice.schema.json", "receipt.jpg", "receipt.schema.json"].map(sample),
);
const rounds = 200;

await using server = await startTestServer();

async function post(file: Uint8Array | undefined, type: string, schema: Uint8Array | undefined): Promise<number> {
  const form = new FormData();
  form.set("file", new Blob([Uint8Array.from(file ?? [])], { type }), "document");
  form.set("schema", new TextDecoder().decode(schema));
  const start = performance.now();
  const response = await fetch(`${server.url}/v1/extract`, {
    method: "POST",
    headers: { "x-api-key": server.key },
    body: form,
  });
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return performance.now() - start;
}

async function measure(): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push(await post(pdf, "application/pdf", pdfSchema));
  return times.sort((a, b) => a - b);
}

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN;
const show = (title: string, sorted: readonly number[]) =>
  console.log(
    `${title.padEnd(36)} p50 ${quantile(sorted, 0.5).toFixed(1)} ms   p95 ${quantile(sorted, 0.95).toFixed(1)} ms`,
  );

await measure();
const alone = await measure();
show("text PDF, nothing else", alone);

let scanning = true;
let scans = 0;
const scanner = async () => {
  while (scanning) {
    await post(scan, "image/jpeg", scanSchema);
    scans += 1;
  }
};
const started = performance.now();
const scanners = [1, 2, 3, 4].map(scanner);
const busy = await measure();
scanning = false;
await Promise.all(scanners);
const seconds = (performance.now() - started) / 1000;
show("text PDF, all OCR workers busy", busy);
console.log(
  `ratio of the medians ${(quantile(busy, 0.5) / quantile(alone, 0.5)).toFixed(2)}; ${(scans / seconds).toFixed(2)} scans a second beside`,
);
