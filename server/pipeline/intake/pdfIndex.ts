// Problem: a PDF whose cross-reference table is off (startxref a byte wrong, offsets shifted, junk behind the end)
// opens in every viewer, because viewers find the objects again. Native qpdf does too, but its WebAssembly build can't:
// the exception that starts the search is not caught there.
// Method: find the index again and append it to a copy, as an incremental update would; no byte of the file moves.
//   - A cross-reference stream also tells which objects lie compressed in others, so it is pointed at where it stands.
//   - Else a new table is made of every `N G obj` (the last one of a number counts), with the last trailer's /Root.
// Invariant: only a file that came to its end is mended. Behind the last object must stand a trailer or a startxref:
// a file that was cut short has lost what no index brings back.

interface FoundObject {
  readonly number: number;
  readonly generation: number;
  readonly offset: number;
}

const objectStart = /(?<![0-9])(\d{1,8})[\s\0]{1,8}(\d{1,5})[\s\0]{1,8}obj(?![A-Za-z])/g;
const rootReference = /\/Root[\s\0]{0,8}(\d{1,8})[\s\0]{1,8}(\d{1,5})[\s\0]{1,8}R/;
/** How far behind its start a trailer or a stream's dictionary is looked through, in bytes. */
const dictionaryReach = 4096;

/**
 * Copies of the PDF with its index found again, the likeliest first; none where the file is cut short or names no root.
 * Whether a copy is sound is for qpdf to say.
 */
export function rebuildIndex(bytes: Uint8Array): Uint8Array[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = file.toString("latin1");
  if (isCutShort(text)) return [];
  const objects = findObjects(text);
  const indexes = [streamIndex(text, objects), tableIndex(text, objects)];
  return indexes
    .filter((index) => index !== null)
    .map((index) => Buffer.concat([file, Buffer.from(index(file.length), "latin1")]));
}

/** Whether the PDF names or holds an encryption dictionary, for a file too damaged for qpdf to tell. */
export function mentionsEncryption(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const reference = /\/Encrypt[\s\0]{0,8}(?:\d{1,8}[\s\0]{1,8}\d{1,5}[\s\0]{1,8}R|<<)/;
  const standardHandler = /\/Filter[\s\0]{0,8}\/Standard(?![A-Za-z])/;
  return reference.test(text) || standardHandler.test(text);
}

function isCutShort(text: string): boolean {
  const end = text.slice(text.lastIndexOf("endobj") + 1);
  return !/trailer|startxref/.test(end);
}

function findObjects(text: string): FoundObject[] {
  return Array.from(text.matchAll(objectStart), (match) => ({
    number: Number(match[1]),
    generation: Number(match[2]),
    offset: match.index,
  }));
}

/** An index as text, given the offset at which it will stand. */
type Index = (offset: number) => string;

function streamIndex(text: string, objects: readonly FoundObject[]): Index | null {
  const stream = objects.findLast(({ offset }) => {
    const dictionary = text
      .slice(offset, offset + dictionaryReach)
      .split(/stream|endobj/, 1)
      .join("");
    return /\/Type[\s\0]{0,8}\/XRef/.test(dictionary) && rootReference.test(dictionary);
  });
  return stream ? () => `\nstartxref\n${stream.offset}\n%%EOF\n` : null;
}

function tableIndex(text: string, objects: readonly FoundObject[]): Index | null {
  const root = lastRoot(text);
  if (!root) return null;
  // A file has no more objects than its bytes can hold: qpdf refuses higher numbers, and so would the table.
  const latest = new Map(
    objects.filter(({ number }) => number < text.length / 3).map((found) => [found.number, found]),
  );
  const rows = [...latest.values()].sort((a, b) => a.number - b.number).map(tableRow);
  const size = Math.max(0, ...latest.keys()) + 1;
  const table = `xref\n0 1\n0000000000 65535 f \n${rows.join("")}`;
  return (offset) => `\n${table}trailer\n<< /Size ${size} /Root ${root} >>\nstartxref\n${offset + 1}\n%%EOF\n`;
}

function tableRow({ number, generation, offset }: FoundObject): string {
  return `${number} 1\n${String(offset).padStart(10, "0")} ${String(generation).padStart(5, "0")} n \n`;
}

function lastRoot(text: string): string | null {
  let at = text.lastIndexOf("trailer");
  while (at >= 0) {
    const trailer = text
      .slice(at, at + dictionaryReach)
      .split(/startxref|endobj/, 1)
      .join("");
    const root = rootReference.exec(trailer);
    if (root) return `${root[1]} ${root[2]} R`;
    if (at === 0) return null;
    at = text.lastIndexOf("trailer", at - 1);
  }
  return null;
}
