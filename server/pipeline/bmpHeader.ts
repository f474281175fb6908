// The header of a Windows or OS/2 bitmap, which sharp does not read.

const fileHeaderBytes = 14;
const coreHeaderBytes = 12;
const infoHeaderBytes = 40;
/** BI_RGB, BI_BITFIELDS and BI_ALPHABITFIELDS in wingdi.h: rows of a fixed length. The others say their size. */
const uncompressed: readonly number[] = [0, 3, 6];
const metresPerInch = 0.0254;

export interface BmpHeader {
  /** Pixels; not above zero where the header is nonsense. */
  readonly width: number;
  readonly height: number;
  /** Pixels an inch; undefined where the file states none. */
  readonly density: number | undefined;
  /** The length that a whole file has at least. */
  readonly fileBytes: number;
}

/** Reads the header alone, and throws an `Error` where it is none; whether the pixels are all there is not looked at. */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < fileHeaderBytes + coreHeaderBytes) throw new Error("The header is cut off");
  const headerBytes = view.getUint32(14, true);
  if (headerBytes !== coreHeaderBytes && headerBytes < infoHeaderBytes)
    throw new Error(`A header of ${headerBytes} bytes`);
  if (bytes.length < fileHeaderBytes + headerBytes) throw new Error("The header is cut off");
  const { dataBytes, ...header } = headerBytes === coreHeaderBytes ? coreHeader(view) : infoHeader(view);
  return { ...header, fileBytes: view.getUint32(10, true) + dataBytes };
}

interface HeaderFields extends Omit<BmpHeader, "fileBytes"> {
  readonly dataBytes: number;
}

/** BITMAPCOREHEADER. */
function coreHeader(view: DataView): HeaderFields {
  const width = view.getUint16(18, true);
  const height = view.getUint16(20, true);
  return { width, height, density: undefined, dataBytes: rowBytes(width, view.getUint16(24, true)) * height };
}

/** BITMAPINFOHEADER and its longer successors. A negative height means rows from the top. */
function infoHeader(view: DataView): HeaderFields {
  const width = view.getInt32(18, true);
  const height = Math.abs(view.getInt32(22, true));
  const isUncompressed = uncompressed.includes(view.getUint32(30, true));
  const perMetre = view.getInt32(38, true);
  return {
    width,
    height,
    density: perMetre > 0 ? perMetre * metresPerInch : undefined,
    dataBytes: isUncompressed ? rowBytes(width, view.getUint16(28, true)) * height : view.getUint32(34, true),
  };
}

/** Rows are padded to whole 32-bit words. */
function rowBytes(width: number, bitsPerPixel: number): number {
  return Math.ceil((width * bitsPerPixel) / 32) * 4;
}
