import { timestampDate, timestampFromDate } from "@bufbuild/protobuf/wkt";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { CatalogService, type Product, ProductView, type Variant } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { PriceListType, PricingService, TaxRounding } from "../../proto/gen/catalog/v1/pricing_pb.js";
import type { Money } from "../../proto/gen/common/v1/money_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { productLine, reasonOf } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const method = CatalogService.method;
const pricing = PricingService.method;
const hour = 3_600_000;
const at = (ms: number) => timestampFromDate(new Date(Date.now() + ms));

const variant = (sku: string, amountMinor: string, fields: object = {}) => ({
  sku,
  name: sku,
  options: [{ name: "Sku", value: sku }],
  price: { amountMinor, currency: "USD" },
  ...fields,
});
const inEuros = (amountMinor: string) => ({ basePrices: [{ amountMinor, currency: "EUR" }] });
const shop = useShop({
  products: [
    { ...productLine("SOFA", 5), variants: [variant("SOFA", "1000", inEuros("900"))] },
    productLine("LAMP", 5, "3000"),
    productLine("BOOK", 5, "500", "EUR"),
    productLine("RUG", 5, "70", "GBP"),
    {
      ...productLine("KIT", 5),
      variants: [
        variant("KIT-S", "100", inEuros("90")),
        variant("KIT-M", "200"),
        variant("KIT-L", "300", inEuros("280")),
      ],
    },
  ],
});
let anonymous: Rpc;
let member: Rpc;
let manager: Rpc;
let orders: Rpc;
let euroMarketId: string;

beforeAll(async () => {
  anonymous = await shop.rpc("catalog", { roles: [] });
  member = await shop.rpc("catalog", { accountId: "acc_1", roles: ["CUSTOMER"], customerGroupIds: ["grp_a", "grp_b"] });
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  orders = await shop.rpc("catalog", { roles: [], service: "order" });
  const admin = await shop.rpc("catalog", { accountId: "acc_admin", roles: ["ADMIN"] });
  const { market } = await admin(pricing.saveMarket, {
    market: {
      slug: "euro",
      name: "Euro",
      countryCodes: ["PL"],
      currencyCodes: ["EUR", "USD"],
      taxesIncluded: true,
      taxRounding: TaxRounding.LINE,
    },
  });
  euroMarketId = market?.id ?? "";
});

let lists = 0;
interface ListPrice {
  readonly sku: string;
  readonly amountMinor: bigint;
  readonly currencyCode?: string;
  readonly minQuantity?: number;
}
async function createPriceList(fields: object, ...prices: ListPrice[]): Promise<void> {
  const priceList = { slug: `list-${++lists}`, name: "List", type: PriceListType.SALE, active: true, ...fields };
  const priceListId = (await manager(pricing.savePriceList, { priceList })).priceList?.id ?? "";
  const changes = prices.map((price) => ({ currencyCode: "USD", minQuantity: 1, ...price }));
  await manager(pricing.setPriceListPrices, { priceListId, prices: changes });
}
afterEach(async () => {
  await shop.sql("catalog")`delete from price_lists`;
});

const euro = { marketSlug: "euro" };
const first = { marketSlug: "" };
const text = (money: Money | undefined) => (money === undefined ? null : `${money.amountMinor} ${money.currencyCode}`);

async function readVariant(sku: string, prices: object | undefined, caller = anonymous): Promise<Variant> {
  const { variants } = await caller(method.batchGetVariants, { skus: [sku], ...(prices ? { prices } : {}) });
  if (variants[0] === undefined) throw new Error(`no variant ${sku}`);
  return variants[0];
}
const priceOf = async (...args: Parameters<typeof readVariant>) => {
  const { price, compareAtPrice } = await readVariant(...args);
  return [text(price), text(compareAtPrice)];
};

describe("the price of a variant", () => {
  it("is its base price in the default currency of the market, and never converted", async () => {
    expect(await priceOf("SOFA", euro)).toEqual(["900 EUR", null]);
    expect(await priceOf("SOFA", first)).toEqual(["1000 USD", null]);
    expect(await priceOf("SOFA", { marketSlug: "tax-added" })).toEqual(["1000 USD", null]);
  });

  it("is the one in its own currency if it is not sold in the default currency", async () => {
    expect(await priceOf("LAMP", euro)).toEqual(["3000 USD", null]);
    expect(await priceOf("BOOK", first)).toEqual(["500 EUR", null]);
    expect(await priceOf("RUG", euro)).toEqual(["70 GBP", null]);
  });

  it("is the base price in the currency of the product if no market is requested", async () => {
    await createPriceList({}, { sku: "SOFA", amountMinor: 1n });
    expect(await priceOf("SOFA", undefined)).toEqual(["1000 USD", null]);
  });

  it("is rejected for an unknown market", async () => {
    const key = { case: "slug", value: "sofa" } as const;
    const prices = { marketSlug: "none" };
    const requests = [
      anonymous(method.batchGetVariants, { skus: ["SOFA"], prices }),
      anonymous(method.getProduct, { key, prices }),
      anonymous(method.listProducts, { prices }),
      anonymous(method.searchProducts, { query: "", prices }),
      anonymous(method.suggest, { prefix: "pro", prices }),
    ];
    expect(await Promise.all(requests.map(reasonOf))).toEqual(Array(5).fill("UNKNOWN_MARKET"));
  });

  it("is a SALE price below the base price, with the base price beside it", async () => {
    await createPriceList(
      {},
      { sku: "SOFA", amountMinor: 800n, currencyCode: "EUR" },
      { sku: "SOFA", amountMinor: 1_001n },
      { sku: "LAMP", amountMinor: 2_500n },
    );
    expect(await priceOf("SOFA", euro)).toEqual(["800 EUR", "900 EUR"]);
    expect(await priceOf("SOFA", first)).toEqual(["1000 USD", null]);
    // As an order in this currency.
    expect(await priceOf("LAMP", euro)).toEqual(["2500 USD", "3000 USD"]);
  });

  it("is not that of a list in a currency that the market does not have", async () => {
    await createPriceList({}, { sku: "RUG", amountMinor: 1n, currencyCode: "GBP" });
    expect(await priceOf("RUG", euro)).toEqual(["70 GBP", null]);
  });

  it("is an OVERRIDE price in a currency without a base price", async () => {
    await createPriceList(
      { type: PriceListType.OVERRIDE },
      { sku: "LAMP", amountMinor: 2_800n, currencyCode: "EUR" },
      { sku: "SOFA", amountMinor: 1_500n },
    );
    expect(await priceOf("LAMP", euro)).toEqual(["2800 EUR", null]);
    expect(await priceOf("SOFA", first)).toEqual(["1500 USD", null]);
  });

  it("is that of the list with the highest priority, then the lowest price, for its market", async () => {
    await createPriceList({ priority: 1 }, { sku: "SOFA", amountMinor: 700n });
    await createPriceList({ priority: 2 }, { sku: "SOFA", amountMinor: 850n });
    await createPriceList({ priority: 2 }, { sku: "SOFA", amountMinor: 840n });
    await createPriceList({ priority: 3, marketIds: [euroMarketId] }, { sku: "SOFA", amountMinor: 1n });
    expect(await priceOf("SOFA", first)).toEqual(["840 USD", "1000 USD"]);
  });

  it("is that of a list that applies now: an ended, later or inactive one does not count", async () => {
    await createPriceList({ endTime: at(-1) }, { sku: "SOFA", amountMinor: 1n });
    await createPriceList({ startTime: at(hour) }, { sku: "SOFA", amountMinor: 2n });
    await createPriceList({ active: false }, { sku: "SOFA", amountMinor: 3n });
    expect(await priceOf("SOFA", first)).toEqual(["1000 USD", null]);
    await createPriceList({ startTime: at(-1), endTime: at(hour) }, { sku: "SOFA", amountMinor: 4n });
    expect(await priceOf("SOFA", first)).toEqual(["4 USD", "1000 USD"]);
  });

  it("is that of a customer group for its members only", async () => {
    await createPriceList({ customerGroupIds: ["grp_b", "grp_c"] }, { sku: "SOFA", amountMinor: 600n });
    expect(await priceOf("SOFA", first, member)).toEqual(["600 USD", "1000 USD"]);
    expect(await priceOf("SOFA", first)).toEqual(["1000 USD", null]);
    expect(await priceOf("SOFA", first, manager)).toEqual(["1000 USD", null]);
  });
});

describe("the unit prices of a variant", () => {
  const unitPricesOf = async (sku: string, prices: object) => {
    const { unitPrices } = await readVariant(sku, prices);
    return unitPrices.map(
      (unit) => `${unit.minQuantity}: ${text(unit.amount)}${unit.inDefaultCurrency ? " default" : ""}`,
    );
  };

  it("are those in each currency of the market, for each quantity from which they differ", async () => {
    expect(await unitPricesOf("SOFA", euro)).toEqual(["1: 900 EUR default", "1: 1000 USD"]);
    await createPriceList(
      {},
      { sku: "SOFA", amountMinor: 850n, minQuantity: 2 },
      { sku: "SOFA", amountMinor: 950n },
      { sku: "SOFA", amountMinor: 700n, minQuantity: 10, currencyCode: "EUR" },
    );
    expect(await unitPricesOf("SOFA", euro)).toEqual([
      "1: 900 EUR default",
      "10: 700 EUR default",
      "1: 950 USD",
      "2: 850 USD",
    ]);
  });

  it("have none in a currency in which the variant is not sold", async () => {
    expect(await unitPricesOf("LAMP", euro)).toEqual(["1: 3000 USD"]);
    expect(await unitPricesOf("RUG", euro)).toEqual([]);
    await createPriceList(
      { type: PriceListType.OVERRIDE },
      { sku: "LAMP", amountMinor: 9n, minQuantity: 5, currencyCode: "EUR" },
    );
    expect(await unitPricesOf("LAMP", euro)).toEqual(["5: 9 EUR default", "1: 3000 USD"]);
  });
});

describe("every read of a product", () => {
  const product = ({ minPrice, maxPrice, variants, validUntil }: Product) => ({
    range: [text(minPrice), text(maxPrice)],
    variants: variants.map(({ price, compareAtPrice }) => [text(price), text(compareAtPrice)]),
    validUntil: validUntil === undefined ? null : timestampDate(validUntil).getTime(),
  });
  const readAll = async (slug: string, prices: object, options: object) => {
    const request = { prices, ...options };
    const responses = await Promise.all([
      anonymous(method.getProduct, { key: { case: "slug", value: slug }, ...request }).then((found) => [found.product]),
      anonymous(method.batchGetProducts, { slugs: [slug], ...request }).then(({ products }) => products),
      anonymous(method.listProducts, request).then(({ products }) => products),
      anonymous(method.listProducts, { sort: 3, ...request }).then(({ products }) => products),
      anonymous(method.batchListProducts, { requests: [request] }).then(
        ({ responses: [list] }) => list?.products ?? [],
      ),
      anonymous(method.searchProducts, { query: slug, ...request }).then(({ hits }) => hits.map((hit) => hit.product)),
      anonymous(method.suggest, { prefix: slug, ...request }).then((found) =>
        found.suggestions.map((suggestion) => suggestion.product),
      ),
    ]);
    return responses.map((found) => {
      const match = found.find((item) => item?.slug === slug);
      if (match === undefined) throw new Error(`${slug} was not found`);
      return product(match);
    });
  };
  const full = { view: ProductView.FULL };
  const basic = { view: ProductView.BASIC };

  it("has the prices of the market, and a range of those in its default currency", async () => {
    const variants = [
      ["90 EUR", null],
      ["200 USD", null],
      ["280 EUR", null],
    ];
    const expected = { range: ["90 EUR", "280 EUR"], variants, validUntil: null };
    // The second read finds the product in Redis.
    for (let count = 0; count < 2; count++) expect(await readAll("kit", euro, full)).toEqual(Array(7).fill(expected));
    expect(await readAll("kit", euro, basic)).toEqual(Array(7).fill({ ...expected, variants: [] }));
    expect((await readAll("lamp", euro, basic))[0]?.range).toEqual(["3000 USD", "3000 USD"]);
  });

  it("is valid until the next price list of one of its variants starts or ends", async () => {
    const [starts, ends] = [at(hour), at(2 * hour)];
    await createPriceList({ endTime: ends, priority: 1 }, { sku: "KIT-M", amountMinor: 150n });
    await createPriceList({ startTime: at(-hour), endTime: at(-1) }, { sku: "KIT-L", amountMinor: 1n });
    await createPriceList({ startTime: at(1_000), marketIds: [euroMarketId] }, { sku: "KIT-L", amountMinor: 1n });
    await createPriceList({ endTime: at(1_000), customerGroupIds: ["grp_a"] }, { sku: "KIT-L", amountMinor: 1n });
    await createPriceList({ endTime: at(1_000), active: false }, { sku: "KIT-L", amountMinor: 1n });
    await createPriceList({ endTime: at(1_000) }, { sku: "SOFA", amountMinor: 1n });
    const variants = [
      ["100 USD", null],
      ["150 USD", "200 USD"],
      ["300 USD", null],
    ];
    const expected = { range: ["100 USD", "300 USD"], variants, validUntil: timestampDate(ends).getTime() };
    expect(await readAll("kit", first, full)).toEqual(Array(7).fill(expected));
    expect(await readAll("kit", first, basic)).toEqual(Array(7).fill({ ...expected, variants: [] }));
    await createPriceList({ startTime: starts }, { sku: "KIT-S", amountMinor: 1n });
    const sooner = { ...expected, validUntil: timestampDate(starts).getTime() };
    expect(await readAll("kit", first, full)).toEqual(Array(7).fill(sooner));
    expect(timestampDate((await readVariant("KIT-S", first)).validUntil ?? starts)).toEqual(timestampDate(starts));
    expect((await readVariant("LAMP", first)).validUntil).toBeUndefined();
  });

  it("has the price that a quote charges, for every variant, market, quantity and customer group", async () => {
    const skus = ["SOFA", "LAMP", "BOOK", "RUG", "KIT-S", "KIT-M", "KIT-L"];
    let seed = 7;
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    for (let count = 0; count < 14; count++) {
      const prices = Array.from({ length: 8 }, () => ({
        sku: skus[random(skus.length)] ?? "SOFA",
        currencyCode: ["USD", "EUR", "GBP"][random(3)] ?? "USD",
        minQuantity: 1 + random(3),
        amountMinor: BigInt(1 + random(1_000)),
      }));
      const distinct = new Map(
        prices.map((price) => [`${price.sku} ${price.currencyCode} ${price.minQuantity}`, price]),
      );
      const fields = {
        priority: random(3),
        type: random(2) === 0 ? PriceListType.SALE : PriceListType.OVERRIDE,
        marketIds: random(3) === 0 ? [euroMarketId] : [],
        customerGroupIds: random(3) === 0 ? ["grp_a"] : [],
        ...(random(4) === 0 ? { startTime: at(hour) } : {}),
        ...(random(4) === 0 ? { endTime: at(-hour) } : {}),
      };
      await createPriceList(fields, ...distinct.values());
    }
    let compared = 0;
    for (const prices of [first, euro, { marketSlug: "tax-added" }]) {
      for (const [caller, customerGroupIds] of [
        [anonymous, []],
        [member, ["grp_a", "grp_b"]],
      ] as const) {
        const { variants } = await caller(method.batchGetVariants, { skus, prices });
        expect(variants).toHaveLength(skus.length);
        for (const { sku, price, compareAtPrice, unitPrices } of variants) {
          const quote = async (quantity: number, context: object = {}) => {
            const priceContext = { ...prices, customerGroupIds: [...customerGroupIds], ...context };
            return (await orders(pricing.quote, { lines: [{ sku, quantity }], priceContext })).lines[0];
          };
          const line = await quote(1);
          // A market that does not have the currency of a variant does not sell it.
          if (line !== undefined) {
            expect([sku, text(price), text(compareAtPrice)]).toEqual([
              sku,
              text(line.unitPrice),
              text(line.compareAtUnitPrice),
            ]);
            compared++;
          }
          for (const quantity of [1, 2, 5]) {
            for (const currencyCode of prices === euro ? ["EUR", "USD"] : ["EUR", "GBP"]) {
              const reached = unitPrices.filter(
                ({ amount, minQuantity }) => amount?.currencyCode === currencyCode && minQuantity <= quantity,
              );
              const quoted = await quote(quantity, { currencyCode });
              expect([sku, quantity, text(reached.at(-1)?.amount)]).toEqual([sku, quantity, text(quoted?.unitPrice)]);
            }
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(30);
  });
});
