import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { PricingService, TaxRounding } from "../../proto/gen/catalog/v1/pricing_pb.js";
import { errorCodes, productLine } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({
  products: [productLine("LAMP", 10, "3000"), productLine("STAMP", 10, "100")],
  vars: { TAX_PROVIDER: "stripe", TAX_CODES: "standard=txcd_99999999 exempt=txcd_00000000" },
});
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

const faults = (method: string, body?: object) =>
  fetch(`http://${shop.stack.services.stripeHost}/sandbox/faults`, {
    method,
    headers: { authorization: `Bearer ${shop.stack.services.secrets.sandboxToken}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
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
