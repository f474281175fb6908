import assert from "node:assert/strict";
import { test } from "node:test";
import { currencyOf } from "./currency.ts";
import { emailIn, parseIban, phoneAt, urlIn } from "./identifier.ts";

test("an IBAN is accepted with its check digits only", () => {
  assert.equal(parseIban("DE89 3704 0044 0532 0130 00"), "DE89370400440532013000");
  assert.equal(parseIban("DE89 3704 0044 0532 0130 01"), null);
  assert.equal(parseIban("INV-2026-0001"), null);
});

test("mail and web addresses and telephone numbers are read out of their word", () => {
  assert.equal(emailIn("<jo@example.co.uk>,"), "jo@example.co.uk");
  assert.equal(urlIn("(www.example.com)"), "www.example.com");
  assert.equal(urlIn("jo@example.com"), null);
  assert.deepEqual(phoneAt("+49 30 123456-7 Fax"), { text: "+49 30 123456-7", sure: true });
  assert.equal(phoneAt("12.50 3"), null);
});

test("a currency is a code, or the sign that stands for one", () => {
  assert.deepEqual(currencyOf("EUR"), { code: "EUR", sure: true });
  assert.equal(currencyOf("12,00€")?.code, "EUR");
  assert.equal(currencyOf("$9,782.00")?.code, "USD");
  assert.equal(currencyOf("RM9.30")?.code, "MYR");
  assert.equal(currencyOf("TOTAL"), null);
});
