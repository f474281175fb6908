import assert from "node:assert/strict";
import { describe, it } from "node:test";
import sharp from "sharp";
import { checkImage } from "./imageHeader.ts";

const limits = { maxPixels: 1_000_000, maxPages: 3 };
const picture = (width: number, height: number, background = "white") =>
  sharp({ create: { width, height, channels: 3, background } });

/** A grey TIFF of one strip a page, each page of its own size; libtiff reads no strip for its header. */
function tiff(sizes: readonly (readonly [width: number, height: number])[]): Buffer {
  const directoryBytes = 2 + 8 * 12 + 4;
  const file = Buffer.alloc(8 + sizes.length * directoryBytes + 16);
  file.write("II*\0");
  file.writeUInt32LE(8, 4);
  sizes.forEach(([width, height], page) => {
    const at = 8 + page * directoryBytes;
    const tags = [
      [256, width],
      [257, height],
      [258, 8],
      [259, 1],
      [262, 1],
      [273, file.length - 16],
      [278, height],
      [279, 16],
    ];
    file.writeUInt16LE(tags.length, at);
    tags.forEach(([tag = 0, value = 0], index) => {
      file.writeUInt16LE(tag, at + 2 + index * 12);
      file.writeUInt16LE(4, at + 4 + index * 12);
      file.writeUInt32LE(1, at + 6 + index * 12);
      file.writeUInt32LE(value, at + 10 + index * 12);
    });
    file.writeUInt32LE(page + 1 < sizes.length ? at + directoryBytes : 0, at + directoryBytes - 4);
  });
  return file;
}

/** The header of a 24-bit bitmap and nothing else. */
function bmp(width: number, height: number): Buffer {
  const file = Buffer.alloc(54);
  file.write("BM");
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(height, 22);
  return file;
}

/** A real PNG whose header says another size. */
async function pngThatSays(width: number, height: number): Promise<Buffer> {
  const png = await picture(8, 8).png().toBuffer();
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}

describe("an image's header", () => {
  it("is read in every format", async () => {
    for (const format of ["png", "jpeg", "webp", "tiff", "gif"] as const) {
      const bytes = await picture(20, 10).toFormat(format).toBuffer();
      assert.deepEqual(await checkImage(bytes, `image/${format}`, limits), { pages: 1 });
    }
    assert.deepEqual(await checkImage(bmp(20, -10), "image/bmp", limits), { pages: 1 });
  });

  it("stops a picture of too many pixels before it is decoded, and says the limit", async () => {
    const tooLarge = { code: "limit_exceeded", detail: /The limit is 1000000 pixels/ };
    for (const format of ["png", "jpeg", "webp", "tiff", "gif"] as const) {
      const bytes = await picture(1001, 1000).toFormat(format).toBuffer();
      await assert.rejects(checkImage(bytes, `image/${format}`, limits), tooLarge);
    }
    await assert.rejects(checkImage(bmp(30_000, -30_000), "image/bmp", limits), tooLarge);
    const started = performance.now();
    await assert.rejects(checkImage(tiff([[60_000, 60_000]]), "image/tiff", limits), tooLarge);
    assert.ok(performance.now() - started < 1000);
  });

  it("counts the pages of a TIFF and judges each by its own size", async () => {
    const small = [10, 10] as const;
    assert.deepEqual(await checkImage(tiff([small, small, small]), "image/tiff", limits), { pages: 3 });
    await assert.rejects(checkImage(tiff([small, small, small, small]), "image/tiff", limits), {
      code: "too_many_pages",
      detail: "The image has 4 pages. The limit is 3 (SMARTOCR_MAX_PAGES).",
    });
    const bomb = tiff([small, [50_000, 50_000]]);
    await assert.rejects(checkImage(bomb, "image/tiff", limits), { code: "limit_exceeded" });
  });

  it("takes an animation for its first frame", async () => {
    const colours = ["red", "green", "blue"];
    const stills = await Promise.all(colours.map((colour) => picture(20, 10, colour).png().toBuffer()));
    const frames = await sharp(stills, { join: { animated: true } })
      .gif()
      .toBuffer();
    assert.equal((await sharp(frames).metadata()).pages, 3);
    assert.deepEqual(await checkImage(frames, "image/gif", { ...limits, maxPages: 1 }), { pages: 1 });
    const webp = await sharp(frames, { animated: true }).webp().toBuffer();
    assert.deepEqual(await checkImage(webp, "image/webp", { ...limits, maxPages: 1 }), { pages: 1 });
  });

  it("is refused where it is cut short, of size zero or of another format", async () => {
    const png = await picture(20, 10).png().toBuffer();
    const spoilt = [
      [png.subarray(0, 20), "image/png"],
      [await pngThatSays(0, 10), "image/png"],
      [png, "image/jpeg"],
      [Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]), "image/jpeg"],
      [Buffer.from("RIFF\x10\0\0\0WEBPVP8 "), "image/webp"],
      [Buffer.from("GIF89a\x10"), "image/gif"],
      [Buffer.from("II*\0\xff\xff\xff\x7f", "latin1"), "image/tiff"],
      [Buffer.from("BM and nothing else"), "image/bmp"],
      [bmp(0, 10), "image/bmp"],
      [bmp(-10, 10), "image/bmp"],
    ] as const;
    for (const [bytes, type] of spoilt) {
      await assert.rejects(checkImage(bytes, type, limits), {
        code: "invalid_image",
        detail: /image can't be decoded/,
      });
    }
  });

  it("of a TIFF whose directories go round in a circle ends", async () => {
    const circle = tiff([[10, 10]]);
    circle.writeUInt32LE(8, 8 + 2 + 8 * 12);
    const verdict = await checkImage(circle, "image/tiff", limits).catch(({ code }) => code);
    assert.ok(verdict === "invalid_image" || verdict.pages === 1, String(verdict));
  });
});
