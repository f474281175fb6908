import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { loadConfig, loadSettings, unknownSettings } from "./config.ts";
import { defineSettings } from "./settings.ts";

describe("settings", () => {
  it("have defaults", () => {
    const { port, maxFileBytes, readers, strict } = loadConfig({});
    assert.deepEqual(
      { port, maxFileBytes, readers, strict },
      {
        port: 8080,
        maxFileBytes: 5 * 1024 * 1024,
        readers: ["text-layer", "pp-ocr", "tesseract"],
        strict: false,
      },
    );
  });

  it("are read from the environment in their own types; an empty variable is one not set", () => {
    const environment = {
      SMARTOCR_PORT: "9000",
      SMARTOCR_STRICT: "true",
      SMARTOCR_READERS: "text-layer, tesseract",
      SMARTOCR_HOST: "",
    };
    const { port, strict, readers, host } = loadConfig(environment);
    assert.deepEqual(
      { port, strict, readers, host },
      { port: 9000, strict: true, readers: ["text-layer", "tesseract"], host: "127.0.0.1" },
    );
  });

  it("that are wrong name the variable, what was expected and what it is for", () => {
    assert.throws(
      () => loadConfig({ SMARTOCR_PORT: "70000" }),
      /^SettingError: SMARTOCR_PORT is "70000", but must be <= 65535\. TCP port/,
    );
    assert.throws(
      () => loadConfig({ SMARTOCR_STRICT: "perhaps" }),
      /SMARTOCR_STRICT is "perhaps", but must be boolean\./,
    );
    assert.throws(
      () => loadConfig({ SMARTOCR_READERS: "eyes" }),
      /SMARTOCR_READERS is "eyes", but .*\(text-layer, pp-ocr, tesseract\)/,
    );
  });

  it("that are lists name each item once", () => {
    assert.throws(
      () => loadConfig({ SMARTOCR_READERS: "pp-ocr,pp-ocr" }),
      /^SettingError: SMARTOCR_READERS is "pp-ocr,pp-ocr", but must NOT have duplicate items/,
    );
  });

  it("that name proxies take addresses, CIDR ranges and the names of private ranges, and no host names", () => {
    const text = "10.0.0.1, 10.0.0.0/8, ::1, fd00::/8, loopback, linklocal, uniquelocal";
    assert.deepEqual(loadConfig({ SMARTOCR_TRUSTED_PROXIES: text }).trustedProxies, text.split(", "));
    for (const wrong of [
      "nginx",
      "10.0.0.0/33",
      "10.0.0.0/0",
      "10.0.0.0/",
      "::1/129",
      "10.0.0.0/8/8",
      "::1%eth-0",
      "10.0.0.1,",
    ])
      assert.throws(
        () => loadConfig({ SMARTOCR_TRUSTED_PROXIES: wrong }),
        /^SettingError: SMARTOCR_TRUSTED_PROXIES holds ".*", but .* IP address.*\. Addresses or CIDR ranges of proxies/,
        wrong,
      );
  });

  it("that nothing knows are told, in case they are misspelt", () => {
    assert.deepEqual(unknownSettings({ SMARTOCR_PROT: "1", SMARTOCR_PORT: "1", PATH: "/" }), ["SMARTOCR_PROT"]);
  });

  it("that no file can hold are told where a file is named", () => {
    const table = defineSettings({
      pin: { env: "SMARTOCR_PIN", type: "integer", default: null, minimum: 0, secret: true, about: "A number." },
      size: { env: "SMARTOCR_SIZE", type: "integer", default: null, minimum: 0, about: "A number." },
    });
    const environment = { SMARTOCR_PIN_FILE: "pin", SMARTOCR_SIZE_FILE: "size" };
    assert.deepEqual(unknownSettings(environment, table), ["SMARTOCR_SIZE_FILE"]);
  });

  it("that are secret may stand in a file, and are never shown", async () => {
    const table = defineSettings({
      pin: { env: "SMARTOCR_PIN", type: "integer", default: null, minimum: 0, secret: true, about: "A number." },
    });
    const folder = await mkdtemp(join(tmpdir(), "smartocr-settings-"));
    const file = join(folder, "pin");
    await writeFile(file, "4711\n");
    assert.equal(loadSettings(table, { SMARTOCR_PIN_FILE: file }).pin, 4711);
    await writeFile(file, "hunter2\n");
    assert.throws(
      () => loadSettings(table, { SMARTOCR_PIN_FILE: file }),
      (error) => error instanceof Error && !error.message.includes("hunter2"),
    );
    await rm(folder, { recursive: true });
    assert.throws(
      () => loadSettings(table, { SMARTOCR_PIN_FILE: file }),
      /SMARTOCR_PIN_FILE names a file that can't be read/,
    );
  });
});
