import assert from "node:assert/strict";
import { test } from "node:test";
import { askew, field, printedPage, valuesOf } from "./printedPage.fixture.ts";

const number = { type: "number" } as const;
const date = { type: "date" } as const;

const receipt = printedPage([
  "       KAFFEEHAUS MÜLLER",
  "   Königstraße 12, 70173 Stuttgart",
  "      USt-IdNr. DE811907980",
  "",
  "Datum: 14.03.2026               15:42",
  "Beleg-Nr.: 004711             Kasse 2",
  "",
  "2 x Cappuccino                   7,80",
  "1 x Käsekuchen                   4,20",
  "1 x Brötchen, belegt             3,90",
  "",
  "Summe EUR                       15,90",
  "Bar                             20,00",
  "Rückgeld                         4,10",
  "",
  "Netto                           13,36",
  "MwSt. 19 %                       2,54",
]);

test("a receipt that lies askew is read across its rows", () => {
  const fields = [
    field("store", { description: "name of the shop, as printed at the top" }),
    field("date", date),
    field("receiptNumber", { title: "Beleg-Nr." }),
    field("total", { ...number, title: "Summe" }),
    field("taxAmount", { ...number, title: "MwSt." }),
  ];
  for (const slope of [0, 0.025, -0.025, 0.05]) {
    assert.deepEqual(valuesOf(fields, askew(receipt, slope)), {
      "/store": "KAFFEEHAUS MÜLLER",
      "/date": "2026-03-14",
      "/receiptNumber": "004711",
      "/total": 15.9,
      "/taxAmount": 2.54,
    });
  }
});

test("a printed label is a key as it stands", () => {
  const fields = [field("Summe", number), field("MwSt", number), field("Beleg-Nr"), field("Trinkgeld", number)];
  assert.deepEqual(valuesOf(fields, askew(receipt, 0.025)), {
    "/Summe": 15.9,
    "/MwSt": 2.54,
    "/Beleg-Nr": "004711",
    "/Trinkgeld": null,
  });
});

test("an amount stands far right of its label, with a currency, a percentage or a parenthesis between", () => {
  for (const label of ["Storage fee EUR", "Storage fee 19 %", "Storage fee (per day):", "Storage fee (8.5%) USD"]) {
    const page = printedPage([`${label.padEnd(60)}12.50`, `${"Cleaning".padEnd(60)}99.00`]);
    assert.deepEqual(valuesOf([field("storageFee", number)], page), { "/storageFee": 12.5 }, label);
  }
});

test("the money handed over is not the total, though it is more and stands under the total's label", () => {
  const page = printedPage([
    "Invoice 581355            Cashier NINI",
    "TOTAL                     RM 64.15",
    "CASH                      RM 100.00",
    "CHANGE                    RM 35.85",
  ]);
  assert.deepEqual(valuesOf([field("total", number)], askew(page, 0.01)), { "/total": 64.15 });
});

test("the only date of a document is its date, wherever it stands", () => {
  const lines = Array.from({ length: 40 }, (_, i) => `Article ${i}                1.0${i % 10}`);
  assert.deepEqual(valuesOf([field("date", date)], printedPage([...lines, "18:15  24/05/2018"])), {
    "/date": "2018-05-24",
  });
});

test("a head without labels gives name, address and telephone, without the number in the register", () => {
  const page = printedPage([
    "LIAN HING STATIONERY SDN BHD (162761-M)",
    "(162761-M)",
    "NO.32 & 33, JALAN SR 1/9, SEKSYEN 9,",
    "43300 SERI KEMBANGAN, SELANGOR",
    "(603) 8945-1234",
    "",
    "Pencil                 2.00",
  ]);
  assert.deepEqual(valuesOf([field("company"), field("address"), field("telephone")], page), {
    "/company": "LIAN HING STATIONERY SDN BHD",
    "/address": "NO.32 & 33, JALAN SR 1/9, SEKSYEN 9, 43300 SERI KEMBANGAN, SELANGOR",
    "/telephone": "(603) 8945-1234",
  });
});

test("the party under 'Bill To' is not the vendor", () => {
  const page = printedPage([
    "LENS & LIGHT CO.                INVOICE",
    "847 Mission St, San Francisco, CA 94103",
    "",
    "Bill To                         Invoice Number: INV-2847",
    "Harbor Gallery LLC              Invoice Date: May 31, 2026",
  ]);
  assert.deepEqual(valuesOf([field("vendor.name"), field("customer.name")], page), {
    "/vendor/name": "LENS & LIGHT CO.",
    "/customer/name": "Harbor Gallery LLC",
  });
});

test("the number of a form's box is not its value", () => {
  const page = printedPage([
    "7 Dependent care benefits      8 Allocated tips",
    "9,873.20                       874.20",
  ]);
  assert.deepEqual(valuesOf([field("dependentCareBenefits", number), field("allocatedTips", number)], page), {
    "/dependentCareBenefits": 9873.2,
    "/allocatedTips": 874.2,
  });
});

test("a word that was hard to read does not cut its value short", () => {
  const page = printedPage(["Attention: Dr. Harry Minnemeyer"]);
  const unsure = page.pages.map((one) => ({
    ...one,
    words: one.words.map((word, i, all) => ({ ...word, confidence: i === all.length - 1 ? 0.6 : 0.99 })),
  }));
  assert.deepEqual(valuesOf([field("attention")], { ...page, pages: unsure }), {
    "/attention": "Dr. Harry Minnemeyer",
  });
});
