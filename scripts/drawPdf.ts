import PDFDocument from "pdfkit";

export type Drawing = InstanceType<typeof PDFDocument>;

/** A PDF that `paint` draws, in points from the top left; `options` as pdfkit's, for size and passwords. */
export function drawPdf(options: PDFKit.PDFDocumentOptions, paint: (page: Drawing) => void): Promise<Buffer> {
  const page = new PDFDocument(options);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    page.on("data", (chunk: Buffer) => chunks.push(chunk));
    page.on("end", () => resolve(Buffer.concat(chunks)));
    page.on("error", reject);
    paint(page);
    page.end();
  });
}
