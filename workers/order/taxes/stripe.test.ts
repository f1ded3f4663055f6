import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StripeEmulator, startStripeEmulator } from "../../../dev/emulators/stripe/server.ts";
import { allowOrigins } from "../../kit/outbound-fetch.ts";
import type { TaxableOrder } from "./port.ts";
import { createStripeTaxes } from "./stripe.ts";

/**
 * The behaviour that the order expects from its tax provider. The same table runs against the emulator, in `npm test`, and
 * against Stripe's stripe-mock, in `npm run test:stripe-mock`: see `payments/stripe.test.ts`. stripe-mock returns the same
 * fixture for every calculation, of one line.
 */
const mock = process.env.STRIPE_MOCK;
const secretKey = "sk_test_taxes";
const controlToken = "control-taxes";
let dataDir: string;
let emulator: StripeEmulator | undefined;
let host: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "stoa-taxes-"));
  if (mock === undefined) emulator = await startStripeEmulator({ dataDir, secretKey, controlToken });
  host = mock ?? `127.0.0.1:${emulator?.port}`;
  allowOrigins([`http://${host}`]);
});

afterAll(async () => {
  await emulator?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const taxCodes = new Map([
  ["standard", "txcd_99999999"],
  ["exempt", "txcd_00000000"],
]);
const signal = new AbortController().signal;
const calculate = (changes: Partial<TaxableOrder> = {}) =>
  createStripeTaxes({ secretKey, host, requestsPerSecond, taxCodes }).calculate({ ...order, ...changes }, signal);

/** The line that stripe-mock returns, and its result. */
const fixtureLine = { sku: "Pepperoni Pizza", quantity: 1, amount: 1_499n, taxClass: "standard" };
const fixture = {
  type: "calculated",
  calculationId: expect.stringMatching(/^taxcalc_/),
  lines: [{ tax: 148n, taxLines: [] }],
  shipping: { tax: 0n, taxLines: [] },
};

const order: TaxableOrder = {
  currency: "EUR",
  taxesIncluded: false,
  isReverseCharge: false,
  destination: { countryCode: "NL", region: "", postalCode: "3511 AB" },
  lines:
    mock === undefined
      ? [
          { sku: "LAMP", quantity: 2, amount: 10_000n, taxClass: "standard" },
          { sku: "STAMP", quantity: 1, amount: 500n, taxClass: "exempt" },
        ]
      : [fixtureLine],
  shipping: { amount: 495n, taxClass: "standard" },
};
const losAngeles = { countryCode: "US", region: "CA", postalCode: "90001" };
const none = { tax: 0n, taxLines: [] };
const vat = (taxableAmount: bigint, amount: bigint) => ({
  tax: amount,
  taxLines: [{ name: "VAT", ratePpm: 210_000, taxableAmount, amount }],
});

interface Case {
  readonly name: string;
  readonly act: () => Promise<unknown>;
  /** The result of the emulator. */
  readonly expected: unknown;
}

const cases: readonly Case[] = [
  {
    name: "calculates the tax of each line and of shipping on top of the amounts",
    act: () => calculate(),
    expected: {
      type: "calculated",
      calculationId: expect.stringMatching(/^taxcalc_/),
      lines: [vat(10_000n, 2_100n), none],
      shipping: vat(495n, 104n),
    },
  },
  {
    name: "calculates the tax inside the amounts when prices include it",
    act: () => calculate({ taxesIncluded: true }),
    expected: expect.objectContaining({ lines: [vat(8_264n, 1_736n), none], shipping: vat(409n, 86n) }),
  },
  {
    name: "names the rates of a state and of a county, and leaves out shipping of an exempt class",
    act: () => calculate({ currency: "USD", destination: losAngeles, shipping: { amount: 500n, taxClass: "exempt" } }),
    expected: expect.objectContaining({
      lines: [
        {
          tax: 625n,
          taxLines: [
            { name: "Sales Tax (California)", ratePpm: 60_000, taxableAmount: 10_000n, amount: 600n },
            { name: "Sales Tax (Los Angeles County)", ratePpm: 2_500, taxableAmount: 10_000n, amount: 25n },
          ],
        },
        none,
      ],
      shipping: none,
    }),
  },
  {
    name: "calculates no tax with reverse charge",
    act: () => calculate({ isReverseCharge: true }),
    expected: expect.objectContaining({ lines: [none, none], shipping: none }),
  },
];

const requestsPerSecond = 1_000;

describe(`Stripe Tax, on ${mock === undefined ? "the emulator" : "stripe-mock"}`, () => {
  it.each(cases)("$name", async ({ act, expected }) => {
    expect(await act()).toEqual(mock === undefined ? expected : fixture);
  });
});

describe(`Reports to Stripe Tax, on ${mock === undefined ? "the emulator" : "stripe-mock"}`, () => {
  const taxes = () => createStripeTaxes({ secretKey, host, requestsPerSecond, taxCodes });
  const reported = { type: "reported", transactionId: expect.stringMatching(/^tax_/) };
  let sales = 0;

  /** Records a sale of the order, and returns its reference and its transaction. */
  async function recordSale(): Promise<{ reference: string; transactionId: string }> {
    const calculated = await calculate();
    const reference = `ord_${process.pid}_${++sales}`;
    if (calculated.type !== "calculated") throw new Error("The taxes were not calculated");
    const result = await taxes().record(calculated.calculationId, reference, `${reference}:key`);
    if (result.type !== "reported") throw new Error(`The sale was not reported: ${result.reason}`);
    return { reference, transactionId: result.transactionId };
  }
  const lampRefund = { sku: order.lines[0]?.sku ?? "", quantity: 1, amount: 5_000n, tax: 1_050n };

  it("record a sale once per key", async () => {
    const calculated = await calculate();
    const calculationId = calculated.type === "calculated" ? calculated.calculationId : "";
    const record = () => taxes().record(calculationId, "ord_once", "key_once");
    const [first, again] = [await record(), await record()];
    expect([first, again]).toEqual([reported, reported]);
    if (mock === undefined) expect(again).toEqual(first);
  });

  it("reverse lines and shipping, in several parts, and undo a reversal", async () => {
    const { reference, transactionId } = await recordSale();
    const first = await taxes().reverse(
      transactionId,
      { lines: [lampRefund], shipping: { amount: 495n, tax: 104n } },
      `${reference}-1`,
      `${reference}-1`,
    );
    expect(first).toEqual(reported);
    const second = { lines: [{ ...lampRefund, quantity: 0 }], shipping: undefined };
    expect(await taxes().reverse(transactionId, second, `${reference}-2`, `${reference}-2`)).toEqual(reported);
    const shippingOnly = { lines: [], shipping: { amount: 1n, tax: 0n } };
    const third = await taxes().reverse(transactionId, shippingOnly, `${reference}-3`, `${reference}-3`);
    expect(third.type).toBe(mock === undefined ? "refused" : "reported");
    const reversalId = first.type === "reported" ? first.transactionId : "";
    expect(await taxes().undoReversal(reversalId, `${reference}-1-undone`, `${reference}-1-undone`)).toEqual(reported);
    const again = await taxes().reverse(transactionId, shippingOnly, `${reference}-4`, `${reference}-4`);
    expect(again).toEqual(reported);
  });
});

// stripe-mock has no pages and cannot fail.
if (mock === undefined) {
  describe("Stripe Tax", () => {
    const fault = (mode: string, match = "calculations") =>
      fetch(`http://${host}/sandbox/faults`, {
        method: "POST",
        headers: { authorization: `Bearer ${controlToken}` },
        body: JSON.stringify({ mode, match }),
      });

    it("reads the taxes of more lines than the first page has", async () => {
      const lines = Array.from({ length: 100 }, (_, index) => ({
        sku: `SKU-${index}`,
        quantity: 1,
        amount: BigInt(index * 100),
        taxClass: "standard",
      }));
      const result = await calculate({ lines });
      expect(result.type === "calculated" && result.lines.map(({ tax }) => tax)).toEqual(
        lines.map(({ amount }) => (amount * 21n) / 100n),
      );
    });

    it("is unavailable for a request that Stripe rejects, and responds to the next one", async () => {
      const negative = [{ sku: "LAMP", quantity: 1, amount: -1n, taxClass: "standard" }];
      for (let attempt = 0; attempt < 5; attempt++) {
        const result = await calculate({ lines: negative });
        expect(result).toEqual({ type: "unavailable", reason: expect.stringContaining("negative") });
      }
      expect(await calculate()).toMatchObject({ type: "calculated" });
    });

    it("says that a destination is unknown, which does not count as an outage", async () => {
      const unknown = { ...losAngeles, postalCode: "" };
      for (let attempt = 0; attempt < 5; attempt++) {
        expect(await calculate({ destination: unknown })).toEqual({ type: "unknownDestination" });
      }
      expect(await calculate({ destination: losAngeles })).toMatchObject({ type: "calculated" });
    });

    it("refuses a report that cannot succeed, and is unavailable for a report after a lost response", async () => {
      const taxes = createStripeTaxes({ secretKey, host, requestsPerSecond, taxCodes });
      const refused = { type: "refused", reason: expect.any(String) };
      expect(await taxes.record("taxcalc_none", "ord_none", "key_none")).toEqual(refused);
      const calculated = await calculate();
      const calculationId = calculated.type === "calculated" ? calculated.calculationId : "";
      await fault("reset_after", "create_from_calculation");
      const record = (reference: string, key: string) => taxes.record(calculationId, reference, key);
      expect(await record("ord_lost", "key_lost")).toMatchObject({ type: "unavailable" });
      expect(await record("ord_lost", "key_lost")).toMatchObject({ type: "reported" });
      expect(await record("ord_lost", "key_other")).toEqual(refused);
    });

    // The last case, because the circuit is open after it.
    it("is unavailable after an error, a lost response and a rejected key, and then without a request for a time", async () => {
      const unavailable = { type: "unavailable", reason: expect.any(String) };
      await fault("error_500");
      expect(await calculate()).toEqual(unavailable);
      await fault("reset_after");
      expect(await calculate()).toEqual(unavailable);
      const other = createStripeTaxes({ secretKey: "sk_test_other", host, requestsPerSecond, taxCodes });
      expect(await other.calculate(order, signal)).toEqual(unavailable);
      expect(await calculate()).toEqual({ type: "unavailable", reason: expect.stringContaining("circuit") });
    });
  });
}
