import assert from "node:assert/strict";
import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { temporaryDataDir } from "../../test/support/accounts.ts";
import { adminSocketPath, prepareDataFolder } from "./dataFolder.ts";

describe("the data folder", () => {
  it("is made for its owner alone", async (t) => {
    const folder = join(await temporaryDataDir(t), "deep", "data");
    await prepareDataFolder(folder);
    assert.equal((await stat(folder)).mode & 0o777, 0o700);
  });

  it("that can't be made is refused with what to do", async (t) => {
    const file = join(await temporaryDataDir(t), "file");
    await writeFile(file, "");
    await assert.rejects(prepareDataFolder(join(file, "data")), {
      name: "DataFolderError",
      message: /file\/data can't be used .* SMARTOCR_DATA_DIR/,
    });
  });

  it("with a path too long for a socket is refused in a sentence", () => {
    assert.equal(adminSocketPath("/data"), "/data/run/admin.sock");
    assert.equal(Buffer.byteLength(adminSocketPath(`/${"d".repeat(84)}`)), 100);
    assert.throws(() => adminSocketPath(`/${"d".repeat(85)}`), /has 101 bytes, .* shorter path in SMARTOCR_DATA_DIR/);
    assert.throws(() => adminSocketPath(`/${"ü".repeat(43)}`), /has 102 bytes/);
  });
});
