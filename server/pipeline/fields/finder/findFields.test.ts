import assert from "node:assert/strict";
import { test } from "node:test";
import type { Mark } from "../../document.ts";
import type { FieldSpec } from "../../target.ts";
import { findFields } from "./findFields.ts";
import { field, printedPage, valuesOf } from "./printedPage.fixture.ts";

const number = { type: "number" } as const;
const date = { type: "date" } as const;

const invoice = printedPage([
  "LENS & LIGHT CO.",
  "847 Mission Street, San Francisco, CA 94103",
  "Phone: (415) 555-0134   billing@lenslight.com",
  "",
  "INVOICE                         Invoice Number: INV-2847",
  "                                Invoice Date: 05/31/2026",
  "Bill To:                        Due Date: 06/30/2026",
  "Harbor Studio LLC",
  "12 Pier Road",
  "Oakland, CA 94607",
  "",
  "Description          Qty    Price      Amount",
  "Lens 50mm            2      $4,000.00  $8,000.00",
  "Tripod               1      $1,000.00  $1,000.00",
  "",
  "                            Sub Total  $9,000.00",
  "                            Tax        $782.00",
  "                            Total Due  $9,782.00",
]);

test("an invoice's fields are found by label, place and type", () => {
  const fields = [
    field("invoiceNumber"),
    field("invoiceDate", date),
    field("due_date", date),
    field("sub-total", number),
    field("taxAmount", number),
    field("totalDue", number),
    field("vendor.name"),
    field("vendor.email"),
    field("vendor.phone"),
    field("customer.name"),
    field("currency"),
  ];
  assert.deepEqual(valuesOf(fields, invoice), {
    "/invoiceNumber": "INV-2847",
    "/invoiceDate": "2026-05-31",
    "/due_date": "2026-06-30",
    "/sub-total": 9000,
    "/taxAmount": 782,
    "/totalDue": 9782,
    "/vendor/name": "LENS & LIGHT CO.",
    "/vendor/email": "billing@lenslight.com",
    "/vendor/phone": "(415) 555-0134",
    "/customer/name": "Harbor Studio LLC",
    "/currency": "USD",
  });
});

test("a value carries the box and text of its words, and a currency those of its sign", () => {
  const [total, currency] = findFields(
    [field("totalDue", number), field("currency")],
    printedPage(["Total Due  9.782,00 €"]),
  );
  assert.deepEqual(total?.proof, [
    { page: 0, box: [(20 + 11 * 6) / 600, 20 / 800, (20 + 19 * 6) / 600, 30 / 800], text: "9.782,00", source: "text" },
  ]);
  assert.equal(currency?.value, "EUR");
  assert.equal(currency?.proof[0]?.text, "€");
});

test("a value on several lines has a box for each line", () => {
  const page = printedPage([
    "Delivery address:  ACME Works",
    "                   Mill Road 4",
    "                   80331 Munich",
  ]);
  const [address] = findFields([field("deliveryAddress")], page);
  assert.equal(address?.value, "ACME Works Mill Road 4 80331 Munich");
  assert.deepEqual(
    address?.proof.map(({ text }) => text),
    ["ACME Works", "Mill Road 4", "80331 Munich"],
  );
});

test("a value is found right of its label, in the same segment after a colon, and below it", () => {
  const layouts = [["Policy holder    Jane Miller"], ["Policy holder: Jane Miller"], ["Policy holder", "Jane Miller"]];
  for (const lines of layouts) {
    assert.deepEqual(valuesOf([field("policyHolder")], printedPage(lines)), { "/policyHolder": "Jane Miller" });
  }
});

test("a value in a grid belongs to the label above it", () => {
  const page = printedPage(["Voucher number    Batch number", "V-1001            B-2002"]);
  assert.deepEqual(valuesOf([field("batchNumber"), field("voucherNumber")], page), {
    "/batchNumber": "B-2002",
    "/voucherNumber": "V-1001",
  });
});

test("labels are understood in other languages", () => {
  const page = printedPage([
    "Rechnungsnummer: R-77    Rechnungsdatum: 01.03.2026",
    "Nettobetrag              1.000,00 EUR",
    "MwSt 19 %                190,00 EUR",
    "Gesamtbetrag             1.190,00 EUR",
  ]);
  const fields = [
    field("invoiceNumber"),
    field("invoiceDate", date),
    field("total", number),
    field("netTotal", number),
  ];
  assert.deepEqual(valuesOf(fields, page), {
    "/invoiceNumber": "R-77",
    "/invoiceDate": "2026-03-01",
    "/total": 1190,
    "/netTotal": 1000,
  });
});

test("a title tells the printed label where the key does not", () => {
  const page = printedPage(["Mat. Batch: 4711-B", "Brand: Foo"]);
  assert.deepEqual(valuesOf([field("x1", { title: "Mat. Batch" })], page), { "/x1": "4711-B" });
});

test("an option of an enum is found as printed, a check box gives a boolean", () => {
  const box: Mark["box"] = [0.02, 0.043, 0.03, 0.055];
  const page = printedPage(["Payment method: Bank transfer", "Express delivery"], [{ box, checked: true }]);
  const [method, express] = findFields(
    [field("paymentMethod", { enum: ["cash", "bank_transfer"] }), field("expressDelivery", { type: "boolean" })],
    page,
  );
  assert.equal(method?.value, "bank_transfer");
  assert.deepEqual(
    method?.proof.map(({ text, source }) => [text, source]),
    [["Bank transfer", "enum"]],
  );
  assert.equal(express?.value, true);
  assert.deepEqual(
    express?.proof.map(({ box, source }) => [box, source]),
    [[box, "mark"]],
  );
});

test("what the document does not hold is null, with a reason and a probability of its own", () => {
  const decoys = [
    field("bloodGroup"),
    field("studentNumber"),
    field("aircraftRegistration"),
    field("dogBreed"),
    field("starSign"),
    field("weddingDate", date),
    field("graduationDate", date),
    field("shoeSize", number),
    field("chessRating", number),
    field("horsePower", number),
  ];
  for (const found of findFields(decoys, invoice)) {
    assert.equal(found.value, null, found.pointer);
    assert.equal(found.reason, "not_found");
    assert.deepEqual(found.proof, []);
    assert.ok(found.probability > 0.5 && found.probability < 1);
  }
});

test("a list is not looked for, and a page that nobody read is the reason of a null", () => {
  const items = field("items").target;
  const list: FieldSpec = { ...field("items"), target: { kind: "list", nullable: false, items } };
  const [found] = findFields([list], invoice);
  assert.deepEqual([found?.value, found?.reason], [[], "not_found"]);
  const unread = { ...invoice, pages: invoice.pages.map((page) => ({ ...page, reader: null, words: [] })) };
  const [missing] = findFields([field("invoiceNumber")], unread);
  assert.deepEqual([missing?.value, missing?.reason], [null, "page_unread"]);
});

test("an integer is never filled with a fraction, a date-time needs a printed time and has the zone that is printed", () => {
  const page = printedPage(["Pages: 12.50", "Printed at: 31 May 2026 18:30", "Sent at: 2026-05-31 18:30 UTC"]);
  assert.deepEqual(
    valuesOf(
      [
        field("pages", { type: "integer" }),
        field("printedAt", { type: "datetime" }),
        field("sentAt", { type: "datetime" }),
      ],
      page,
    ),
    {
      "/pages": null,
      "/printedAt": "2026-05-31T18:30:00",
      "/sentAt": "2026-05-31T18:30:00Z",
    },
  );
});

test("the same words and fields give the same values, whatever was read before", () => {
  const fields = [field("invoiceNumber"), field("totalDue", number), field("vendor.name"), field("shoeSize", number)];
  const first = findFields(fields, invoice);
  findFields(fields, printedPage(["Total Due  1.00", "Invoice Number: X-1"]));
  assert.deepEqual(findFields(fields, invoice), first);
});

test("keys such as __proto__ are fields like any other", () => {
  const page = printedPage(["Constructor: Smith & Sons", "Proto: P-12"]);
  const found = findFields([field("constructor"), field("__proto__"), field("toString")], page);
  assert.deepEqual(
    found.map(({ value }) => value),
    ["Smith & Sons", "P-12", null],
  );
});
