import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData, sendGraphql } from "../../dev/cli/shop/api.ts";
import { countCalls } from "../support/call-counter.ts";
import { productLine } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("SOFA", 10), productLine("LAMP", 10)] });
const manager = useUser(shop, "CATALOG_MANAGER");
const admin = useUser(shop, "ADMIN");

interface Errors {
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

/** Runs a mutation. Returns the selected fields, and the user errors as `CODE field.path`. */
async function mutate<T>(mutation: string, input: object, selection: string, api: Api = manager) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { result: ${mutation}(input: $input) { ${selection} userErrors { code field } } }`;
  const { result } = await fetchData<{ result: T & Errors }>(api, query, { input });
  const { userErrors, ...payload } = result;
  return { ...(payload as unknown as T), errors: userErrors.map(({ code, field }) => `${code} ${field.join(".")}`) };
}

/** Runs a mutation that takes the ID of an object. */
async function remove(mutation: string, id: string) {
  const query = `mutation ($id: ID!) { result: ${mutation}(id: $id) { deletedId userErrors { code field } } }`;
  const { result } = await fetchData<{ result: { deletedId: string | null } & Errors }>(manager, query, { id });
  return {
    deletedId: result.deletedId,
    errors: result.userErrors.map(({ code, field }) => [code, ...field].join(" ")),
  };
}

const read = <T = Record<string, never>>(query: string, variables: object = {}, api: Api = manager) =>
  fetchData<T>(api, query, variables);
const usd = (amountMinor: string) => ({ amountMinor, currency: "USD" });
const firstMarket = "mkt_00000000000000000000000001";

describe("markets", () => {
  const fields = "market { id slug name countryCodes currencies taxesIncluded taxRounding }";
  const market = { slug: "nordics", name: "Nordics", countryCodes: ["SE", "DK"], currencies: ["EUR", "USD"] };
  type Payload = { market: { id: string } | null };

  it("are created and updated by administrators, and listed for all callers", async () => {
    // Fills the response cache: a change must replace the cached list.
    await read("{ markets { slug } }", {}, { url: shop.url });
    const created = await mutate<Payload>("createMarket", { ...market, taxesIncluded: true }, fields, admin);
    const id = created.market?.id ?? "";
    expect(created.market).toEqual({ ...market, id, taxesIncluded: true, taxRounding: "LINE" });
    const update = { id, taxRounding: "ORDER", countryCodes: ["SE"], name: null };
    const updated = await mutate<Payload>("updateMarket", update, fields, admin);
    const expected = { ...market, id, countryCodes: ["SE"], taxesIncluded: true, taxRounding: "ORDER" };
    expect(updated).toEqual({ market: expected, errors: [] });
    const list = "{ markets { id slug name countryCodes currencies taxesIncluded taxRounding } }";
    const { markets } = await read<{ markets: object[] }>(list, {}, { url: shop.url });
    expect(markets).toHaveLength(4);
    expect(markets).toContainEqual(expected);
    const query = `query ($keys: [_Any!]!) { node(id: "${id}") { ... on Market { slug } } _entities(representations: $keys) { ... on Market { slug } } }`;
    const keys = [{ __typename: "Market", id }];
    expect(await read(query, { keys }, { url: shop.url })).toEqual({
      node: { slug: "nordics" },
      _entities: [{ slug: "nordics" }],
    });
  });

  it.each([
    ["COUNTRY_TAKEN input.countryCodes", { countryCodes: ["FI", "NL"] }],
    ["COUNTRY_TAKEN input.countryCodes", { countryCodes: [] }],
    ["INVALID_COUNTRY input.countryCodes", { countryCodes: ["se"] }],
    ["INVALID_CURRENCY input.currencies", { currencies: [] }],
    ["SLUG_TAKEN input.slug", { slug: "tax-added" }],
  ])("reject a market with %s", async (error, change) => {
    const input = { ...market, slug: "invalid", countryCodes: ["FI"], taxesIncluded: true, ...change };
    expect(await mutate("createMarket", input, fields, admin)).toEqual({ market: null, errors: [error] });
  });

  it("are not created by an update with an empty ID", async () => {
    const update = { id: "", slug: "empty", name: "n", countryCodes: ["FI"], currencies: ["EUR"] };
    expect((await mutate("updateMarket", update, fields, admin)).errors).toEqual(["NOT_FOUND input.id"]);
  });

  it("cannot be changed by catalog managers", async () => {
    const query = `mutation { updateMarket(input: { id: "${firstMarket}", name: "Other" }) { market { id } } }`;
    const { errors } = await sendGraphql(manager, query);
    expect(errors?.map(({ extensions }) => extensions?.["code"])).toEqual(["FORBIDDEN"]);
  });
});

describe("taxes", () => {
  const fields =
    "taxRate { id name taxClass { code name } countryCode region postalCodePrefix ratePpm combinable startsAt endsAt }";
  type Payload = { taxRate: { id: string } | null };

  it("have classes that are created and renamed by code", async () => {
    const save = (name: string) => mutate("saveTaxClass", { code: "books", name }, "taxClass { code name }");
    expect(await save("Book")).toEqual({ taxClass: { code: "books", name: "Book" }, errors: [] });
    expect(await save("Books")).toEqual({ taxClass: { code: "books", name: "Books" }, errors: [] });
    const { taxClasses } = await read<{ taxClasses: { code: string; name: string }[] }>("{ taxClasses { code name } }");
    expect(taxClasses.filter(({ code }) => code === "books")).toEqual([{ code: "books", name: "Books" }]);
    expect(taxClasses.map(({ code }) => code)).toContain("exempt");
  });

  it("have rates whose absent fields stay, and whose nullable fields are cleared by null", async () => {
    const startsAt = "2026-01-01T00:00:00.000Z";
    const input = {
      name: "NY state tax",
      taxClassCode: "standard",
      countryCode: "US",
      region: "New York",
      postalCodePrefix: "100-01",
      ratePpm: 88_750,
      startsAt,
    };
    const created = await mutate<Payload>("createTaxRate", input, fields);
    const id = created.taxRate?.id ?? "";
    const rate = {
      id,
      name: "NY state tax",
      taxClass: { code: "standard", name: "Standard" },
      countryCode: "US",
      region: "NEW YORK",
      postalCodePrefix: "10001",
      ratePpm: 88_750,
      combinable: true,
      startsAt,
      endsAt: null,
    };
    expect(created).toEqual({ taxRate: rate, errors: [] });
    const changed = await mutate<Payload>("updateTaxRate", { id, ratePpm: 90_000, combinable: false }, fields);
    expect(changed.taxRate).toEqual({ ...rate, ratePpm: 90_000, combinable: false });
    const cleared = await mutate<Payload>("updateTaxRate", { id, region: null, startsAt: null, name: null }, fields);
    const wide = { ...rate, ratePpm: 90_000, combinable: false, region: null, startsAt: null };
    expect(cleared.taxRate).toEqual(wide);
    const node = `query ($id: ID!) { node(id: $id) { ... on TaxRate { region ratePpm } } }`;
    expect(await read(node, { id })).toEqual({ node: { region: null, ratePpm: 90_000 } });
    expect(await remove("deleteTaxRate", id)).toEqual({ deletedId: id, errors: [] });
    expect(await remove("deleteTaxRate", id)).toEqual({ deletedId: null, errors: ["NOT_FOUND id"] });
    expect(await read(node, { id })).toEqual({ node: null });
  });

  it("list rates by country and class in pages", async () => {
    for (const region of ["Quebec", "Ontario", "Alberta"]) {
      const rate = { name: region, taxClassCode: "standard", countryCode: "CA", region, ratePpm: 50_000 };
      expect((await mutate<Payload>("createTaxRate", rate, fields)).errors).toEqual([]);
    }
    const query = `query ($after: String) { taxRates(first: 3, after: $after, countryCode: "CA", taxClassCode: "standard") {
      edges { node { name taxClass { code } } } pageInfo { hasNextPage hasPreviousPage endCursor }
    } }`;
    type Page = {
      taxRates: { edges: { node: { name: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    };
    const { taxRates: page } = await read<Page>(query);
    expect(page.edges.map(({ node }) => node.name)).toEqual(["GST", "Alberta", "Ontario"]);
    const { taxRates: last } = await read<Page>(query, { after: page.pageInfo.endCursor });
    expect([last.edges.map(({ node }) => node.name), last.pageInfo.hasNextPage]).toEqual([["Quebec"], false]);
  });

  it.each([
    ["UNKNOWN_TAX_CLASS input.taxClassCode", { taxClassCode: "none" }],
    ["INVALID_TAX_CLASS input.taxClassCode", { taxClassCode: "exempt" }],
    ["INVALID_TAX_RATE input.ratePpm", { ratePpm: 1_000_001 }],
    ["INVALID_PERIOD input.endsAt", { startsAt: "2026-02-01T00:00:00Z", endsAt: "2026-02-01T00:00:00Z" }],
  ])("reject a rate with %s", async (error, change) => {
    const input = { name: "VAT", taxClassCode: "standard", countryCode: "PL", ratePpm: 230_000, ...change };
    expect((await mutate("createTaxRate", input, fields)).errors).toEqual([error]);
  });
});

describe("shipping zones", () => {
  const methodFields =
    "id code name carrier minDeliveryDays maxDeliveryDays active taxClass { code } zone { slug } rates { fromWeightGrams toWeightGrams fromAmount { amountMinor } toAmount { amountMinor } price { amountMinor currency } }";
  const fields = `shippingZone { id slug name countryCodes regions postalCodePrefixes methods { ${methodFields} } }`;
  type Method = { id: string; code: string };
  type Payload = { shippingZone: { id: string; methods: Method[] } | null };
  const express = {
    code: "express",
    name: "Express",
    rates: [
      { toWeightGrams: 1_000, toAmount: usd("5000"), price: usd("900") },
      { fromAmount: usd("5000"), price: usd("0") },
    ],
    minDeliveryDays: 1,
  };
  const zone = {
    slug: "islands",
    name: "Islands",
    countryCodes: ["PT"],
    postalCodePrefixes: ["9"],
    methods: [express],
  };

  it("replace their methods, which keep their IDs while their codes stay", async () => {
    const created = await mutate<Payload>("createShippingZone", zone, fields);
    const { id = "", methods = [] } = created.shippingZone ?? {};
    const shown = {
      id: methods[0]?.id ?? "",
      code: "express",
      name: "Express",
      carrier: null,
      minDeliveryDays: 1,
      maxDeliveryDays: null,
      active: true,
      taxClass: { code: "standard" },
      zone: { slug: "islands" },
      rates: [
        {
          fromWeightGrams: null,
          toWeightGrams: 1_000,
          fromAmount: null,
          toAmount: { amountMinor: "5000" },
          price: usd("900"),
        },
        {
          fromWeightGrams: null,
          toWeightGrams: null,
          fromAmount: { amountMinor: "5000" },
          toAmount: null,
          price: usd("0"),
        },
      ],
    };
    expect(created).toEqual({ shippingZone: { ...zone, id, regions: [], methods: [shown] }, errors: [] });
    const standard = { code: "standard", name: "Standard", rates: [{ price: usd("0") }], active: false };
    const update = { id, methods: [standard, { ...express, name: "Fast" }] };
    const updated = await mutate<Payload>("updateShippingZone", update, fields);
    expect(updated.shippingZone).toMatchObject({
      postalCodePrefixes: ["9"],
      methods: [
        { code: "standard", active: false },
        { ...shown, name: "Fast" },
      ],
    });
    const nodes = `query ($zone: ID!, $method: ID!) {
      zone: node(id: $zone) { ... on ShippingZone { slug } }
      method: node(id: $method) { ... on ShippingMethod { name zone { id } } }
    }`;
    expect(await read(nodes, { zone: id, method: shown.id })).toEqual({
      zone: { slug: "islands" },
      method: { name: "Fast", zone: { id } },
    });
    const { shippingZones } = await read<{ shippingZones: { id: string }[] }>("{ shippingZones { id } }");
    expect(shippingZones.map((row) => row.id)).toContain(id);
    expect(await remove("deleteShippingZone", id)).toEqual({ deletedId: id, errors: [] });
    expect(await remove("deleteShippingZone", id)).toEqual({ deletedId: null, errors: ["NOT_FOUND id"] });
  });

  it.each([
    ["CODE_TAKEN input.methods.1.code", { methods: [express, express] }],
    ["INVALID_ZONE input.regions", { countryCodes: ["PT", "ES"], regions: ["Azores"], postalCodePrefixes: [] }],
    ["INVALID_SHIPPING_METHOD input.methods.0.rates", { methods: [{ ...express, rates: [] }] }],
    [
      "INVALID_SHIPPING_RATE input.methods.0.rates.0",
      { methods: [{ ...express, rates: [{ fromAmount: { amountMinor: "1", currency: "EUR" }, price: usd("1") }] }] },
    ],
  ])("reject a zone with %s", async (error, change) => {
    expect((await mutate("createShippingZone", { ...zone, slug: "invalid", ...change }, fields)).errors).toEqual([
      error,
    ]);
  });
});

describe("price lists", () => {
  const prices =
    "prices { edges { node { sku minQuantity amount { amountMinor currency } } } pageInfo { hasNextPage } }";
  const fields = `priceList { id slug name type priority markets { id } startsAt endsAt active ${prices} }`;
  type Payload = { priceList: { id: string; prices: { edges: object[] } } | null };
  const list = { slug: "summer", name: "Summer sale", type: "SALE" };
  const period = { startsAt: "2026-06-01T00:00:00.000Z", endsAt: "2026-09-01T00:00:00.000Z" };

  it("are created, updated and deleted with their prices", async () => {
    const input = { ...list, ...period, marketIds: [firstMarket] };
    const created = await mutate<Payload>("createPriceList", input, fields);
    const id = created.priceList?.id ?? "";
    const empty = { edges: [], pageInfo: { hasNextPage: false } };
    const shown = { ...list, ...period, id, priority: 0, markets: [{ id: firstMarket }], active: true, prices: empty };
    expect(created).toEqual({ priceList: shown, errors: [] });
    const update = { id, priority: 7, endsAt: null, active: false };
    const updated = await mutate<Payload>("updatePriceList", update, fields);
    expect(updated.priceList).toEqual({ ...shown, priority: 7, endsAt: null, active: false });
    const changes = [
      { sku: "sofa", currency: "USD", amountMinor: "900" },
      { sku: "SOFA", currency: "USD", amountMinor: "800", minQuantity: 10 },
      { sku: "LAMP", currency: "EUR", amountMinor: "100" },
    ];
    const set = (rows: readonly object[]) =>
      mutate<Payload>("setPriceListPrices", { priceListId: id, prices: rows }, fields);
    const node = (sku: string, minQuantity: number, amountMinor: string, currency = "USD") => ({
      node: { sku, minQuantity, amount: { amountMinor, currency } },
    });
    const edges = [node("LAMP", 1, "100", "EUR"), node("SOFA", 1, "900"), node("SOFA", 10, "800")];
    expect((await set(changes)).priceList?.prices.edges).toEqual(edges);
    const unknown = await set([
      { sku: "LAMP", currency: "EUR" },
      { sku: "NONE", currency: "USD", amountMinor: "1" },
    ]);
    expect(unknown).toEqual({ priceList: null, errors: ["UNKNOWN_SKU input.prices.1.sku"] });
    const removed = await set([{ sku: "LAMP", currency: "EUR", amountMinor: null }]);
    expect(removed.priceList?.prices.edges).toEqual(edges.slice(1));
    const page = `query ($id: ID!, $after: String) { node(id: $id) { ... on PriceList {
      prices(first: 1, after: $after, sku: "sofa") { edges { cursor node { minQuantity } } }
    } } }`;
    type Page = { node: { prices: { edges: { cursor: string; node: { minQuantity: number } }[] } } };
    const { node: first } = await read<Page>(page, { id });
    const { node: second } = await read<Page>(page, { id, after: first.prices.edges[0]?.cursor });
    expect(second.prices.edges.map((edge) => edge.node.minQuantity)).toEqual([10]);
    expect(await remove("deletePriceList", id)).toEqual({ deletedId: id, errors: [] });
    expect(await read(page, { id })).toEqual({ node: null });
  });

  it("resolve the markets and prices of a page in three RPCs", async () => {
    for (const slug of ["page-a", "page-b", "page-c"]) {
      const created = await mutate<Payload>("createPriceList", { ...list, slug, marketIds: [firstMarket] }, fields);
      const priceListId = created.priceList?.id;
      const input = { priceListId, prices: [{ sku: "SOFA", currency: "USD", amountMinor: "1" }] };
      await mutate("setPriceListPrices", input, "priceList { id }");
    }
    const query = `{ priceLists(first: 3) { edges { node { slug markets { slug } ${prices} } } pageInfo { hasNextPage } } }`;
    expect(await countCalls(shop, manager, query)).toMatchObject({
      rpcs: ["BatchListPriceListPrices", "ListMarkets", "ListPriceLists"],
      errors: [],
    });
    type Page = { priceLists: { edges: { node: { slug: string; prices: { edges: object[] } } }[] } };
    const { priceLists } = await read<Page>(query);
    expect(priceLists.edges.map(({ node }) => [node.slug, node.prices.edges.length])).toEqual([
      ["page-a", 1],
      ["page-b", 1],
      ["page-c", 1],
    ]);
  });

  it.each([
    ["UNKNOWN_MARKET input.marketIds", { marketIds: ["mkt_00000000000000000000000009"] }],
    ["UNKNOWN_CUSTOMER_GROUP input.customerGroupIds", { customerGroupIds: ["grp_1"] }],
    ["INVALID_PERIOD input.endsAt", { startsAt: period.endsAt, endsAt: period.startsAt }],
    ["INVALID_SLUG input.slug", { slug: "No" }],
  ])("reject a list with %s", async (error, change) => {
    expect((await mutate("createPriceList", { ...list, slug: "invalid", ...change }, fields)).errors).toEqual([error]);
  });
});

const noSelection = {
  skus: [],
  productIds: [],
  categoryIds: [],
  brands: [],
  excludedSkus: [],
  excludeSaleItems: false,
};
const selection = "{ skus productIds categoryIds brands excludedSkus excludeSaleItems }";
const promotionFields = `promotion {
  id slug name status class automatic priority combinesWith startsAt endsAt usageLimit usageLimitPerCustomer usageCount
  reservedCount etag conditions {
    minAmounts { amountMinor currency } minQuantity items ${selection} markets { id } countryCodes shippingMethods firstOrder
  }
  reward {
    percentage { basisPoints maxAmounts { amountMinor currency } items ${selection} }
    fixedAmount { amounts { amountMinor currency } appliesOnEachItem items ${selection} }
    buyXGetY { buyItems ${selection} buyQuantity getItems ${selection} getQuantity basisPoints usesPerOrderLimit }
  }
}`;
interface PromotionPayload {
  readonly promotion: { readonly id: string; readonly etag: string; readonly reward: object } | null;
}
const percentage = { percentage: { basisPoints: 1_000 } };
const sale = { slug: "welcome", name: "Welcome", class: "ORDER", automatic: false, reward: percentage };

async function createPromotion(slug: string, fields: object = {}) {
  const { promotion, errors } = await mutate<PromotionPayload>(
    "createPromotion",
    { ...sale, slug, ...fields },
    promotionFields,
  );
  if (promotion === null) throw new Error(errors.join());
  return promotion;
}

it.each([
  ["createMarket", "market { id }", { countryCodes: ["SE"], currencies: ["EUR"], taxesIncluded: true }],
  ["createPriceList", "priceList { id }", { type: "SALE" }],
  ["createShippingZone", "shippingZone { id }", { countryCodes: ["SE"], methods: [] }],
])("%s names the field of its input that cannot be stored", async (name, fields, input) => {
  const { errors } = await mutate(name, { ...input, slug: "unstorable", name: "a\u0000" }, fields, admin);
  expect(errors).toEqual(["INVALID_TEXT input.name"]);
});

describe("promotions", () => {
  it("start as drafts, and are found by ID and slug", async () => {
    const created = await createPromotion("welcome", {
      priority: 3,
      combinesWith: ["SHIPPING"],
      conditions: {
        minAmounts: [usd("5000")],
        items: { skus: ["SOFA"] },
        marketIds: [firstMarket],
        countryCodes: ["NL"],
        firstOrder: true,
      },
      reward: { percentage: { basisPoints: 1_000, maxAmounts: [usd("2000")] } },
      usageLimit: 100,
    });
    expect(created).toEqual({
      ...sale,
      id: created.id,
      etag: created.etag,
      status: "DRAFT",
      priority: 3,
      combinesWith: ["SHIPPING"],
      startsAt: null,
      endsAt: null,
      usageLimit: 100,
      usageLimitPerCustomer: 1,
      usageCount: 0,
      reservedCount: 0,
      conditions: {
        minAmounts: [usd("5000")],
        minQuantity: null,
        items: { ...noSelection, skus: ["SOFA"] },
        markets: [{ id: firstMarket }],
        countryCodes: ["NL"],
        shippingMethods: [],
        firstOrder: true,
      },
      reward: {
        percentage: { basisPoints: 1_000, maxAmounts: [usd("2000")], items: null },
        fixedAmount: null,
        buyXGetY: null,
      },
    });
    const query = `query ($id: ID!) {
      byId: promotion(id: $id) { slug } bySlug: promotion(slug: "welcome") { id } none: promotion(slug: "none") { id }
      node(id: $id) { ... on Promotion { slug } }
    }`;
    expect(await read(query, { id: created.id })).toEqual({
      byId: { slug: "welcome" },
      bySlug: { id: created.id },
      none: null,
      node: { slug: "welcome" },
    });
  });

  it("keep absent fields, clear nullable fields by null, and reject a stale etag", async () => {
    const period = { startsAt: "2026-06-01T00:00:00.000Z", endsAt: "2027-06-01T00:00:00.000Z" };
    const conditions = { minQuantity: 2, items: { brands: ["Fjord"] } };
    const created = await createPromotion("updated", { ...period, conditions, usageLimit: 5 });
    const { id, etag } = created;
    const update = { id, etag, name: "Hello", usageLimit: null, startsAt: null };
    const updated = await mutate<PromotionPayload>("updatePromotion", update, promotionFields);
    const expected = { ...created, name: "Hello", usageLimit: null, startsAt: null };
    expect(updated).toEqual({ promotion: { ...expected, etag: updated.promotion?.etag }, errors: [] });
    expect(updated.promotion?.etag).not.toBe(etag);
    for (const stale of [etag, "", "x", "v99"]) {
      const { errors } = await mutate("updatePromotion", { ...update, etag: stale }, promotionFields);
      expect(errors).toEqual(["CONFLICT input.etag"]);
    }
    const next = { id, etag: updated.promotion?.etag, conditions: null, class: "PRODUCT", combinesWith: ["ORDER"] };
    const cleared = await mutate<PromotionPayload>("updatePromotion", next, promotionFields);
    expect(cleared.promotion).toMatchObject({
      class: "PRODUCT",
      combinesWith: ["ORDER"],
      reward: created.reward,
      conditions: { minQuantity: null, items: null },
    });
  });

  it("have one of three rewards", async () => {
    const items = { ...noSelection, skus: ["SOFA"], excludeSaleItems: true };
    const fixedAmount = { amounts: [usd("500")], appliesOnEachItem: true, items };
    const fixed = await createPromotion("fixed", { class: "PRODUCT", reward: { fixedAmount } });
    expect(fixed.reward).toEqual({ percentage: null, fixedAmount, buyXGetY: null });
    const buyXGetY = { buyItems: items, buyQuantity: 2, getItems: {}, getQuantity: 1 };
    const free = await createPromotion("free", { class: "PRODUCT", reward: { buyXGetY } });
    expect(free.reward).toEqual({
      percentage: null,
      fixedAmount: null,
      buyXGetY: { ...buyXGetY, getItems: noSelection, basisPoints: 10_000, usesPerOrderLimit: null },
    });
  });

  it.each([
    ["INVALID_PROMOTION input.reward", { reward: {} }],
    ["INVALID_PROMOTION input.reward", { reward: { ...percentage, fixedAmount: { amounts: [usd("1")] } } }],
    ["INVALID_PROMOTION input.reward.percentage.basisPoints", { reward: { percentage: { basisPoints: 10_001 } } }],
    ["INVALID_PROMOTION input.conditions.shippingMethods", { conditions: { shippingMethods: ["express"] } }],
    ["INVALID_COUNTRY input.conditions.countryCodes", { conditions: { countryCodes: ["nl"] } }],
    ["UNKNOWN_MARKET input.conditions.marketIds", { conditions: { marketIds: ["mkt_1"] } }],
    ["UNKNOWN_CUSTOMER_GROUP input.conditions.customerGroupIds", { conditions: { customerGroupIds: ["grp_1"] } }],
    ["INVALID_PROMOTION input.usageLimitPerCustomer", { usageLimitPerCustomer: 0 }],
    ["SLUG_TAKEN input.slug", { slug: "fixed" }],
    ["INVALID_TEXT input.name", { name: "a\u0000" }],
    ["INVALID_TEXT input.conditions.items.skus.0", { conditions: { items: { skus: ["a\u0000"] } } }],
  ])("reject %s", async (error, change) => {
    const input = { ...sale, slug: "invalid", ...change };
    expect((await mutate("createPromotion", input, promotionFields)).errors).toEqual([error]);
  });

  it("are activated and paused, and listed by status in pages", async () => {
    const setActive = async (id: string, active: boolean) =>
      (await mutate<{ promotion: object }>("setPromotionActive", { id, active }, "promotion { status }")).promotion;
    const [now, later] = [
      await createPromotion("now"),
      await createPromotion("later", { startsAt: "2100-01-01T00:00:00Z" }),
    ];
    expect(await setActive(now.id, true)).toEqual({ status: "ACTIVE" });
    expect(await setActive(later.id, true)).toEqual({ status: "SCHEDULED" });
    const query = `query ($after: String, $status: [PromotionStatus!]) {
      promotions(first: 1, after: $after, status: $status) { edges { node { slug } } pageInfo { endCursor hasNextPage } }
    }`;
    type Page = {
      promotions: { edges: { node: { slug: string } }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
    };
    const status = ["ACTIVE", "SCHEDULED"];
    const { promotions: first } = await read<Page>(query, { status });
    const { promotions: second } = await read<Page>(query, { status, after: first.pageInfo.endCursor });
    const slugs = [...first.edges, ...second.edges].map(({ node }) => node.slug);
    expect([slugs, second.pageInfo.hasNextPage]).toEqual([["later", "now"], false]);
    expect(await setActive(now.id, false)).toEqual({ status: "PAUSED" });
    const { errors } = await mutate("setPromotionActive", { id: "prm_1", active: true }, "promotion { id }");
    expect(errors).toEqual(["NOT_FOUND input.id"]);
  });

  it("cannot be deleted or change their class once an order has used them", async () => {
    const { id, etag } = await createPromotion("used");
    await shop.sql("catalog")`
      insert into reservations (id, order_id, status, expires_at)
      values ('rsv_used', 'ord_used', 'held', now() + interval '1 hour')`;
    await shop.sql("catalog")`
      insert into reservation_redemptions (reservation_id, promotion_id) values ('rsv_used', ${id})`;
    expect(await remove("deletePromotion", id)).toEqual({ deletedId: null, errors: ["PROMOTION_IN_USE id"] });
    const { errors } = await mutate("updatePromotion", { id, etag, class: "PRODUCT" }, promotionFields);
    expect(errors).toEqual(["PROMOTION_IN_USE input.id"]);
    expect((await mutate("updatePromotion", { id, etag, name: "Renamed" }, promotionFields)).errors).toEqual([]);
    const unused = await createPromotion("unused");
    expect(await remove("deletePromotion", unused.id)).toEqual({ deletedId: unused.id, errors: [] });
  });
});

describe("coupon codes", () => {
  const fields = "couponCodes { id code usageLimit usageCount reservedCount active promotion { slug } }";
  interface Code {
    readonly id: string;
    readonly code: string;
  }
  const create = (input: object) => mutate<{ couponCodes: Code[] }>("createCouponCodes", input, fields);

  it("are found in any case, and can be deactivated", async () => {
    const { id: promotionId } = await createPromotion("coupons");
    const input = { promotionId, code: "Save-10", usageLimit: 5, idempotencyKey: "coupon" };
    const { couponCodes, errors } = await create(input);
    const [code] = couponCodes;
    const shown = {
      id: code?.id,
      code: "Save-10",
      usageLimit: 5,
      usageCount: 0,
      reservedCount: 0,
      active: true,
      promotion: { slug: "coupons" },
    };
    expect([couponCodes, errors]).toEqual([[shown], []]);
    expect(await create(input)).toEqual({ couponCodes, errors: [] });
    const other = await create({ ...input, code: "OTHER" });
    expect(other).toEqual({ couponCodes: [], errors: ["IDEMPOTENCY_KEY_REUSED input.idempotencyKey"] });
    const taken = await create({ ...input, code: "SAVE-10", idempotencyKey: "taken" });
    expect(taken).toEqual({ couponCodes: [], errors: ["CODE_TAKEN input.code"] });
    const query =
      '{ found: couponCode(code: "sAVE-10") { id promotion { slug } } none: couponCode(code: "NONE") { id } }';
    expect(await read(query)).toEqual({ found: { id: code?.id, promotion: { slug: "coupons" } }, none: null });
    const paused = await mutate("setCouponCodeActive", { id: code?.id, active: false }, "couponCode { active }");
    expect(paused).toEqual({ couponCode: { active: false }, errors: [] });
    const deleted = await mutate("setCouponCodeActive", { id: "cpn_1", active: false }, "couponCode { id }");
    expect(deleted).toEqual({ couponCode: null, errors: ["NOT_FOUND input.id"] });
  });

  it("are generated once per key, and listed by the beginning of the code in pages", async () => {
    const { id: promotionId } = await createPromotion("generated");
    const input = { promotionId, count: 1_000, prefix: "MAIL-", idempotencyKey: "generated" };
    const { couponCodes } = await create(input);
    expect(new Set(couponCodes.map(({ code }) => code)).size).toBe(1_000);
    for (const { code } of couponCodes) expect(code).toMatch(/^MAIL-[A-Z]{12}$/);
    expect((await create(input)).couponCodes).toEqual(couponCodes);
    await create({ promotionId, code: "OTHER-1", idempotencyKey: "other" });
    const query = `query ($after: String, $query: String) { promotion(slug: "generated") {
      codes(first: 100, after: $after, query: $query) { edges { node { code promotion { slug } } } pageInfo { endCursor } }
    } }`;
    type Page = { promotion: { codes: { edges: { node: Code }[]; pageInfo: { endCursor: string } } } };
    const codes: string[] = [];
    for (let after: string | null = null; codes.length < 1_000; ) {
      const page: Page = await read<Page>(query, { after, query: "mail" });
      const { edges, pageInfo } = page.promotion.codes;
      if (edges.length === 0) break;
      codes.push(...edges.map(({ node }) => node.code));
      after = pageInfo.endCursor;
    }
    expect(codes.sort()).toEqual(couponCodes.map(({ code }) => code).sort());
    const { promotion } = await read<Page>(query, { query: "other" });
    expect(promotion.codes.edges).toEqual([{ node: { code: "OTHER-1", promotion: { slug: "generated" } } }]);
  });

  it("of a page of promotions are resolved in two RPCs", async () => {
    const query =
      "{ promotions(first: 5) { edges { node { codes { edges { node { code promotion { slug } } } } } } } }";
    expect(await countCalls(shop, manager, query)).toMatchObject({
      rpcs: ["BatchListCouponCodes", "ListPromotions"],
      errors: [],
    });
  });

  it.each([
    ["INVALID_CODE input.code", {}],
    ["INVALID_CODE input.code", { code: "SAVE", count: 2 }],
    ["INVALID_CODE input.code", { code: "a b" }],
    ["INVALID_COUNT input.count", { count: 1_001 }],
    ["INVALID_USAGE_LIMIT input.usageLimit", { code: "SAVE", usageLimit: 0 }],
    ["NOT_FOUND input.promotionId", { code: "SAVE", promotionId: "prm_1" }],
  ])("are rejected with %s", async (error, change) => {
    const { errors } = await create({ promotionId: "prm_1", idempotencyKey: `invalid ${error}`, ...change });
    expect(errors).toEqual([error]);
  });
});

describe("the mutations of one document", () => {
  it("see the changes of the earlier ones", async () => {
    const query = `mutation ($list: CreatePriceListInput!, $market: CreateMarketInput!) {
      first: createPriceList(input: $list) { priceList { markets { slug name } } }
      renamed: updateMarket(input: { id: "${firstMarket}", name: "Renamed" }) { market { name } }
      again: updatePriceList(input: { id: "plt_1" }) { userErrors { code } }
      second: createPriceList(input: { slug: "second", name: "n", type: SALE, marketIds: ["${firstMarket}"] }) {
        priceList { markets { name } }
      }
      created: createMarket(input: $market) { market { slug } }
    }`;
    const list = { slug: "first", name: "n", type: "SALE", marketIds: [firstMarket] };
    const market = { slug: "finland", name: "Finland", countryCodes: ["FI"], currencies: ["EUR"], taxesIncluded: true };
    const data = await read<{ second: object }>(query, { list, market }, admin);
    expect(data.second).toEqual({ priceList: { markets: [{ name: "Renamed" }] } });
  });
});

describe("support staff, customers and anonymous callers", () => {
  const support = useUser(shop, "SUPPORT");
  const customer = useUser(shop);
  let id = "";

  beforeAll(async () => {
    id = (await createPromotion("hidden")).id;
  });

  it("read no promotion, and change nothing", async () => {
    const callers: [Api, string, object | undefined][] = [
      [support, "FORBIDDEN", { node: null }],
      [customer, "FORBIDDEN", { node: null }],
      [{ url: shop.url }, "UNAUTHENTICATED", { node: null }],
    ];
    for (const [caller, code, hidden] of callers) {
      const documents = [
        "{ promotions { edges { node { slug } } } }",
        `mutation { setPromotionActive(input: { id: "${id}", active: true }) { promotion { id } } }`,
        `mutation { deletePromotion(id: "${id}") { deletedId } }`,
      ];
      for (const document of documents) {
        const { errors } = await sendGraphql(caller, document);
        expect(errors?.map(({ extensions }) => extensions?.["code"])).toEqual([code]);
      }
      expect((await sendGraphql(caller, `{ node(id: "${id}") { id } }`)).data).toEqual(hidden);
    }
    expect(await read(`{ promotion(id: "${id}") { status } }`)).toEqual({ promotion: { status: "DRAFT" } });
  });
});
