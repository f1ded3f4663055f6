import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { PricingService, TaxRounding } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { address, errorCodes, placeOrder, productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({
  products: [productLine("LAMP", 10, "3000"), productLine("STAMP", 10, "100")],
  vars: { TAX_PROVIDER: "stripe", TAX_CODES: "standard=txcd_99999999 exempt=txcd_00000000" },
});
const buyer = useUser(shop);
const support = useUser(shop, "SUPPORT");
let visitor: Api;

beforeAll(async () => {
  visitor = { url: shop.url };
  const admin = await shop.rpc("catalog", { accountId: "acc_admin", roles: ["ADMIN"] });
  await admin(PricingService.method.saveMarket, {
    market: {
      slug: "united-states",
      name: "United States",
      countryCodes: ["US"],
      currencyCodes: ["USD"],
      taxesIncluded: false,
      taxRounding: TaxRounding.LINE,
    },
  });
  await shop.sql("catalog")`update variants set tax_class = 'exempt' where sku = 'STAMP'`;
});

const sandbox = (method: string, path: string, body?: object) =>
  fetch(`http://${shop.stack.services.stripeHost}/sandbox/${path}`, {
    method,
    headers: { authorization: `Bearer ${shop.stack.services.secrets.sandboxToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const faults = (method: string, body?: object) => sandbox(method, "faults", body);
afterEach(() => faults("DELETE"));

interface Quote {
  readonly lines: readonly { readonly sku: string; readonly tax: { readonly amountMinor: string } }[];
  readonly problems: readonly { readonly code: string; readonly field: readonly string[] }[];
  readonly [field: string]: unknown;
}

const amount = "{ amountMinor }";
const query = `query ($input: QuoteInput!) { quote(input: $input) {
  lines { sku tax ${amount} taxLines { name ratePpm amount ${amount} } } tax ${amount} taxSource
  taxLines { name ratePpm taxableAmount ${amount} amount ${amount} } total ${amount} problems { code field }
} }`;
const quote = async (input: object) => (await fetchData<{ quote: Quote }>(visitor, query, { input })).quote;
const money = (minor: number) => ({ amountMinor: String(minor) });

const lines = [
  { sku: "LAMP", quantity: 2 },
  { sku: "STAMP", quantity: 1 },
];
const losAngeles = { countryCode: "US", region: "CA", postalCode: "90001" };

describe("a quote of a shop with a tax provider", () => {
  it("has the taxes of the provider, by line and by class", async () => {
    const result = await quote({ lines, destination: losAngeles });
    expect(result).toMatchObject({
      lines: [
        { sku: "LAMP", tax: money(375), taxLines: [{ amount: money(360) }, { amount: money(15) }] },
        { sku: "STAMP", tax: money(0), taxLines: [] },
      ],
      tax: money(375),
      taxSource: "PROVIDER",
      problems: [],
    });
    expect(result.taxLines).toEqual([
      { name: "Sales Tax (California)", ratePpm: 60_000, taxableAmount: money(6_000), amount: money(360) },
      { name: "Sales Tax (Los Angeles County)", ratePpm: 2_500, taxableAmount: money(6_000), amount: money(15) },
    ]);
  });

  it("has the tax inside the prices of a market whose prices include it", async () => {
    const result = await quote({ lines, destination: { countryCode: "NL", postalCode: "3511 AB" } });
    expect(result).toMatchObject({ tax: money(1_041), total: money(6_100), taxSource: "PROVIDER" });
  });

  it("says that a destination is not precise enough", async () => {
    const { problems } = await quote({ lines, destination: { countryCode: "US" } });
    expect(problems).toEqual([{ code: "INVALID_ADDRESS", field: ["input", "destination", "postalCode"] }]);
  });

  it("fails with UNAVAILABLE while the provider does not respond, and is never untaxed", async () => {
    await faults("POST", { mode: "error_500", match: "tax/calculations", times: 2 });
    for (let attempt = 0; attempt < 2; attempt++) {
      expect(await errorCodes(visitor, query, { input: { lines, destination: losAngeles } })).toEqual(["UNAVAILABLE"]);
    }
    expect(await quote({ lines, destination: losAngeles })).toMatchObject({ tax: money(375), taxSource: "PROVIDER" });
  });

  it("needs no provider without a destination", async () => {
    await faults("POST", { mode: "error_500", match: "tax/calculations" });
    expect(await quote({ lines })).toMatchObject({ tax: money(0), total: money(6_100), problems: [] });
  });
});

interface TaxTransaction {
  readonly type: string;
  readonly reference: string;
  readonly line_items: { readonly data: readonly { readonly amount: number; readonly amount_tax: number }[] };
  readonly shipping_cost: { readonly amount: number } | null;
}

/** Returns what was reported for an order, oldest first. */
async function reportsOf(orderId: string): Promise<readonly unknown[]> {
  const response = await sandbox("GET", "tax_transactions");
  const { transactions } = (await response.json()) as { transactions: readonly TaxTransaction[] };
  return transactions
    .filter(({ reference }) => reference.startsWith(orderId))
    .map(({ type, line_items }) => [type, ...line_items.data.map(({ amount: net, amount_tax }) => [net, amount_tax])]);
}

const untilReported = (orderId: string, expected: readonly unknown[]) =>
  expect.poll(() => reportsOf(orderId), { timeout: 20_000 }).toEqual(expected);

describe("an order of a shop with a tax provider", () => {
  const shippingAddress = { ...address, countryCode: "US", region: "CA", postalCode: "90001" };
  const place = (idempotencyKey: string, more: object = {}) =>
    placeOrder(buyer, { lines, shippingAddress, idempotencyKey, ...more });
  const orderFields = `id status taxSource tax ${amount} total ${amount} refunded ${amount}`;

  async function refund(orderId: string, input: object): Promise<Record<string, unknown>> {
    const mutation = `mutation ($input: RefundOrderInput!) {
      refundOrder(input: $input) { order { ${orderFields} } userErrors { code } } }`;
    const request = { orderId, reason: "damaged", idempotencyKey: `refund ${orderId}`, ...input };
    const data = await fetchData<{ refundOrder: Record<string, unknown> }>(support, mutation, { input: request });
    return data.refundOrder;
  }

  it("costs what the quote says, and its sale and its refunds are reported once", async () => {
    const { total } = await quote({ lines, destination: losAngeles });
    // The response to the first report is lost.
    await faults("POST", { mode: "reset_after", match: "create_from_calculation" });
    const expectedTotal = { ...(total as object), currency: "USD" };
    const { order } = await place("reported", { expectedTotal });
    const id = order?.id ?? "";
    expect(order?.status).toBe("CONFIRMED");
    const read = await fetchData<object>(buyer, `query ($id: ID!) { order(id: $id) { ${orderFields} } }`, { id });
    expect(read).toMatchObject({ order: { taxSource: "PROVIDER", tax: money(375), total: money(6_475) } });
    const sale = ["transaction", [6_000, 375], [100, 0]];
    await untilReported(id, [sale]);
    const { order: refunded } = await refund(id, { lines: [{ sku: "LAMP", quantity: 1 }] });
    expect(refunded).toMatchObject({ refunded: money(3_187) });
    await untilReported(id, [sale, ["reversal", [-3_000, -187]]]);
  });

  it("is neither placed nor charged while the provider does not respond", async () => {
    await faults("POST", { mode: "error_500", match: "tax/calculations" });
    const document = `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id } } }`;
    const input = { lines, shippingAddress, paymentMethod: "pm_card_visa", idempotencyKey: "tax outage" };
    expect(await errorCodes(buyer, document, { input })).toEqual(["UNAVAILABLE"]);
    // The same request succeeds after the outage.
    const { order } = await placeOrder(buyer, input);
    expect([order?.status, order?.total.amountMinor]).toEqual(["CONFIRMED", "6475"]);
  });

  it("is confirmed while the provider accepts no reports, which follow later", async () => {
    await faults("POST", { mode: "error_500", match: "create_from_calculation", times: 3 });
    const { order } = await place("late report");
    expect(order?.status).toBe("CONFIRMED");
    await untilReported(order?.id ?? "", [["transaction", [6_000, 375], [100, 0]]]);
  });

  it("is rejected for an address that the provider does not find", async () => {
    const { userErrors } = await place("unknown", { shippingAddress: { ...shippingAddress, region: "" } });
    expect(userErrors.map(({ code }) => code)).toEqual(["INVALID_ADDRESS"]);
  });

  it("deducts the tax inside its prices for a business with reverse charge, and reports what is left", async () => {
    const berlin = { countryCode: "DE", region: "", postalCode: "10115" };
    const taxId = "DE123456100";
    const quoteFields = `taxSource tax ${amount} reverseChargeAmount ${amount} total ${amount}`;
    const document = `query ($input: QuoteInput!) { quote(input: $input) { ${quoteFields} } }`;
    // 19 % inside 60.00 is 9.58. The stamp is exempt.
    const price = { tax: money(0), reverseChargeAmount: money(958), total: money(5_142) };
    expect(await fetchData(buyer, document, { input: { lines, destination: berlin, taxId } })).toEqual({
      quote: { taxSource: "PROVIDER", ...price },
    });
    const { order } = await place("business", { shippingAddress: { ...shippingAddress, ...berlin }, taxId });
    expect([order?.status, order?.total.amountMinor]).toEqual(["CONFIRMED", "5142"]);
    await untilReported(order?.id ?? "", [["transaction", [5_042, 0], [100, 0]]]);
  });
});
