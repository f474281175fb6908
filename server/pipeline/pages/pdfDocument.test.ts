import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { drawPdf } from "../../../scripts/drawPdf.ts";
import type { Box } from "../document.ts";
import type { Glyph, PageContent, Raster } from "../page.ts";
import sharp from "../sharp.ts";
import { openPdf } from "./pdfDocument.ts";
import { loadPdfium } from "./pdfium.ts";

type Draw = (pdf: PDFKit.PDFDocument) => void;

/** A PDF drawn by pdfkit, one page of 300 x 200 points to begin with; pdfkit's own y axis points down. */
function drawn(draw: Draw, options: PDFKit.PDFDocumentOptions = {}): Promise<Uint8Array> {
  return drawPdf({ size: [300, 200], margin: 0, ...options }, draw);
}

/** A one-page PDF of 200 x 100 points written by hand, without a cross-reference table (PDFium rebuilds it). */
function written(content: string, objects: readonly string[] = [], page = ""): Uint8Array {
  const stream = `<< /Length ${content.length} >>\nstream\n${content}\nendstream`;
  const pageObject = `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] /Contents 4 0 R ${page} >>`;
  const all = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", pageObject, stream];
  const body = [...all, ...objects].map((object, index) => `${index + 1} 0 obj\n${object}\nendobj`).join("\n");
  return new TextEncoder().encode(`%PDF-1.7\n${body}\ntrailer << /Root 1 0 R >>\n%%EOF`);
}

async function contentOf(bytes: Uint8Array, index = 0): Promise<PageContent & { readonly raster: Raster }> {
  using pdf = await openPdf(bytes);
  return { ...pdf.content(index), raster: pdf.render(index, { dpi: 144, maxPixels: 10_000_000 }) };
}

function textOf(glyphs: readonly Glyph[]): string {
  return glyphs.map(({ text }) => text).join("");
}

function about(actual: readonly number[], expected: readonly number[], tolerance = 0.005): void {
  const isNear = actual.every((value, index) => Math.abs(value - (expected[index] ?? Number.NaN)) <= tolerance);
  assert.ok(isNear && actual.length === expected.length, `[${actual}] is not [${expected}]`);
}

/** Share of dark pixels that lie in one of the boxes, each widened by one pixel for the soft edges of letters. */
function inkShare({ width, height, data }: Raster, boxes: readonly Box[]): number {
  let ink = 0;
  let inside = 0;
  for (let at = 0; at < width * height; at++) {
    if ((data[at * 3] ?? 255) > 128) continue;
    ink++;
    const x = at % width;
    const y = Math.floor(at / width);
    const holds = ([x0, y0, x1, y1]: Box) =>
      x + 2 > x0 * width && x - 1 < x1 * width && y + 2 > y0 * height && y - 1 < y1 * height;
    if (boxes.some(holds)) inside++;
  }
  assert.ok(ink > 0, "nothing is drawn");
  return inside / ink;
}

describe("glyphs of a PDF page", () => {
  const line: Draw = (pdf) => void pdf.font("Helvetica").fontSize(20).text("Ágjy 1.5", 30, 40, { lineBreak: false });

  it("stand where they are drawn, with their text, their size in points and cells that touch", async () => {
    const { glyphs, widthPt, heightPt } = await contentOf(await drawn(line));
    assert.equal(textOf(glyphs), "Ágjy 1.5");
    const [first, second] = glyphs;
    assert.ok(first && second);
    about([first.sizePt, first.angle, widthPt, heightPt], [20, 0, 300, 200], 0.001);
    about([first.box[0] * 300, first.box[2] * 300, second.box[0] * 300], [30, 43.34, 43.34], 0.1);
    assert.ok(
      glyphs.every(({ box }) => box[1] === first.box[1] && box[3] === first.box[3]),
      "one height for a line",
    );
    about([(first.box[3] - first.box[1]) * 200], [23.4], 1);
  });

  for (const rotation of [0, 90, 180, 270]) {
    it(`cover their ink on a page turned by ${rotation} degrees and cut by a CropBox`, async () => {
      const bytes = await drawn((pdf) => {
        line(pdf);
        pdf
          .save()
          .rotate(-90, { origin: [200, 150] })
          .text("upward", 200, 150, { lineBreak: false })
          .restore();
        Object.assign(pdf.page.dictionary.data, { Rotate: rotation, CropBox: [20, 10, 280, 190] });
      });
      const { glyphs, raster, widthPt, heightPt, ...page } = await contentOf(bytes);
      about(
        [widthPt, heightPt, page.rotation],
        rotation % 180 === 0 ? [260, 180, rotation] : [180, 260, rotation],
        0.01,
      );
      assert.deepEqual([raster.width, raster.height], [widthPt * 2, heightPt * 2]);
      assert.ok(
        inkShare(
          raster,
          glyphs.map(({ box }) => box),
        ) > 0.99,
      );
      for (const glyph of glyphs.filter(({ text }) => text !== " ")) {
        assert.ok(inkShare(cut(raster, glyph.box), [[0, 0, 1, 1]]) > 0, `ink in the cell of ${glyph.text}`);
      }
      const turn = (rotation / 180) * Math.PI;
      about([Math.cos(glyphs[0]?.angle ?? 9), Math.sin(glyphs[0]?.angle ?? 9)], [Math.cos(turn), Math.sin(turn)]);
      const upward = turn - Math.PI / 2;
      about(
        [Math.cos(glyphs.at(-1)?.angle ?? 9), Math.sin(glyphs.at(-1)?.angle ?? 9)],
        [Math.cos(upward), Math.sin(upward)],
      );
    });
  }

  it("leave out what lies off the page and the breaks that PDFium makes up", async () => {
    const bytes = await drawn((pdf) => {
      pdf.text("inside", 20, 20, { lineBreak: false }).text("outside", 400, 20, { lineBreak: false });
      pdf.text("next", 20, 60, { lineBreak: false });
    });
    assert.equal(textOf((await contentOf(bytes)).glyphs), "insidenext");
  });

  it("say which text is invisible (render mode 3)", async () => {
    const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    const content = "BT /F 12 Tf 10 50 Td (seen) Tj 3 Tr 0 -20 Td (unseen) Tj ET";
    const { glyphs } = await contentOf(written(content, [font], "/Resources << /Font << /F 5 0 R >> >>"));
    assert.equal(textOf(glyphs.filter(({ hidden }) => !hidden)), "seen");
    assert.equal(textOf(glyphs.filter(({ hidden }) => hidden)), "unseen");
  });

  it("give a ligature as one glyph, a character beyond the BMP whole, and no text to a code without a mapping", async () => {
    const map =
      "1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <41> <00660066> <42> <d83dde00> endbfchar";
    const cmap = `/CIDInit /ProcSet findresource begin begincmap ${map} endcmap end`;
    const objects = [
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R /FirstChar 65 /Encoding << /Differences [67 /unknown] >> >>",
      `<< /Length ${cmap.length} >>\nstream\n${cmap}\nendstream`,
    ];
    const content = "BT /F 12 Tf 10 50 Td (ABC) Tj ET";
    const { glyphs } = await contentOf(written(content, objects, "/Resources << /Font << /F 5 0 R >> >>"));
    assert.deepEqual(
      glyphs.map(({ text }) => text),
      ["ff", "😀", ""],
    );
  });

  it("are as high as the font's ascent and descent say, however large its bounding box", async () => {
    const metrics = "/FirstChar 65 /LastChar 65 /Widths [600] /FontDescriptor 6 0 R";
    const objects = [
      `<< /Type /Font /Subtype /TrueType /BaseFont /Arial /Encoding /WinAnsiEncoding ${metrics} >>`,
      "<< /Type /FontDescriptor /FontName /Arial /Flags 32 /FontBBox [-500 -900 2000 1900] /Ascent 905 /Descent -212 >>",
    ];
    const content = "BT /F 20 Tf 10 40 Td (AA) Tj ET";
    const { glyphs } = await contentOf(written(content, objects, "/Resources << /Font << /F 5 0 R >> >>"));
    const [x0, y0, x1, y1] = glyphs[0]?.box ?? [0, 0, 0, 0];
    about([x0 * 200, x1 * 200], [10, 22], 0.1);
    about([60 - y0 * 100, y1 * 100 - 60], [18.5, 4.5], 1);
  });

  it("have the size at which they are drawn, whatever matrices it is made of", async () => {
    const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
    const content = "q 2 0 0 2 0 0 cm BT /F 1 Tf 5 0 0 5 10 20 Tm (x) Tj ET Q";
    const { glyphs } = await contentOf(written(content, [font], "/Resources << /Font << /F 5 0 R >> >>"));
    about([glyphs[0]?.sizePt ?? 0], [10]);
  });

  function cut({ width, data }: Raster, [x0, y0, x1, y1]: Box): Raster {
    const height = data.length / 3 / width;
    const [left, right] = [Math.floor(x0 * width), Math.ceil(x1 * width)];
    const rows = [];
    for (let y = Math.floor(y0 * height); y < Math.ceil(y1 * height); y++) {
      rows.push(data.subarray((y * width + left) * 3, (y * width + right) * 3));
    }
    return { width: right - left, height: rows.length, data: Buffer.concat(rows) };
  }
});

describe("rules of a PDF page", () => {
  it("are its straight strokes, thin rectangles and the edges of boxes, as thin as they are drawn", async () => {
    const bytes = await drawn((pdf) => {
      pdf.lineWidth(2).moveTo(30, 100).lineTo(270, 100).stroke();
      pdf.rect(50, 20, 1, 150).fill("black");
      pdf.rect(100, 40, 90, 20).fill("#dddddd");
      pdf.circle(250, 50, 20).stroke().moveTo(10, 10).lineTo(60, 60).stroke();
      pdf.rect(200, 150, 50, 20).fill("white");
    });
    const boxes = (await contentOf(bytes)).rules.map(({ box: [x0, y0, x1, y1] }) => [
      x0 * 300,
      y0 * 200,
      x1 * 300,
      y1 * 200,
    ]);
    assert.equal(boxes.length, 6);
    about(boxes[0] ?? [], [30, 99, 270, 101], 0.01);
    about(boxes[1] ?? [], [50, 20, 51, 170], 0.01);
    about(boxes[2] ?? [], [100, 40, 190, 40], 0.01);
    about(boxes[5] ?? [], [190, 40, 190, 60], 0.01);
  });

  it("are found inside Form XObjects, through all their matrices, on a turned page", async () => {
    const inner = "0 0 m 50 0 l S";
    const form = `<< /Type /XObject /Subtype /Form /BBox [0 0 60 60] /Matrix [1 0 0 1 5 0] /Length ${inner.length} >>\nstream\n${inner}\nendstream`;
    const page = "/Rotate 90 /Resources << /XObject << /X 5 0 R >> >>";
    const { rules } = await contentOf(written("q 2 0 0 2 20 30 cm /X Do Q", [form], page));
    const [rule] = rules;
    assert.ok(rule && rules.length === 1);
    // (30, 30) to (130, 30) in page space; turned clockwise the page is 100 x 200 and the line runs down.
    about([rule.box[0] * 100, rule.box[1] * 200, rule.box[2] * 100, rule.box[3] * 200], [29, 30, 31, 130], 0.01);
  });

  it("are bounded in number", async () => {
    const content = Array.from({ length: 6_000 }, (_, index) => `0 ${index / 60} m 200 ${index / 60} l S`).join(" ");
    assert.equal((await contentOf(written(content))).rules.length, 5_000);
  });
});

describe("the share of a PDF page that pictures cover", () => {
  it("counts overlapping pictures once and nothing off the page", async () => {
    const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
      .png()
      .toBuffer();
    const bytes = await drawn((pdf) => {
      pdf.image(picture, 0, 0, { width: 150, height: 100 }).image(picture, 0, 0, { width: 150, height: 200 });
      pdf.image(picture, 400, 0, { width: 150, height: 200 });
    });
    about([(await contentOf(bytes)).imageShare], [0.5], 0.02);
    about([(await contentOf(await drawn((pdf) => void pdf.text("none")))).imageShare], [0], 0);
  });
});

describe("a PDF page rendered", () => {
  it("is RGB on white, with what is drawn in its colour at its place", async () => {
    const { raster } = await contentOf(await drawn((pdf) => void pdf.rect(0, 0, 150, 200).fill("#ff8000")));
    assert.deepEqual([raster.width, raster.height, raster.data.length], [600, 400, 600 * 400 * 3]);
    assert.deepEqual([...raster.data.subarray(0, 3)], [255, 128, 0]);
    assert.deepEqual([...raster.data.subarray(-3)], [255, 255, 255]);
  });

  it("keeps rows together where their length is no multiple of four, and stays below the limit of pixels", async () => {
    using pdf = await openPdf(await drawn((page) => void page.rect(0, 0, 150, 200).fill("black")));
    const raster = pdf.render(0, { dpi: 3000, maxPixels: 10_007 });
    assert.ok(raster.width * raster.height <= 10_007 && raster.width * raster.height > 9_000);
    assert.equal(raster.width % 4 === 0, false);
    const lastRow = raster.data.subarray(-raster.width * 3);
    assert.deepEqual([lastRow[0], lastRow.at(-1)], [0, 255]);
  });
});

describe("an AcroForm", () => {
  const form: Draw = (pdf) => {
    pdf.font("Helvetica").initForm();
    pdf.formText("customer", 20, 20, 120, 20, { value: "Ärmel & Søn" });
    pdf.formText("empty", 20, 50, 120, 20);
    pdf.formText("secret", 20, 80, 120, 20, { value: "hidden", password: true });
    pdf.formCombo("country", 160, 20, 100, 20, { select: ["DE", "FR"], value: "FR" });
    pdf.addPage().formText("second", 30, 100, 60, 20, { value: "page two" });
  };

  it("gives the values that are filled in, with their boxes, on every page, and draws them", async () => {
    using pdf = await openPdf(await drawn(form));
    const fields = pdf.formFields();
    assert.deepEqual(
      fields.map(({ page, name, value }) => [page, name, value]),
      [
        [0, "customer", "Ärmel & Søn"],
        [0, "country", "FR"],
        [1, "second", "page two"],
      ],
    );
    about(fields[0]?.box ?? [], [20 / 300, 20 / 200, 140 / 300, 40 / 200]);
    assert.ok(
      inkShare(
        pdf.render(0, { dpi: 144, maxPixels: 1e6 }),
        fields.map(({ box }) => box),
      ) > 0.5,
    );
  });

  it("gives check boxes as marks with their state", async () => {
    const box = (x: number, state: string) =>
      `<< /Type /Annot /Subtype /Widget /FT /Btn /T (b${x}) /Rect [${x} 40 ${x + 20} 60] /V /${state} /AS /${state} /AP << /N << /On 7 0 R /Off 7 0 R >> >> >>`;
    const objects = [
      box(20, "On"),
      box(60, "Off"),
      "<< /Subtype /Form /BBox [0 0 20 20] /Length 0 >>\nstream\n\nendstream",
    ];
    const text = new TextDecoder().decode(written("", objects, "/Annots [5 0 R 6 0 R]"));
    const bytes = text.replace("/Type /Catalog", "/Type /Catalog /AcroForm << /Fields [5 0 R 6 0 R] >>");
    using pdf = await openPdf(new TextEncoder().encode(bytes));
    const { marks } = pdf.content(0);
    assert.deepEqual(
      marks.map(({ checked }) => checked),
      [true, false],
    );
    about(marks[0]?.box ?? [], [0.1, 0.4, 0.2, 0.6]);
  });
});

describe("a PDF file", () => {
  it("names its attachments with their size", async () => {
    const bytes = await drawn((pdf) => {
      pdf.text("invoice").file(Buffer.from("<Invoice>ü</Invoice>"), { name: "factur-x.xml" });
    });
    using pdf = await openPdf(bytes);
    assert.deepEqual(pdf.attachments(), [{ name: "factur-x.xml", bytes: 21 }]);
  });

  it("that needs a password is refused as encrypted", async () => {
    const bytes = await drawn((pdf) => void pdf.text("secret"), { userPassword: "pass" });
    await assert.rejects(openPdf(bytes), { name: "Failure", code: "encrypted_pdf" });
  });

  it("that is none is refused as invalid, and the next one opens", async () => {
    await assert.rejects(openPdf(new TextEncoder().encode("%PDF-1.7\njunk")), { name: "Failure", code: "invalid_pdf" });
    await assert.rejects(openPdf(new Uint8Array()), { name: "Failure", code: "invalid_pdf" });
    using pdf = await openPdf(await drawn((page) => void page.text("fine")));
    assert.throws(() => pdf.content(1), { name: "Failure", code: "invalid_pdf" });
    assert.equal(textOf(pdf.content(0).glyphs), "fine");
  });

  it("that PDFium gives up on is blamed, and the next one gets a fresh PDFium", async () => {
    const bytes = await drawn((page) => void page.text("fine"));
    using pdf = await openPdf(bytes);
    const size = { dpi: 72_000, maxPixels: 2 ** 31 };
    assert.throws(() => pdf.render(0, size), { name: "Failure", code: "invalid_pdf", internal: /PDFium gave up/ });
    assert.throws(() => pdf.content(0), /closed/);
    assert.equal(textOf((await contentOf(bytes)).glyphs), "fine");
  });

  it("leaves nothing in PDFium's memory once disposed of", async () => {
    const bytes = await drawn(
      (page) => void page.text("again").file(Buffer.alloc(1e6, crypto.randomUUID()), { name: "x" }),
      {
        compress: false,
      },
    );
    const { memory } = await loadPdfium();
    const before = memory.HEAPU8.length;
    for (let round = 0; round < 100; round++) await contentOf(bytes);
    assert.equal(memory.HEAPU8.length, before);
  });
});
