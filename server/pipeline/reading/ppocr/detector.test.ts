import assert from "node:assert/strict";
import { test } from "node:test";
import { detectorSize } from "./detector.ts";

test("an A4 page is looked at with 1280 pixels on its long side, upright or across", () => {
  assert.deepEqual(detectorSize({ width: 1654, height: 2339 }), { width: 896, height: 1280 });
  assert.deepEqual(detectorSize({ width: 2339, height: 1654 }), { width: 1280, height: 896 });
});

test("a receipt is looked at with 960 pixels on its long side", () => {
  assert.deepEqual(detectorSize({ width: 932, height: 1864 }), { width: 480, height: 960 });
});

test("a very long receipt keeps 320 pixels on its short side", () => {
  assert.deepEqual(detectorSize({ width: 800, height: 10_000 }), { width: 320, height: 4000 });
});

test("a small picture is not enlarged beyond the next multiple of 32", () => {
  assert.deepEqual(detectorSize({ width: 300, height: 200 }), { width: 288, height: 192 });
  assert.deepEqual(detectorSize({ width: 1, height: 1 }), { width: 32, height: 32 });
});

test("no picture gives the detector more than 1280 x 1280 pixels", () => {
  for (const short of [1, 10, 100, 300, 320, 1000, 6000]) {
    for (const ratio of [1, 1.4, 1.7, 1.8, 3, 10, 16, 17, 100, 10_000]) {
      const { width, height } = detectorSize({ width: short, height: short * ratio });
      assert.ok(width * height <= 1280 * 1280, `${short} x ${short * ratio}: ${width} x ${height}`);
    }
  }
});
