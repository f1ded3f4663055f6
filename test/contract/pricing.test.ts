import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import { beforeAll, describe, expect, it } from "vitest";
import { PricingService, TaxRounding } from "../../proto/gen/catalog/v1/pricing_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { reasonOf } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const method = PricingService.method;
const shop = useShop();
let admin: Rpc;
let manager: Rpc;
let anonymous: Rpc;

beforeAll(async () => {
  admin = await shop.rpc("catalog", { accountId: "acc_admin", roles: ["ADMIN"] });
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
  anonymous = await shop.rpc("catalog", { roles: [] });
});

const market = {
  slug: "nordics",
  name: "Nordics",
  countryCodes: ["SE", "DK"],
  currencyCodes: ["EUR", "USD"],
  taxesIncluded: true,
  taxRounding: TaxRounding.LINE,
};

describe("the markets of a new shop", () => {
  it("cover every country once, with one market for all other countries", async () => {
    const { markets } = await anonymous(method.listMarkets, {});
    const countries = markets.flatMap(({ countryCodes }) => countryCodes);
    expect(new Set(countries).size).toBe(countries.length);
    expect(markets.map(({ slug, taxesIncluded, countryCodes }) => [slug, taxesIncluded, countryCodes.length])).toEqual([
      ["tax-included", true, 10],
      ["tax-added", false, 2],
      ["rest-of-world", true, 0],
    ]);
  });
});

describe("SaveMarket", () => {
  it("creates a market, and updates only the fields of the mask", async () => {
    const { market: created } = await admin(method.saveMarket, { market });
    const id = created?.id ?? "";
    const update = { name: "Northern countries", countryCodes: ["SE", "NO"], taxRounding: TaxRounding.ORDER };
    await admin(method.saveMarket, { id, market: update, updateMask: { paths: ["country_codes", "tax_rounding"] } });
    const { markets } = await anonymous(method.listMarkets, {});
    expect(markets.find((row) => row.id === id)).toMatchObject({
      ...market,
      countryCodes: ["SE", "NO"],
      taxRounding: TaxRounding.ORDER,
    });
  });

  it("rejects a country and the rest of the world when another market has them", async () => {
    const taken = { ...market, slug: "other", countryCodes: ["FI", "NL"] };
    expect(await reasonOf(admin(method.saveMarket, { market: taken }))).toBe("COUNTRY_TAKEN");
    expect(await reasonOf(admin(method.saveMarket, { market: { ...taken, countryCodes: [] } }))).toBe("COUNTRY_TAKEN");
    const { markets } = await anonymous(method.listMarkets, {});
    expect(markets.map(({ slug }) => slug)).not.toContain("other");
  });

  it.each([
    ["SLUG_TAKEN", { slug: "tax-added", countryCodes: ["FI"] }],
    ["INVALID_SLUG", { slug: "No Slug" }],
    ["INVALID_NAME", { name: " " }],
    ["INVALID_COUNTRY", { countryCodes: ["UK"] }],
    ["INVALID_CURRENCY", { currencyCodes: [] }],
    ["INVALID_CURRENCY", { currencyCodes: ["XXX"] }],
  ])("rejects a market with %s: %j", async (reason, fields) => {
    const invalid = { ...market, slug: "invalid", countryCodes: ["IS"], ...fields };
    expect(await reasonOf(admin(method.saveMarket, { market: invalid }))).toBe(reason);
  });

  it("rejects an unknown id and an unknown field of the mask", async () => {
    const { markets } = await anonymous(method.listMarkets, {});
    expect(await reasonOf(admin(method.saveMarket, { id: "mkt_unknown", market }))).toBe("NOT_FOUND");
    const request = { id: markets[0]?.id ?? "", market, updateMask: { paths: ["id"] } };
    expect(await reasonOf(admin(method.saveMarket, request))).toBe("INVALID_MASK");
  });

  it("is for administrators, not for catalog managers", async () => {
    expect(await reasonOf(manager(method.saveMarket, { market }))).toBe("FORBIDDEN");
  });
});

const rate = { name: "Moms", taxClassCode: "standard", countryCode: "SE", ratePpm: 250_000, combinable: true };

describe("tax rates", () => {
  it("are listed by country, from wide to narrow, page by page", async () => {
    await manager(method.saveTaxClass, { taxClass: { code: "books", name: "Books" } });
    const narrow = { ...rate, countryCode: "US", name: "City", region: "ny", postalCodePrefix: "100 " };
    for (const taxRate of [
      narrow,
      { ...rate, countryCode: "US", name: "State", region: "ny" },
      { ...rate, countryCode: "US", name: "Country" },
    ]) {
      await manager(method.saveTaxRate, { taxRate });
    }
    const names: string[] = [];
    let pageToken = "";
    do {
      const page = await manager(method.listTaxRates, { pageSize: 1, pageToken, countryCode: "US" });
      names.push(
        ...page.taxRates.map(({ name, region, postalCodePrefix }) => [name, region, postalCodePrefix].join(" ").trim()),
      );
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
    expect(names).toEqual(["Country", "State NY", "City NY 100"]);
  });

  it("are updated by field, and deleted", async () => {
    const { taxRate } = await manager(method.saveTaxRate, { taxRate: { ...rate, region: "Skåne" } });
    const id = taxRate?.id ?? "";
    const updated = await manager(method.saveTaxRate, {
      id,
      taxRate: { ratePpm: 120_000, taxClassCode: "books" },
      updateMask: { paths: ["rate_ppm", "tax_class_code", "region"] },
    });
    expect(updated.taxRate).toMatchObject({ ...rate, ratePpm: 120_000, taxClassCode: "books" });
    expect(updated.taxRate?.region).toBeUndefined();
    await manager(method.deleteTaxRate, { id });
    expect(await reasonOf(manager(method.deleteTaxRate, { id }))).toBe("NOT_FOUND");
    expect((await manager(method.listTaxRates, { countryCode: "SE" })).taxRates).toEqual([]);
  });

  it("are created once per idempotency key, also by concurrent requests", async () => {
    const create = (idempotencyKey: string, ratePpm = 60_000) =>
      manager(method.saveTaxRate, { taxRate: { ...rate, countryCode: "FI", ratePpm }, idempotencyKey });
    const created = await Promise.all([create("key"), create("key"), create("key")]);
    expect(new Set(created.map(({ taxRate }) => taxRate?.id)).size).toBe(1);
    expect(await create("key")).toEqual(created[0]);
    expect(await reasonOf(create("key", 70_000))).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await reasonOf(create(""))).toBe("INVALID_IDEMPOTENCY_KEY");
    const { taxRate: second } = await create("another key");
    const { taxRates } = await manager(method.listTaxRates, { countryCode: "FI" });
    expect(taxRates.map(({ id }) => id).toSorted()).toEqual([created[0]?.taxRate?.id, second?.id].toSorted());
  });

  it.each([
    ["INVALID_TAX_CLASS", { taxClassCode: "exempt" }],
    ["UNKNOWN_TAX_CLASS", { taxClassCode: "unknown" }],
    ["INVALID_COUNTRY", { countryCode: "se" }],
    ["INVALID_TAX_RATE", { ratePpm: 1_000_001 }],
    ["INVALID_TAX_RATE", { ratePpm: -1 }],
    ["INVALID_POSTAL_CODE", { postalCodePrefix: "%" }],
    ["INVALID_REGION", { region: "" }],
    ["INVALID_PERIOD", { startTime: timestampFromDate(new Date(1_000)), endTime: timestampFromDate(new Date(1_000)) }],
  ])("are rejected with %s", async (reason, fields) => {
    expect(await reasonOf(manager(method.saveTaxRate, { taxRate: { ...rate, ...fields } }))).toBe(reason);
  });
});

const usd = (amountMinor: bigint) => ({ amountMinor, currencyCode: "USD" });
const courier = {
  code: "courier",
  name: "Courier",
  taxClassCode: "standard",
  active: true,
  minDeliveryDays: 1,
  maxDeliveryDays: 2,
  rates: [
    { fromWeightGrams: 0, toWeightGrams: 1_000, toAmount: usd(5_000n), price: usd(700n) },
    { fromAmount: usd(5_000n), price: usd(0n) },
  ],
};
const zone = {
  slug: "alaska",
  name: "Alaska",
  countryCodes: ["US"],
  regions: ["ak"],
  postalCodePrefixes: ["99 5"],
  methods: [courier],
};

describe("SaveShippingZone", () => {
  it("creates a zone, and replaces its methods without changing the ids of those that stay", async () => {
    const { shippingZone: created } = await manager(method.saveShippingZone, { shippingZone: zone });
    expect(created).toMatchObject({ regions: ["AK"], postalCodePrefixes: ["995"], methods: [courier] });
    const id = created?.id ?? "";
    const sled = { ...courier, code: "sled", name: "Sled" };
    const methods = [sled, { ...courier, name: "Fast courier" }];
    await manager(method.saveShippingZone, { id, shippingZone: { methods }, updateMask: { paths: ["methods"] } });
    const { shippingZones } = await manager(method.listShippingZones, {});
    const saved = shippingZones.find((row) => row.id === id);
    expect(saved).toMatchObject({ slug: "alaska", regions: ["AK"], methods });
    expect(saved?.methods[1]?.id).toBe(created?.methods[0]?.id);
    await manager(method.deleteShippingZone, { id });
    expect(await reasonOf(manager(method.deleteShippingZone, { id }))).toBe("NOT_FOUND");
  });

  it("updates the version that an etag names, with its methods or without, and changes nothing for another", async () => {
    const { shippingZone: created } = await manager(method.saveShippingZone, { shippingZone: zone });
    const { id = "", etag = "" } = created ?? {};
    const save = (shippingZone: object, path: string, expected?: string) =>
      manager(method.saveShippingZone, { id, shippingZone, updateMask: { paths: [path] }, etag: expected });
    const { shippingZone: renamed } = await save({ name: "The north" }, "name", etag);
    expect(await reasonOf(save({ name: "Late" }, "name", etag))).toBe("CONFLICT");
    expect(await reasonOf(save({ methods: [] }, "methods", etag))).toBe("CONFLICT");
    const { shippingZone: emptied } = await save({ methods: [] }, "methods", renamed?.etag);
    expect(await reasonOf(save({ methods: [courier] }, "methods", renamed?.etag))).toBe("CONFLICT");
    expect((await save({ name: "Any" }, "name")).shippingZone).toMatchObject({ name: "Any", methods: [] });
    const { shippingZones } = await manager(method.listShippingZones, {});
    const stored = shippingZones.find((row) => row.id === id);
    expect(stored).toMatchObject({ name: "Any", methods: [] });
    expect(new Set([etag, renamed?.etag, emptied?.etag, stored?.etag]).size).toBe(4);
    const racing = await Promise.allSettled(
      ["a", "b"].map((code) => save({ methods: [{ ...courier, code }] }, "methods", stored?.etag)),
    );
    expect(racing.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await manager(method.deleteShippingZone, { id });
  });

  it("accepts a carrier that the shop is configured for", async () => {
    const methods = [{ ...courier, rates: [], carrier: "usps" }];
    const { shippingZone: created } = await manager(method.saveShippingZone, { shippingZone: { ...zone, methods } });
    expect(created?.methods).toMatchObject([{ carrier: "usps", rates: [] }]);
    await manager(method.deleteShippingZone, { id: created?.id ?? "" });
  });

  it("keeps a carrier that the shop no longer has, until the methods change", async () => {
    const methods = [{ ...courier, rates: [], carrier: "usps" }];
    const { shippingZone: created } = await manager(method.saveShippingZone, { shippingZone: { ...zone, methods } });
    const id = created?.id ?? "";
    await shop.sql("catalog")`update shipping_methods set carrier = 'pigeon' where zone_id = ${id}`;
    const save = (shippingZone: object, ...paths: string[]) =>
      manager(method.saveShippingZone, { id, shippingZone, updateMask: { paths } });
    expect((await save({ name: "Renamed" }, "name")).shippingZone).toMatchObject({ name: "Renamed" });
    const same = { methods: [{ ...courier, rates: [], carrier: "pigeon" }] };
    expect(await reasonOf(save(same, "methods"))).toBe("INVALID_SHIPPING_METHOD");
    await manager(method.deleteShippingZone, { id });
  });

  it.each([
    ["SLUG_TAKEN", { slug: "rest-of-world" }],
    ["INVALID_ZONE", { countryCodes: ["US", "CA"] }],
    ["INVALID_ZONE", { countryCodes: [], regions: [] }],
    ["CODE_TAKEN", { methods: [courier, courier] }],
    ["UNKNOWN_TAX_CLASS", { methods: [{ ...courier, taxClassCode: "unknown" }] }],
    ["INVALID_SHIPPING_METHOD", { methods: [{ ...courier, rates: [] }] }],
    ["INVALID_SHIPPING_METHOD", { methods: [{ ...courier, carrier: "usps" }] }],
    ["INVALID_SHIPPING_METHOD", { methods: [{ ...courier, rates: [], carrier: "pigeon" }] }],
    ["INVALID_DELIVERY_DAYS", { methods: [{ ...courier, minDeliveryDays: 3 }] }],
    ["INVALID_AMOUNT", { methods: [{ ...courier, rates: [{ price: usd(-1n) }] }] }],
    ["INVALID_AMOUNT", { methods: [{ ...courier, rates: [{ price: { amountMinor: 5n, currencyCode: "KWD" } }] }] }],
    ["INVALID_MONEY", { methods: [{ ...courier, rates: [{}] }] }],
    [
      "INVALID_SHIPPING_RATE",
      { methods: [{ ...courier, rates: [{ fromAmount: { amountMinor: 1n, currencyCode: "EUR" }, price: usd(1n) }] }] },
    ],
    [
      "INVALID_SHIPPING_RATE",
      { methods: [{ ...courier, rates: [{ fromWeightGrams: 5, toWeightGrams: 5, price: usd(1n) }] }] },
    ],
  ])("rejects a zone with %s", async (reason, fields) => {
    const shippingZone = { ...zone, slug: "invalid", ...fields };
    expect(await reasonOf(manager(method.saveShippingZone, { shippingZone }))).toBe(reason);
  });
});
