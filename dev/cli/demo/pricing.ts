import { type Api, fetchData } from "../shop/api.ts";
import { tradeCustomer } from "./accounts.ts";
import type { getDemoProducts } from "./products.ts";

/**
 * What the demo shop has besides the markets, tax rates and shipping methods of the migrations. Orders of today keep their
 * totals: only two categories have prices in euros, and no sale, promotion or code applies to lamps.
 */

/** The codes that the banner of `npm start` lists. */
export const demoCouponCodes = [
  { code: "WELCOME10", description: "10 % off" },
  { code: "SHIPFREE", description: "free shipping, 100 uses" },
] as const;

const [welcome, freeShipping] = demoCouponCodes;

const euroCountries = ["AT", "BE", "DE", "ES", "FR", "IE", "IT", "NL"];
/** The first market of the migrations. Visitors without a known country have its prices, and most prices are in dollars. */
const firstMarket = "tax-included";
const otherCurrencies = ["GBP", "JPY", "KWD", "INR"];

/** Categories with prices in euros. By the number, as many shops do: tax is inside the one and on top of the other. */
const pricedInEuros = ["Clothing/Shoes", "Outdoor/Camping"];

/** Grams of one unit, by category. Products of all other categories count as weightless. */
const weights: Readonly<Record<string, number>> = {
  "Home/Lighting": 1_500,
  "Home/Furniture/Chairs": 9_000,
  "Home/Furniture/Tables": 32_000,
  "Kitchen/Cookware": 2_500,
  "Clothing/Shoes": 1_000,
  "Outdoor/Camping": 1_500,
};

type DemoProduct = ReturnType<typeof getDemoProducts>[number];

/** Returns a product with its weight, and with its prices in euros if it has some. */
export function addPricesAndWeight(product: DemoProduct) {
  const path = product.categoryPaths[0] ?? "";
  const hasEuros = pricedInEuros.includes(path);
  const variants = product.variants.map((variant) => ({
    ...variant,
    basePrices: hasEuros ? [{ amountMinor: variant.price.amountMinor, currency: "EUR" }] : [],
    weightGrams: weights[path] ?? null,
  }));
  return { ...product, variants };
}

/** Creates markets, taxes, shipping, a customer group, price lists and promotions. Needs the products and the accounts. */
export async function createDemoPricing(admin: Api): Promise<void> {
  const europe = await createMarkets(admin);
  await createTaxRates(admin);
  await createShipping(admin);
  await createSale(admin, europe);
  await createTradePrices(admin);
  await createPromotions(admin);
}

/** Creates markets, with the currency of each first. The first one is the United States. Returns the ids of those in a sale. */
async function createMarkets(admin: Api): Promise<readonly string[]> {
  type Data = { markets: readonly { id: string; slug: string }[] };
  const { markets } = await fetchData<Data>(admin, "{ markets { id slug } }");
  const first = markets.find(({ slug }) => slug === firstMarket);
  if (first === undefined) throw new Error(`The market ${firstMarket} does not exist`);
  const unitedStates = {
    slug: "united-states",
    name: "United States",
    countryCodes: ["US"],
    currencies: ["USD", "EUR", ...otherCurrencies],
    taxesIncluded: false,
  };
  await run(admin, "updateMarket", "market { id }", { id: first.id, ...unitedStates });
  const europe = await create(admin, "Market", {
    slug: "europe",
    name: "Europe",
    countryCodes: euroCountries,
    currencies: ["EUR", "USD", ...otherCurrencies],
    taxesIncluded: true,
  });
  await create(admin, "Market", {
    slug: firstMarket,
    name: "United Kingdom and Japan",
    countryCodes: ["GB", "JP"],
    currencies: ["USD", "EUR", ...otherCurrencies],
    taxesIncluded: true,
  });
  return [europe, first.id];
}

/** Creates the taxes of two states, and that of a city in one of them. Countries have theirs from the migrations. */
async function createTaxRates(admin: Api): Promise<void> {
  const rates = [
    { name: "TX state tax", region: "TX", ratePpm: 62_500 },
    { name: "WA state tax", region: "WA", ratePpm: 65_000 },
    { name: "Seattle tax", region: "WA", postalCodePrefix: "981", ratePpm: 38_500 },
  ];
  for (const rate of rates) await create(admin, "TaxRate", { taxClassCode: "standard", countryCode: "US", ...rate });
}

/** Creates the shipping of the United States: free, or express by weight. Below 10 kg, express costs the same as before. */
async function createShipping(admin: Api): Promise<void> {
  const currencies = ["USD", "EUR", ...otherCurrencies];
  const free = currencies.map((currency) => ({ price: { amountMinor: "0", currency } }));
  const byWeight = [
    { toWeightGrams: 10_000, price: { amountMinor: "1500", currency: "USD" } },
    { fromWeightGrams: 10_000, toWeightGrams: 30_000, price: { amountMinor: "3900", currency: "USD" } },
    { fromWeightGrams: 30_000, price: { amountMinor: "9900", currency: "USD" } },
    { price: { amountMinor: "1400", currency: "EUR" } },
    { price: { amountMinor: "1200", currency: "GBP" } },
    { price: { amountMinor: "2200", currency: "JPY" } },
    { price: { amountMinor: "4500", currency: "KWD" } },
    { price: { amountMinor: "125000", currency: "INR" } },
  ];
  const methods = [
    { code: "standard", name: "Standard", rates: free, minDeliveryDays: 4, maxDeliveryDays: 7 },
    { code: "express", name: "Express", rates: byWeight, minDeliveryDays: 1, maxDeliveryDays: 2 },
  ];
  const zone = { slug: "united-states", name: "United States", countryCodes: ["US"], methods };
  await create(admin, "ShippingZone", zone);
}

/** Creates a sale of a tent and a sleeping bag in both markets. */
async function createSale(admin: Api, marketIds: readonly string[]): Promise<void> {
  const sale = { slug: "end-of-season", name: "End of season", type: "SALE", marketIds };
  await createPriceList(admin, sale, [
    { skus: ["CMP-01-1", "CMP-01-2"], amountMinor: "29900" },
    { skus: ["CMP-02-1", "CMP-02-2"], amountMinor: "19900" },
  ]);
}

/** Creates a group of customers who pay less for a dining chair, and still less from ten chairs on. */
async function createTradePrices(admin: Api): Promise<void> {
  const group = await create(admin, "CustomerGroup", { slug: "trade", name: "Trade customers" });
  type Data = { accounts: { edges: readonly { node: { id: string } }[] } };
  const query = "query ($query: String!) { accounts(query: $query) { edges { node { id } } } }";
  const { accounts } = await fetchData<Data>(admin, query, { query: tradeCustomer.email });
  const accountId = accounts.edges[0]?.node.id;
  await run(admin, "setCustomerGroups", "account { id }", { accountId, customerGroupIds: [group] });
  const skus = ["CHR-01-1", "CHR-01-2", "CHR-01-3"];
  const list = { slug: "trade", name: "Trade prices", type: "OVERRIDE", customerGroupIds: [group] };
  await createPriceList(admin, list, [
    { skus, amountMinor: "12900" },
    { skus, amountMinor: "10900", minQuantity: 10 },
  ]);
}

interface DemoPrice {
  readonly skus: readonly string[];
  readonly amountMinor: string;
  readonly minQuantity?: number;
}

/** Creates a price list with the same amounts in euros and dollars. */
async function createPriceList(admin: Api, list: object, prices: readonly DemoPrice[]): Promise<void> {
  const priceListId = await create(admin, "PriceList", list);
  const rows = prices.flatMap(({ skus, ...price }) =>
    skus.flatMap((sku) => ["EUR", "USD"].map((currency) => ({ sku, currency, ...price }))),
  );
  await run(admin, "setPriceListPrices", "priceList { id }", { priceListId, prices: rows });
}

/** Creates a discount on large orders of clothing, and one with each code. All three combine. */
async function createPromotions(admin: Api): Promise<void> {
  type Data = { category: { id: string } };
  const { category } = await fetchData<Data>(admin, `{ category(slug: "clothing") { id } }`);
  const clothing = { categoryIds: [category.id] };
  const minAmounts = ["EUR", "USD"].map((currency) => ({ amountMinor: "20000", currency }));
  await createPromotion(admin, {
    slug: "wardrobe",
    name: "10 % off clothing from 200",
    class: "PRODUCT",
    automatic: true,
    combinesWith: ["ORDER", "SHIPPING"],
    conditions: { minAmounts, items: clothing },
    reward: { percentage: { basisPoints: 1_000, items: clothing } },
  });
  const welcomeId = await createPromotion(admin, {
    slug: "welcome",
    name: "10 % off your order",
    class: "ORDER",
    automatic: false,
    combinesWith: ["PRODUCT", "SHIPPING"],
    reward: { percentage: { basisPoints: 1_000 } },
  });
  const freeShippingId = await createPromotion(admin, {
    slug: "free-shipping",
    name: "Free shipping",
    class: "SHIPPING",
    automatic: false,
    combinesWith: ["PRODUCT", "ORDER"],
    reward: { percentage: { basisPoints: 10_000 } },
  });
  await createCode(admin, welcomeId, { code: welcome.code });
  await createCode(admin, freeShippingId, { code: freeShipping.code, usageLimit: 100 });
}

async function createPromotion(admin: Api, promotion: object): Promise<string> {
  const id = await create(admin, "Promotion", promotion);
  await run(admin, "setPromotionActive", "promotion { id }", { id, active: true });
  return id;
}

interface DemoCode {
  readonly code: string;
  readonly usageLimit?: number;
}

async function createCode(admin: Api, promotionId: string, code: DemoCode): Promise<void> {
  const input = { promotionId, idempotencyKey: `demo ${code.code}`, ...code };
  await run(admin, "createCouponCodes", "couponCodes { id }", input);
}

/** Runs the mutation that creates an entity of this type, and returns its id. */
async function create(admin: Api, type: string, input: object): Promise<string> {
  const name = type.charAt(0).toLowerCase() + type.slice(1);
  const payload = await run(admin, `create${type}`, `${name} { id }`, input);
  return (payload[name] as { readonly id: string }).id;
}

/** Runs a mutation and returns its payload. Throws if it has a user error. */
async function run(admin: Api, mutation: string, selection: string, input: object) {
  const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} userErrors { message } } }`;
  type Payload = Readonly<Record<string, unknown>> & { readonly userErrors: readonly { readonly message: string }[] };
  const payload = (await fetchData<Record<string, Payload>>(admin, document, { input }))[mutation];
  const [error] = payload?.userErrors ?? [];
  if (payload === undefined || error !== undefined) throw new Error(`${mutation}: ${error?.message}`);
  return payload;
}
