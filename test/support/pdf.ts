// PDFs written by hand, object by object, so that a test can spoil exactly one thing.

/** The bodies of the objects of a one-page PDF that prints a line, from object 1: catalog, pages, page, content, font. */
export function onePageObjects(): string[] {
  const content = "BT /F1 12 Tf 72 720 Td (Total due 12.50) Tj ET";
  return [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ];
}

/** A PDF of these objects, numbered from 1, with a cross-reference table that is right. `root` is the trailer's /Root. */
export function writePdf(objects: readonly string[], root = "1 0 R"): Buffer {
  let file = "%PDF-1.4\n";
  const offsets = objects.map((body, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return offset;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root ${root} >>\nstartxref\n${file.length}\n%%EOF\n`;
  return Buffer.from(file + table + trailer, "latin1");
}

/** The PDF with one piece of text replaced by another; throws where it does not stand there. */
export function edited(pdf: Buffer, from: string, to: string): Buffer {
  const text = pdf.toString("latin1");
  if (!text.includes(from)) throw new Error(`"${from}" does not stand in the PDF`);
  return Buffer.from(text.replace(from, to), "latin1");
}
