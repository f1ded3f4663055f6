import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { QuoteResponseSchema } from "../../../../proto/gen/catalog/v1/pricing_pb.js";
import { noCarriers } from "../../carriers/port.ts";
import type { OrderContext } from "../../context.ts";
import { fetchQuote, getCachedQuote, type QuoteQuery } from "./order-quotes.ts";

interface Response {
  readonly basePricesOnly?: boolean;
  readonly sameForCountry?: boolean;
  readonly hasCachedTerms?: boolean;
  readonly shippingMethods?: { code: string; carrier: string }[];
}

/** A catalog that counts its quotes. */
function createCatalog(now: number, response: Response = {}) {
  const calls: object[] = [];
  const quote = async (_method: unknown, request: object) => {
    calls.push(request);
    return create(QuoteResponseSchema, {
      market: { id: "mkt_1" },
      currencyCode: "EUR",
      basePricesOnly: true,
      sameForCountry: true,
      ...response,
    });
  };
  const ctx = { now: () => now, catalog: async () => quote, carriers: noCarriers } as unknown as OrderContext;
  return { ctx, calls };
}

let skus = 0;

/** A query for lines that no other test requests. */
function newQuery(): QuoteQuery {
  skus += 1;
  return {
    lines: [{ sku: `SKU-${skus}`, quantity: 1 }],
    couponCodes: [],
    destination: { countryCode: "NL", region: "", postalCode: "3511 AB" },
    currency: undefined,
    marketSlug: undefined,
    customer: { groupIds: [], keys: ["acc_1"] },
  };
}

const to = (query: QuoteQuery, postalCode: string): QuoteQuery => ({
  ...query,
  destination: { countryCode: "NL", region: "", postalCode },
});

describe("getCachedQuote", () => {
  it("fetches the quote of one country once within three seconds, for all customers", async () => {
    const query = newQuery();
    const { ctx, calls } = createCatalog(0);
    expect((await getCachedQuote(ctx, query)).isCached).toBe(false);
    const others = { ...to(query, "1000 AA"), customer: { groupIds: [], keys: ["acc_2"] } };
    expect((await getCachedQuote(ctx, others)).isCached).toBe(true);
    expect(calls).toHaveLength(1);
    const later = createCatalog(3_000);
    expect((await getCachedQuote(later.ctx, query)).isCached).toBe(false);
  });

  it("reports that the catalog quoted with cached terms, which a current quote never has", async () => {
    const query = newQuery();
    const { ctx, calls } = createCatalog(5_000, { hasCachedTerms: true });
    expect((await getCachedQuote(ctx, query)).isCached).toBe(true);
    await fetchQuote(ctx, query);
    expect(calls).toMatchObject([{ allowCachedTerms: true }, { allowCachedTerms: false }]);
  });

  it("fetches a quote per address where taxes or shipping depend on the region or the postal code", async () => {
    const query = newQuery();
    const { ctx, calls } = createCatalog(10_000, { sameForCountry: false });
    await getCachedQuote(ctx, query);
    await getCachedQuote(ctx, to(query, "1000 AA"));
    expect((await getCachedQuote(ctx, query)).isCached).toBe(true);
    expect(calls).toHaveLength(2);
  });

  it.each([
    ["with coupon codes", (query: QuoteQuery) => ({ ...query, couponCodes: ["A"] }), {}],
    ["to which price lists or promotions apply", (query: QuoteQuery) => query, { basePricesOnly: false }],
    [
      "with a carrier",
      (query: QuoteQuery) => ({ ...query, destination: undefined }),
      { shippingMethods: [{ code: "parcel", carrier: "usps" }] },
    ],
  ])("does not cache a quote %s", async (_name, change, response) => {
    const query = change(newQuery());
    const { ctx, calls } = createCatalog(20_000, response);
    await getCachedQuote(ctx, query);
    await getCachedQuote(ctx, query);
    expect(calls).toHaveLength(2);
  });

  it("does not return the quote of another customer group, market, currency or quantity", async () => {
    const query = newQuery();
    const { ctx, calls } = createCatalog(30_000);
    const queries: readonly QuoteQuery[] = [
      query,
      { ...query, customer: { groupIds: ["grp_1"], keys: [] } },
      { ...query, marketSlug: "us" },
      { ...query, currency: "USD" },
      { ...query, lines: query.lines.map((line) => ({ ...line, quantity: 2 })) },
    ];
    for (const each of queries) await getCachedQuote(ctx, each);
    expect(calls).toHaveLength(queries.length);
  });
});
