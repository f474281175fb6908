// Draws the samples that ship with the project: an invoice as a PDF with a text layer, and a receipt as a picture that
// went through a bad scanner. Both from this script alone, so their truth is known. Run: node scripts/make-samples.ts

import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { openPdf } from "../server/pipeline/pages/pdfDocument.ts";
import { drawPdf } from "./drawPdf.ts";

const samples = fileURLToPath(new URL("../samples/", import.meta.url));

const plain = { margin: 0, info: { CreationDate: new Date("2026-05-31T12:00:00Z") } };

await writeFile(`${samples}invoice.pdf`, await drawInvoice());
await writeFile(`${samples}receipt.jpg`, await scan(await drawReceipt()));

function drawInvoice(): Promise<Buffer> {
  return drawPdf({ ...plain, size: [595, 842] }, (page) => {
    const text = (value: string, x: number, y: number, size = 10, font = "Helvetica") =>
      page.font(font).fontSize(size).text(value, x, y, { lineBreak: false });
    const right = (value: string, x: number, y: number, font = "Helvetica") =>
      page
        .font(font)
        .fontSize(10)
        .text(value, x - page.widthOfString(value), y, { lineBreak: false });

    text("LENS & LIGHT CO.", 56, 56, 18, "Helvetica-Bold");
    text("847 Mission St, San Francisco, CA 94103", 56, 80);
    text("billing@lensandlight.example  |  +1 415 555 0134", 56, 94);
    text("INVOICE", 440, 56, 22, "Helvetica-Bold");

    const facts = [
      ["Invoice Number:", "INV-2847"],
      ["Invoice Date:", "May 31, 2026"],
      ["Due Date:", "June 30, 2026"],
      ["PO Number:", "PO-77120"],
    ] as const;
    facts.forEach(([label, value], row) => {
      text(label, 360, 130 + 16 * row);
      text(value, 460, 130 + 16 * row, 10, "Helvetica-Bold");
    });

    text("Bill To", 56, 130, 10, "Helvetica-Bold");
    ["Harbor Gallery LLC", "12 Pier Road", "Oakland, CA 94607"].forEach((line, row) => {
      text(line, 56, 146 + 14 * row);
    });

    page.rect(56, 222, 483, 20).fill("#e8edf2").fillColor("black");
    [
      ["Description", 62],
      ["Qty", 340],
      ["Unit Price", 396],
      ["Amount", 494],
    ].forEach(([label, x]) => {
      text(String(label), Number(x), 228, 10, "Helvetica-Bold");
    });
    const items = [
      ["Studio lighting kit, rental", "4", "$1,250.00", "$5,000.00"],
      ["Portrait lens 85 mm", "2", "$1,640.00", "$3,280.00"],
      ["On-site assistant, hours", "12", "$65.00", "$780.00"],
    ] as const;
    items.forEach(([description, quantity, price, amount], row) => {
      const y = 252 + 20 * row;
      text(description, 62, y);
      right(quantity, 358, y);
      right(price, 446, y);
      right(amount, 534, y);
    });
    page.moveTo(56, 318).lineTo(539, 318).stroke("#8899aa");

    const totals = [
      ["Subtotal:", "$9,060.00"],
      ["Sales Tax (7.97%):", "$722.00"],
      ["Total Due:", "$9,782.00"],
    ] as const;
    totals.forEach(([label, value], row) => {
      const font = row === 2 ? "Helvetica-Bold" : "Helvetica";
      right(label, 446, 332 + 18 * row, font);
      right(value, 534, 332 + 18 * row, font);
    });
    text("Payment within 30 days. Thank you for your business.", 56, 420);
  });
}

function drawReceipt(): Promise<Buffer> {
  return drawPdf({ ...plain, size: [226, 430] }, (page) => {
    const line = (value: string, y: number, size = 9, font = "Courier", align: "left" | "center" | "right" = "left") =>
      page.font(font).fontSize(size).text(value, 14, y, { width: 198, align, lineBreak: false });
    const pair = (label: string, value: string, y: number, font = "Courier") => {
      line(label, y, 9, font);
      page
        .font(font)
        .fontSize(9)
        .text(value, 212 - page.widthOfString(value), y, { lineBreak: false });
    };
    line("KAFFEEHAUS MÜLLER", 24, 13, "Courier-Bold", "center");
    line("Königstraße 12, 70173 Stuttgart", 42, 8, "Courier", "center");
    line("USt-IdNr. DE811907980", 54, 8, "Courier", "center");
    pair("Datum: 14.03.2026", "15:42", 84);
    pair("Beleg-Nr.: 004711", "Kasse 2", 98);
    pair("2 x Cappuccino", "7,80", 130);
    pair("1 x Käsekuchen", "4,20", 144);
    pair("1 x Brötchen, belegt", "3,90", 158);
    pair("Summe EUR", "15,90", 188, "Courier-Bold");
    pair("Bar", "20,00", 206);
    pair("Rückgeld", "4,10", 220);
    pair("Netto", "13,36", 250);
    pair("MwSt. 19 %", "2,54", 264);
    line("Vielen Dank für Ihren Besuch!", 306, 9, "Courier", "center");
  });
}

/** Grey paper, a slight turn, soft focus, grain and JPEG: what a cheap scanner makes of a page. */
async function scan(pdf: Buffer): Promise<Buffer> {
  using document = await openPdf(pdf);
  const { data, width, height } = document.render(0, { dpi: 220, maxPixels: 10_000_000 });
  const page = await sharp(data, { raw: { width, height, channels: 3 } })
    .linear(0.78, 34)
    .blur(0.7)
    .composite([{ input: grain(width, height), raw: { width, height, channels: 3 }, blend: "soft-light" }])
    .png()
    .toBuffer();
  return sharp(page).rotate(1.4, { background: "#d8d8d4" }).jpeg({ quality: 72 }).toBuffer();
}

/** The same grey noise each time: a linear congruential generator (Numerical Recipes) in place of chance. */
function grain(width: number, height: number): Buffer {
  const pixels = Buffer.alloc(3 * width * height);
  let state = 1;
  for (let at = 0; at < pixels.length; at += 3) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    pixels.fill(96 + (state >>> 26), at, at + 3);
  }
  return pixels;
}
