import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ImageType, Raster } from "../page.ts";
import sharp from "../sharp.ts";
import { decodeImage, imageFrames } from "./images.ts";
import { encodePng } from "./png.ts";

const width = 80;
const height = 60;
const limits = { maxPixels: 1_000_000 };
const invalid = { name: "Failure", code: "invalid_image", detail: /can't be decoded/ };

/** The left half red, the right half white, with a dark blue bar along the top of both. */
function picture() {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at++) {
    const isTop = at < width * 10;
    data.set(isTop ? [0, 0, 128] : at % width < width / 2 ? [255, 0, 0] : [255, 255, 255], at * 3);
  }
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** Noise, which no compression makes small: a file cut in the middle has lost rows. */
function noise() {
  const data = Uint8Array.from({ length: 300 * 200 * 3 }, (_, index) => (index * 7919 + (index >> 3) * 104_729) % 251);
  return sharp(data, { raw: { width: 300, height: 200, channels: 3 } });
}

function pixel({ width: columns, data }: Raster, x: number, y: number): number[] {
  return [...data.subarray((y * columns + x) * 3, (y * columns + x) * 3 + 3)];
}

function assertColour(raster: Raster, x: number, y: number, expected: readonly number[], tolerance = 4): void {
  const isNear = pixel(raster, x, y).every((value, channel) => Math.abs(value - (expected[channel] ?? 0)) <= tolerance);
  assert.ok(isNear, `pixel ${x},${y} is [${pixel(raster, x, y)}], not [${expected}]`);
}

function assertPicture(raster: Raster, tolerance?: number): void {
  assert.deepEqual([raster.width, raster.height, raster.data.length], [width, height, width * height * 3]);
  assertColour(raster, 10, 3, [0, 0, 128], tolerance);
  assertColour(raster, 10, 50, [255, 0, 0], tolerance);
  assertColour(raster, 70, 50, [255, 255, 255], tolerance);
}

interface BmpForm {
  readonly bits: 1 | 4 | 8 | 16 | 24 | 32;
  readonly topDown?: boolean;
  readonly core?: boolean;
  readonly runLengths?: boolean;
  readonly perMetre?: number;
}

/** A bitmap, left half red, right half white, in one of the forms of the format. */
function bitmap({ bits, topDown = false, core = false, runLengths = false, perMetre = 0 }: BmpForm): Uint8Array {
  const headerBytes = core ? 12 : 40;
  const palette =
    bits <= 8 ? [[255, 255, 255], [0, 0, 255], ...Array.from({ length: (1 << bits) - 2 }, () => [0, 0, 0])] : [];
  const paletteBytes = Buffer.from(palette.flatMap((colour) => (core ? colour : [...colour, 0])));
  const rows = runLengths
    ? Buffer.from([...Array.from({ length: height }, () => [40, 1, 40, 0, 0, 0]).flat(), 0, 1])
    : Buffer.concat(Array.from({ length: height }, () => bitmapRow(bits)));
  const header = Buffer.alloc(14 + headerBytes);
  header.write("BM");
  header.writeUInt32LE(header.length + paletteBytes.length + rows.length, 2);
  header.writeUInt32LE(header.length + paletteBytes.length, 10);
  header.writeUInt32LE(headerBytes, 14);
  if (core) {
    header.writeUInt16LE(width, 18);
    header.writeUInt16LE(height, 20);
    header.writeUInt16LE(1, 22);
    header.writeUInt16LE(bits, 24);
  } else {
    header.writeInt32LE(width, 18);
    header.writeInt32LE(topDown ? -height : height, 22);
    header.writeUInt16LE(1, 26);
    header.writeUInt16LE(bits, 28);
    header.writeUInt32LE(runLengths ? 1 : 0, 30);
    header.writeUInt32LE(rows.length, 34);
    header.writeInt32LE(perMetre, 38);
  }
  return Buffer.concat([header, paletteBytes, rows]);
}

function bitmapRow(bits: BmpForm["bits"]): Buffer {
  const row = Buffer.alloc(Math.ceil((width * bits) / 32) * 4);
  for (let x = 0; x < width; x++) {
    const isRed = x < width / 2;
    const at = (x * bits) >> 3;
    if (bits <= 8) row[at] = (row[at] ?? 0) | ((isRed ? 1 : 0) << (8 - bits - ((x * bits) & 7)));
    else if (bits === 16) row.writeUInt16LE(isRed ? 0x7c00 : 0x7fff, at);
    else row.set(isRed ? [0, 0, 255] : [255, 255, 255], at);
  }
  return row;
}

describe("an image", () => {
  const forms: readonly (readonly [
    title: string,
    type: ImageType,
    make: () => Promise<Uint8Array>,
    tolerance?: number,
  ])[] = [
    ["PNG", "image/png", () => picture().png().toBuffer()],
    ["PNG with a palette", "image/png", () => picture().png({ palette: true }).toBuffer()],
    ["PNG of 16 bits a channel", "image/png", () => picture().toColourspace("rgb16").png().toBuffer()],
    ["JPEG", "image/jpeg", () => picture().jpeg({ chromaSubsampling: "4:4:4" }).toBuffer(), 16],
    ["progressive JPEG", "image/jpeg", () => picture().jpeg({ progressive: true }).toBuffer(), 16],
    ["CMYK JPEG", "image/jpeg", () => picture().toColourspace("cmyk").jpeg().toBuffer(), 40],
    ["WEBP", "image/webp", () => picture().webp({ lossless: true }).toBuffer()],
    ["GIF", "image/gif", () => picture().gif().toBuffer()],
    ["TIFF", "image/tiff", () => picture().tiff({ compression: "lzw" }).toBuffer()],
    [
      "TIFF of 16 bits a channel",
      "image/tiff",
      () => picture().toColourspace("rgb16").tiff({ compression: "none" }).toBuffer(),
    ],
  ];
  for (const [title, type, make, tolerance] of forms) {
    it(`that is a ${title} becomes 8-bit RGB`, async () => {
      assertPicture(await decodeImage(await make(), type, 0, limits), tolerance);
    });
  }

  it("without colour, down to a fax's one bit, becomes RGB too", async () => {
    const grey16 = await picture().toColourspace("grey16").png().toBuffer();
    const fax = await picture()
      .threshold(200)
      .toColourspace("b-w")
      .tiff({ compression: "ccittfax4", bitdepth: 1 })
      .toBuffer();
    assertColour(await decodeImage(grey16, "image/png", 0, limits), 70, 50, [255, 255, 255]);
    const raster = await decodeImage(fax, "image/tiff", 0, limits);
    assert.equal(raster.data.length, width * height * 3);
    assertColour(raster, 10, 50, [0, 0, 0]);
    assertColour(raster, 70, 50, [255, 255, 255]);
  });

  const bitmaps: readonly BmpForm[] = [
    ...([1, 4, 8, 16, 24, 32] as const).map((bits) => ({ bits })),
    { bits: 24, topDown: true },
    { bits: 24, core: true },
    { bits: 8, core: true },
    { bits: 8, runLengths: true },
  ];
  for (const form of bitmaps) {
    it(`that is a BMP (${JSON.stringify(form)}) becomes 8-bit RGB`, async () => {
      const raster = await decodeImage(bitmap(form), "image/bmp", 0, limits);
      assert.deepEqual([raster.width, raster.height, raster.data.length], [width, height, width * height * 3]);
      assert.deepEqual(
        [pixel(raster, 0, 0), pixel(raster, 79, 59)],
        [
          [255, 0, 0],
          [255, 255, 255],
        ],
      );
    });
  }

  it("with transparency stands on white", async () => {
    const clear = await picture().ensureAlpha(0).png().toBuffer();
    assertColour(await decodeImage(clear, "image/png", 0, limits), 10, 50, [255, 255, 255]);
  });

  it("turned by EXIF is upright, and its frame says by how much it was turned", async () => {
    // The file's rows are the picture's columns: a camera held upright.
    const bytes = await sharp(await picture().rotate(270).png().toBuffer())
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    assertPicture(await decodeImage(bytes, "image/jpeg", 0, limits), 60);
    const [frame] = await imageFrames(bytes, "image/jpeg");
    assert.ok(frame);
    assert.equal(frame.rotation, 90);
    assert.equal(frame.widthPt / frame.heightPt, width / height);
  });

  it("has its size in points from a density that can be believed, else as at 200 dpi", async () => {
    const sized = async (density: number) =>
      imageFrames(await picture().withMetadata({ density }).jpeg().toBuffer(), "image/jpeg");
    assert.deepEqual(await sized(300), [{ index: 0, widthPt: 19.2, heightPt: 14.4, rotation: 0 }]);
    assert.deepEqual(await sized(72), [{ index: 0, widthPt: 28.8, heightPt: 21.6, rotation: 0 }]);
    const [bmp] = await imageFrames(bitmap({ bits: 24, perMetre: 11_811 }), "image/bmp");
    assert.equal(Math.round((bmp?.widthPt ?? 0) * 10) / 10, 19.2);
  });

  it("with more pixels than allowed is refused before it is decoded", async () => {
    const refusal = { name: "Failure", code: "limit_exceeded", detail: /80 x 60 pixels/ };
    await assert.rejects(decodeImage(await picture().png().toBuffer(), "image/png", 0, { maxPixels: 4_799 }), refusal);
    await assert.rejects(decodeImage(bitmap({ bits: 24 }), "image/bmp", 0, { maxPixels: 4_799 }), refusal);
  });
});

describe("a TIFF of several pages", () => {
  const blank = (background: string) =>
    sharp({ create: { width, height, channels: 3, background } })
      .png()
      .toBuffer();

  it("has a frame and a raster for each", async () => {
    const pages = [await blank("red"), await blank("lime"), await blank("blue")];
    const bytes = await sharp(pages, { join: { animated: true } })
      .tiff({ compression: "deflate" })
      .toBuffer();
    const frames = await imageFrames(bytes, "image/tiff");
    assert.deepEqual(
      frames.map(({ index, widthPt }) => [index, widthPt]),
      [
        [0, 28.8],
        [1, 28.8],
        [2, 28.8],
      ],
    );
    const colours = frames.map(async ({ index }) => pixel(await decodeImage(bytes, "image/tiff", index, limits), 5, 5));
    assert.deepEqual(await Promise.all(colours), [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ]);
    await assert.rejects(decodeImage(bytes, "image/tiff", 3, limits), invalid);
  });
});

describe("an animation", () => {
  it("is one page, its first frame", async () => {
    const frames = await Promise.all(
      ["red", "blue"].map((background) =>
        sharp({ create: { width, height, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    for (const [type, bytes] of [
      [
        "image/gif",
        await sharp(frames, { join: { animated: true } })
          .gif()
          .toBuffer(),
      ],
      [
        "image/webp",
        await sharp(frames, { join: { animated: true } })
          .webp({ lossless: true })
          .toBuffer(),
      ],
    ] as const) {
      assert.deepEqual(
        (await imageFrames(bytes, type)).map(({ heightPt }) => heightPt),
        [21.6],
      );
      const raster = await decodeImage(bytes, type, 0, limits);
      assert.deepEqual([raster.height, pixel(raster, 5, 5)], [height, [255, 0, 0]]);
    }
  });
});

describe("a damaged image", () => {
  const whole: readonly (readonly [title: string, type: ImageType, make: () => Promise<Uint8Array>])[] = [
    ["PNG", "image/png", () => noise().png().toBuffer()],
    ["JPEG", "image/jpeg", () => noise().jpeg().toBuffer()],
    ["progressive JPEG", "image/jpeg", () => noise().jpeg({ progressive: true }).toBuffer()],
    ["WEBP", "image/webp", () => noise().webp().toBuffer()],
    ["GIF", "image/gif", () => noise().gif().toBuffer()],
    ["TIFF", "image/tiff", () => noise().tiff({ compression: "lzw" }).toBuffer()],
    ["JPEG in a TIFF", "image/tiff", () => noise().tiff({ compression: "jpeg" }).toBuffer()],
    ["BMP", "image/bmp", async () => bitmap({ bits: 24 })],
    ["run-length encoded BMP", "image/bmp", async () => bitmap({ bits: 8, runLengths: true })],
  ];
  for (const [title, type, make] of whole) {
    it(`is refused where it is a ${title} that ends too early, and read where something follows its end`, async () => {
      const bytes = await make();
      const decoded = decodeImage(Buffer.concat([bytes, Buffer.from("\0\0 trailing")]), type, 0, limits);
      assert.ok((await decoded).data.length > 0);
      await assert.rejects(decodeImage(bytes.subarray(0, Math.floor(bytes.length * 0.7)), type, 0, limits), invalid);
    });
  }

  it("is read where viewers show it all the same: stray bytes between JPEG markers", async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const stray = Buffer.concat([jpeg.subarray(0, 2), Buffer.alloc(3), jpeg.subarray(2)]);
    assertPicture(await decodeImage(stray, "image/jpeg", 0, limits), 60);
  });

  it("is refused where it is junk or of another type than its signature was taken for", async () => {
    await assert.rejects(imageFrames(Buffer.from("BMjunk"), "image/bmp"), invalid);
    await assert.rejects(imageFrames(Buffer.from("\x89PNG\r\n\x1a\njunk"), "image/png"), invalid);
    await assert.rejects(imageFrames(await picture().png().toBuffer(), "image/jpeg"), invalid);
  });
});

describe("a raster", () => {
  it("comes back from its PNG as it was", async () => {
    const raster = await decodeImage(await noise().png().toBuffer(), "image/png", 0, limits);
    assert.deepEqual(await decodeImage(await encodePng(raster), "image/png", 0, limits), raster);
  });
});
