import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { InventoryService, ReserveResponse_Outcome as Outcome } from "../../proto/gen/catalog/v1/inventory_pb.js";
import {
  CouponCodeState,
  DiscountClass,
  PriceListType,
  PricingService,
} from "../../proto/gen/catalog/v1/pricing_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { findRedemptionInconsistencies, findStockInconsistencies } from "../faults/stock-invariants.ts";
import { productLine, reasonOf } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";
import { useShop } from "../support/use-shop.ts";

const { reserve, release, commit, restock, batchGetStock } = InventoryService.method;
const pricing = PricingService.method;
const shop = useShop({
  products: [
    productLine("MANY", 10_000),
    productLine("MORE", 10_000),
    productLine("BATCH", 1_000),
    productLine("FEW", 10),
    productLine("SALE", 1_000),
    productLine("BOOK", 1_000, "500", "EUR"),
  ],
});
let orders: Rpc;
let manager: Rpc;

beforeAll(async () => {
  orders = await shop.rpc("catalog", { roles: [], service: "order" });
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
});

const promotion = {
  name: "Promotion",
  class: DiscountClass.ORDER,
  automatic: true,
  reward: { reward: { case: "percentage" as const, value: { basisPoints: 1_000 } } },
};

/** Creates an active promotion. With a code it is not automatic. */
async function createPromotion(slug: string, fields: object = {}, code = "", codeFields: object = {}): Promise<string> {
  const created = await manager(pricing.savePromotion, {
    promotion: { ...promotion, slug, automatic: code === "", ...fields },
  });
  const promotionId = created.promotion?.id ?? "";
  if (code !== "") {
    await manager(pricing.createCouponCodes, { promotionId, code, idempotencyKey: code, ...codeFields });
  }
  await manager(pricing.setPromotionActive, { id: promotionId, active: true });
  return promotionId;
}

interface Use {
  readonly promotionId: string;
  readonly code?: string;
  readonly required?: boolean;
}

interface Options {
  readonly sku?: string;
  readonly quantity?: number;
  readonly customerKeys?: string[];
  readonly [field: string]: unknown;
}

function reserveUses(id: string, uses: readonly Use[], { sku = "MANY", quantity = 1, ...context }: Options = {}) {
  const couponCodes = uses.flatMap(({ code }) => (code === undefined ? [] : [code]));
  return orders(reserve, {
    reservationId: id,
    orderId: id,
    lines: [{ sku, quantity }],
    priceContext: { couponCodes, customerKeys: [id], ...context },
    redemptions: uses.map((use) => ({ required: use.code !== undefined, ...use })),
  });
}

/** Returns the counters of a promotion. */
async function usesOf(id: string): Promise<readonly [used: number, reserved: number]> {
  const { promotion: found } = await manager(pricing.getPromotion, { key: { case: "id", value: id } });
  return [found?.usageCount ?? -1, found?.reservedCount ?? -1];
}

async function codeUses(code: string): Promise<readonly [used: number, reserved: number]> {
  const { couponCode } = await manager(pricing.getCouponCode, { code });
  return [couponCode?.usageCount ?? -1, couponCode?.reservedCount ?? -1];
}

async function customerUses(promotionId: string): Promise<readonly (readonly [string, number, number])[]> {
  const rows = await shop.sql("catalog")`
    select customer_key, used, reserved from promotion_customers where promotion_id = ${promotionId} order by customer_key`;
  return rows.map(({ customer_key: key, used, reserved }) => [key, used, reserved] as const);
}

async function reservedUnits(sku: string): Promise<number> {
  return (await orders(batchGetStock, { skus: [sku] })).stock[0]?.reserved ?? -1;
}

const findInconsistencies = async () => [
  ...(await findStockInconsistencies(shop.sql("catalog"))),
  ...(await findRedemptionInconsistencies(shop.sql("catalog"))),
];

const countHeld = (responses: readonly { readonly outcome: Outcome }[]) =>
  responses.filter(({ outcome }) => outcome === Outcome.HELD).length;

/** Runs the requests while the stock is locked, so that all of them wait at the same statement. */
async function raceBehindLock<T>(requests: () => readonly Promise<T>[]): Promise<readonly T[]> {
  const unlock = await lockTable(shop, "catalog", "stock", "share");
  const running = requests();
  await new Promise((later) => setTimeout(later, 300));
  const [responses] = await Promise.all([Promise.all(running), unlock()]);
  return responses;
}

describe("Reserve with a price context", () => {
  it("prices lines as the quote does, and returns the candidates as it read them", async () => {
    const { priceList } = await manager(pricing.savePriceList, {
      priceList: { slug: "sale", name: "Sale", type: PriceListType.SALE, customerGroupIds: ["grp_a"], active: true },
    });
    const prices = [{ sku: "SALE", currencyCode: "USD", minQuantity: 2, amountMinor: 700n }];
    await manager(pricing.setPriceListPrices, { priceListId: priceList?.id ?? "", prices });
    const id = await createPromotion("as-read");
    const options = { sku: "sale", quantity: 2, customerGroupIds: ["grp_a"], destination: { countryCode: "NL" } };
    const first = await reserveUses("priced", [{ promotionId: id }], options);
    expect(first).toMatchObject({
      outcome: Outcome.HELD,
      lines: [
        {
          sku: "SALE",
          quantity: 2,
          unitPrice: { amountMinor: 700n, currencyCode: "USD" },
          compareAtUnitPrice: { amountMinor: 1_000n, currencyCode: "USD" },
        },
      ],
      redemptions: [{ promotionId: id, code: "" }],
      candidates: [{ promotionId: id, version: 2, reward: { value: { basisPoints: 1_000, matches: [0] } } }],
    });
    // A repeated call returns the prices and promotions of the first one.
    await manager(pricing.deletePriceList, { id: priceList?.id ?? "" });
    await manager(pricing.setPromotionActive, { id, active: false });
    expect(await reserveUses("priced", [{ promotionId: id }], options)).toEqual(first);
    expect(await reasonOf(reserveUses("priced", [], options))).toBe("IDEMPOTENCY_KEY_REUSED");
  });

  it("uses prices of the currency, and holds nothing without one", async () => {
    const inEuro = await reserveUses("in-euro", [], { sku: "BOOK", currencyCode: "EUR" });
    expect(inEuro.lines[0]?.unitPrice).toMatchObject({ amountMinor: 500n, currencyCode: "EUR" });
    const inDollars = await reserveUses("in-dollars", [], { sku: "BOOK", currencyCode: "USD" });
    expect([inDollars.outcome, inDollars.short.map(({ sku }) => sku)]).toEqual([Outcome.SHORT, ["BOOK"]]);
    expect(await reservedUnits("BOOK")).toBe(1);
  });

  it("finds the market by id, and rejects an unknown market", async () => {
    const { markets } = await orders(pricing.listMarkets, {});
    const [, taxAdded] = markets;
    const byMarket = await createPromotion("by-market", { conditions: { marketIds: [taxAdded?.id ?? ""] } });
    const response = await reserveUses("by-id", [], { marketId: taxAdded?.id, marketSlug: "renamed" });
    expect(response.candidates.map(({ promotionId }) => promotionId)).toContain(byMarket);
    expect(await reasonOf(reserveUses("no-market", [], { marketSlug: "unknown" }))).toBe("NOT_FOUND");
  });

  it("rejects redemptions without a context, of a code that the context lacks, or twice for one promotion", async () => {
    const request = { reservationId: "x", orderId: "x", lines: [{ sku: "MANY", quantity: 1 }] };
    const redemptions = [{ promotionId: "prm_1", code: "CODE" }];
    expect(await reasonOf(orders(reserve, { ...request, redemptions }))).toBe("MISSING_FIELD");
    expect(await reasonOf(orders(reserve, { ...request, redemptions, priceContext: {} }))).toBe("INVALID_REDEMPTION");
    const twice = [{ promotionId: "prm_1" }, { promotionId: "prm_1" }];
    expect(await reasonOf(orders(reserve, { ...request, redemptions: twice, priceContext: {} }))).toBe(
      "INVALID_REDEMPTION",
    );
  });

  it("reports a code whose promotion was paused as INVALID", async () => {
    const promotionId = await createPromotion("paused", { usageLimit: 5 }, "PAUSED");
    await manager(pricing.setPromotionActive, { id: promotionId, active: false });
    const response = await reserveUses("paused", [{ promotionId, code: "PAUSED" }]);
    expect([response.outcome, response.couponCodes[0]?.state]).toEqual([Outcome.HELD, CouponCodeState.INVALID]);
    expect(await usesOf(promotionId)).toEqual([0, 0]);
  });
});

describe("a usage limit", () => {
  it("lets exactly ten of sixty concurrent orders redeem a code", async () => {
    const promotionId = await createPromotion("flash", { usageLimit: 10 }, "FLASH");
    const responses = await raceBehindLock(() =>
      Array.from({ length: 60 }, (_, buyer) =>
        reserveUses(`flash-${buyer}`, [{ promotionId, code: "flash" }], { sku: buyer % 2 === 0 ? "MANY" : "MORE" }),
      ),
    );
    expect(countHeld(responses)).toBe(10);
    const rejected = responses.filter(({ outcome }) => outcome === Outcome.EXHAUSTED);
    expect(rejected).toHaveLength(50);
    expect(rejected[0]?.exhausted).toMatchObject([{ promotionId, code: "flash" }]);
    expect(await usesOf(promotionId)).toEqual([0, 10]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("counts the uses of a code beside those of its promotion", async () => {
    const promotionId = await createPromotion("one-code", {}, "ONCE", { usageLimit: 1 });
    const reserveOnce = (id: string) => reserveUses(id, [{ promotionId, code: "ONCE" }]);
    const responses = await Promise.all(Array.from({ length: 12 }, (_, buyer) => reserveOnce(`once-${buyer}`)));
    expect(countHeld(responses)).toBe(1);
    expect(await codeUses("ONCE")).toEqual([0, 1]);
    const held = responses.findIndex(({ outcome }) => outcome === Outcome.HELD);
    await orders(release, { reservationId: `once-${held}`, orderId: `once-${held}` });
    expect(await codeUses("ONCE")).toEqual([0, 0]);
    expect((await reserveOnce("once-again")).outcome).toBe(Outcome.HELD);
  });

  it("per customer counts each key of the customer", async () => {
    const promotionId = await createPromotion("per-customer", { usageLimitPerCustomer: 1 }, "WELCOME");
    const reserveAs = (id: string, ...customerKeys: string[]) =>
      reserveUses(id, [{ promotionId, code: "WELCOME" }], { customerKeys });
    expect((await reserveAs("as-1", "acc_1", "mail_1")).outcome).toBe(Outcome.HELD);
    // Neither a second account nor a second address helps.
    expect((await reserveAs("as-2", "acc_2", "mail_1")).outcome).toBe(Outcome.EXHAUSTED);
    expect((await reserveAs("as-3", "acc_1", "mail_3")).outcome).toBe(Outcome.EXHAUSTED);
    expect((await reserveAs("as-4")).outcome).toBe(Outcome.EXHAUSTED);
    expect((await reserveAs("as-5", "acc_5", "mail_5")).outcome).toBe(Outcome.HELD);
    await orders(commit, { reservationId: "as-1", redemptions: [{ promotionId, code: "WELCOME" }] });
    await orders(release, { reservationId: "as-5", orderId: "as-5" });
    expect(await customerUses(promotionId)).toEqual([
      ["acc_1", 1, 0],
      ["acc_5", 0, 0],
      ["mail_1", 1, 0],
      ["mail_5", 0, 0],
    ]);
  });

  it("per customer holds for fifty concurrent first orders of one customer", async () => {
    const promotionId = await createPromotion("fifty", { usageLimitPerCustomer: 1 }, "FIFTY");
    const customerKeys = ["acc_fifty", "mail_fifty"];
    const responses = await raceBehindLock(() =>
      Array.from({ length: 50 }, (_, index) =>
        reserveUses(`fifty-${index}`, [{ promotionId, code: "FIFTY" }], {
          customerKeys,
          // Orders of different SKUs do not wait for each other's stock.
          sku: ["MANY", "MORE", "SALE"][index % 3] ?? "MANY",
        }),
      ),
    );
    expect(countHeld(responses)).toBe(1);
    expect(responses.filter(({ outcome }) => outcome === Outcome.EXHAUSTED)).toHaveLength(49);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("leaves out an optional redemption when it is reached", async () => {
    const promotionId = await createPromotion("optional", { usageLimit: 1 });
    expect((await reserveUses("optional-1", [{ promotionId }])).redemptions).toMatchObject([{ promotionId }]);
    const second = await reserveUses("optional-2", [{ promotionId }]);
    expect([second.outcome, second.redemptions]).toEqual([Outcome.HELD, []]);
    expect(second.candidates.map((candidate) => candidate.promotionId)).not.toContain(promotionId);
    expect(await usesOf(promotionId)).toEqual([0, 1]);
  });

  it("makes a promotion no candidate for a reservation that holds no use of it", async () => {
    const promotionId = await createPromotion("not-held-any-more", { usageLimit: 5 });
    const { candidates } = await reserveUses("not-held", []);
    expect(candidates.map((candidate) => candidate.promotionId)).not.toContain(promotionId);
  });

  it("holds nothing, not even other redemptions, when a required one is exhausted", async () => {
    const full = await createPromotion("full", { usageLimit: 1 }, "FULL");
    const other = await createPromotion("other", { usageLimit: 9 });
    await reserveUses("full-1", [{ promotionId: full, code: "FULL" }]);
    const before = await reservedUnits("MANY");
    const uses = [{ promotionId: other }, { promotionId: full, code: "FULL" }];
    expect((await reserveUses("full-2", uses)).outcome).toBe(Outcome.EXHAUSTED);
    expect([await reservedUnits("MANY"), await usesOf(other)]).toEqual([before, [0, 0]]);
    // The outcome stays when a use becomes free.
    await orders(release, { reservationId: "full-1", orderId: "full-1" });
    expect((await reserveUses("full-2", uses)).exhausted).toMatchObject([{ promotionId: full, code: "FULL" }]);
    await orders(release, { reservationId: "full-2", orderId: "full-2" });
    expect(await usesOf(full)).toEqual([0, 0]);
  });

  it("is not used up by an order without enough stock", async () => {
    const promotionId = await createPromotion("short", { usageLimit: 5 }, "SHORT");
    const uses = [{ promotionId, code: "SHORT" }];
    expect((await reserveUses("short", uses, { sku: "FEW", quantity: 11 })).outcome).toBe(Outcome.SHORT);
    expect(await usesOf(promotionId)).toEqual([0, 0]);
  });
});

describe("a redemption", () => {
  it("is not held after a release of the same reservation", async () => {
    const promotionId = await createPromotion("late", { usageLimit: 5 }, "LATE");
    await orders(release, { reservationId: "late", orderId: "late" });
    expect((await reserveUses("late", [{ promotionId, code: "LATE" }])).outcome).toBe(Outcome.RELEASED);
    expect(await usesOf(promotionId)).toEqual([0, 0]);
  });

  it("is released once, also by concurrent releases", async () => {
    const promotionId = await createPromotion("released", { usageLimit: 5 });
    const customerKeys = ["acc_released"];
    for (const id of ["released-1", "released-2"]) await reserveUses(id, [{ promotionId }], { customerKeys });
    const request = { reservationId: "released-1", orderId: "released-1" };
    await Promise.all(Array.from({ length: 8 }, () => orders(release, request)));
    await orders(release, request);
    expect(await usesOf(promotionId)).toEqual([0, 1]);
  });

  it("is released with an expired reservation that no order needs", async () => {
    const promotionId = await createPromotion("expired", { usageLimit: 5 });
    await reserveUses("expired", [{ promotionId }]);
    await shop.sql("catalog")`update reservations set expires_at = now() - interval '1 second' where id = 'expired'`;
    await shop.stack.runCrons();
    expect(await usesOf(promotionId)).toEqual([0, 0]);
  });

  it("is redeemed by the commit that names it, once; the commit releases the others", async () => {
    const limits = { usageLimit: 5, usageLimitPerCustomer: 3 };
    const named = await createPromotion("named", limits, "NAMED", { usageLimit: 4 });
    const unnamed = await createPromotion("unnamed", limits);
    await reserveUses("commit", [{ promotionId: named, code: "NAMED" }, { promotionId: unnamed }]);
    expect([await usesOf(named), await usesOf(unnamed), await codeUses("NAMED")]).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
    const request = { reservationId: "commit", redemptions: [{ promotionId: named, code: "NAMED" }] };
    await Promise.all(Array.from({ length: 4 }, () => orders(commit, request)));
    await orders(commit, request);
    expect([await usesOf(named), await usesOf(unnamed), await codeUses("NAMED")]).toEqual([
      [1, 0],
      [0, 0],
      [1, 0],
    ]);
    expect(await customerUses(named)).toEqual([["commit", 1, 0]]);
    expect(await customerUses(unnamed)).toEqual([["commit", 0, 0]]);
  });

  it("is returned once by restocks that release redemptions, also without lines", async () => {
    const promotionId = await createPromotion("returned", { usageLimit: 5 }, "RETURNED", { usageLimit: 5 });
    const uses = [{ promotionId, code: "RETURNED" }];
    for (const reservationId of ["returned-1", "returned-2"]) {
      await reserveUses(reservationId, uses, { quantity: 2 });
      await orders(commit, { reservationId, redemptions: uses });
    }
    const lines = [{ sku: "MANY", quantity: 1 }];
    const request = { reservationId: "returned-1", lines };
    await orders(restock, { ...request, idempotencyKey: "keeps" });
    expect(await usesOf(promotionId)).toEqual([2, 0]);
    const tooMany = { ...request, lines: [{ sku: "MANY", quantity: 2 }], releaseRedemptions: true };
    expect(await reasonOf(orders(restock, { ...tooMany, idempotencyKey: "large" }))).toBe("RESTOCK_TOO_LARGE");
    expect(await usesOf(promotionId)).toEqual([2, 0]);
    const releasing = { ...request, releaseRedemptions: true };
    await Promise.all(Array.from({ length: 4 }, () => orders(restock, { ...releasing, idempotencyKey: "gives" })));
    await orders(restock, { ...releasing, lines: [], idempotencyKey: "again" });
    expect([await usesOf(promotionId), await codeUses("RETURNED")]).toEqual([
      [1, 0],
      [1, 0],
    ]);
    await orders(restock, { reservationId: "returned-2", idempotencyKey: "all", releaseRedemptions: true });
    expect(await usesOf(promotionId)).toEqual([0, 0]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("of a promotion without a limit is counted without a counter", async () => {
    const promotionId = await createPromotion("unlimited", {}, "UNLIMITED");
    const uses = [{ promotionId, code: "UNLIMITED" }];
    for (const id of ["free-1", "free-2", "free-3"]) await reserveUses(id, uses);
    await orders(commit, { reservationId: "free-1", redemptions: uses });
    await orders(release, { reservationId: "free-2", orderId: "free-2" });
    expect([await usesOf(promotionId), await codeUses("UNLIMITED")]).toEqual([
      [1, 1],
      [1, 1],
    ]);
    // Named by the commit alone: it became active after the order was placed.
    const later = await createPromotion("later");
    await orders(commit, { reservationId: "free-3", redemptions: [...uses, { promotionId: later }] });
    expect([await usesOf(promotionId), await usesOf(later)]).toEqual([
      [2, 0],
      [1, 0],
    ]);
    await orders(restock, { reservationId: "free-3", idempotencyKey: "cancel", releaseRedemptions: true });
    expect([await usesOf(promotionId), await usesOf(later)]).toEqual([
      [1, 0],
      [0, 0],
    ]);
    const counters = await shop.sql("catalog")`select reserved, used from promotions where id = ${promotionId}`;
    expect(counters).toEqual([{ reserved: 0, used: 0 }]);
  });

  it("reserved before its promotion got a limit count towards it", async () => {
    const promotionId = await createPromotion("limit-later", {}, "LIMIT-LATER");
    const uses = [{ promotionId, code: "LIMIT-LATER" }];
    for (const id of ["before-1", "before-2"]) await reserveUses(id, uses);
    await orders(commit, { reservationId: "before-1", redemptions: uses });
    const limitTo = async (usageLimit: number) => {
      const { promotions } = await manager(pricing.batchGetPromotions, { ids: [promotionId] });
      const updateMask = { paths: ["usage_limit"] };
      const etag = promotions[0]?.etag ?? "";
      return manager(pricing.savePromotion, { id: promotionId, etag, promotion: { usageLimit }, updateMask });
    };
    expect(await reasonOf(limitTo(1))).toBe("INVALID_PROMOTION");
    expect((await limitTo(2)).promotion).toMatchObject({ usageCount: 1, reservedCount: 1 });
    const priceContext = { couponCodes: ["LIMIT-LATER"] };
    const { couponCodes } = await orders(pricing.quote, { lines: [{ sku: "MANY", quantity: 1 }], priceContext });
    expect(couponCodes).toMatchObject([{ state: CouponCodeState.EXHAUSTED }]);
    expect((await reserveUses("after-1", uses)).outcome).toBe(Outcome.EXHAUSTED);
    await orders(release, { reservationId: "before-2", orderId: "before-2" });
    expect(await usesOf(promotionId)).toEqual([1, 0]);
    const outcomes = await raceBehindLock(() => ["after-2", "after-3"].map((id) => reserveUses(id, uses)));
    expect(countHeld(outcomes)).toBe(1);
    expect(await usesOf(promotionId)).toEqual([1, 1]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("are in every answer about the promotion", async () => {
    const promotionId = await createPromotion("every-answer");
    await reserveUses("every-answer", [{ promotionId }]);
    const { promotions } = await manager(pricing.batchGetPromotions, { ids: [promotionId] });
    const listed = (await manager(pricing.listPromotions, { pageSize: 100 })).promotions;
    const found = [promotions[0], listed.find(({ id }) => id === promotionId)];
    expect(found.map((shown) => [shown?.usageCount, shown?.reservedCount])).toEqual([
      [0, 1],
      [0, 1],
    ]);
  });
});

describe("the event of a confirmed order", () => {
  /** Creates the event of an order whose reservation redeems these promotions. */
  const confirm = (id: string, redemptions: readonly Use[], orderId = id) => ({
    specversion: "1.0",
    id: `${orderId}:8`,
    source: "/orders",
    type: "stoa.order.confirmed.v1",
    subject: orderId,
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    data: {
      orderId,
      lines: [{ sku: "BATCH", productId: "prd_none", quantity: 1 }],
      total: { amountMinor: "1000", currency: "USD" },
      reservation: { id, redemptions: redemptions.map((use) => ({ code: "", ...use })) },
    },
  });
  const send = (events: readonly object[]) => shop.stack.send("order", "ORDER_FACTS", events);
  const statusesOf = async (prefix: string) => {
    const rows = await shop.sql("catalog")`
      select status, count(*)::int as count from reservations where id like ${`${prefix}%`} group by 1 order by 1`;
    return rows.map(({ status, count }) => [status, count]);
  };

  it("commits its reservation once, for any number of deliveries in any batches", async () => {
    const limits = { usageLimit: 30, usageLimitPerCustomer: 30 };
    const coded = await createPromotion("batch", limits, "BATCH", { usageLimit: 30 });
    const automatic = await createPromotion("batch-auto", limits);
    const uncounted = await createPromotion("batch-free");
    const reserved = [{ promotionId: coded, code: "BATCH" }, { promotionId: automatic }];
    const ids = Array.from({ length: 12 }, (_, index) => `batch-${index}`);
    for (const id of ids) {
      const customerKeys = [`customer-${id.length}`];
      await reserveUses(id, reserved, { sku: "BATCH", quantity: 2, customerKeys });
    }
    // Half of the orders redeem another promotion than they reserved.
    const events = ids.map((id, index) =>
      confirm(id, index % 2 === 0 ? reserved : [{ promotionId: coded, code: "BATCH" }, { promotionId: uncounted }]),
    );
    for (const batch of [events.slice(0, 5), events, events.toReversed(), events]) await send([...batch, ...batch]);
    await expect.poll(() => statusesOf("batch-"), { timeout: 20_000 }).toEqual([["committed", 12]]);
    expect([await usesOf(coded), await codeUses("BATCH"), await usesOf(automatic), await usesOf(uncounted)]).toEqual([
      [12, 0],
      [12, 0],
      [6, 0],
      [6, 0],
    ]);
    expect(await customerUses(coded)).toEqual([
      ["customer-7", 10, 0],
      ["customer-8", 2, 0],
    ]);
    expect(await shop.sql("catalog")`select available, reserved, committed from stock where sku = 'BATCH'`).toEqual([
      { available: 976, reserved: 0, committed: 24 },
    ]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("commits nothing that was released, and does not delay other orders", async () => {
    const promotionId = await createPromotion("released-before", { usageLimit: 5 });
    await reserveUses("released-before-1", [{ promotionId }]);
    await reserveUses("released-before-2", [{ promotionId }]);
    await orders(release, { reservationId: "released-before-1", orderId: "released-before-1" });
    await send(
      ["released-before-0", "released-before-1", "released-before-2"].map((id) => confirm(id, [{ promotionId }])),
    );
    await expect
      .poll(() => statusesOf("released-before-"), { timeout: 20_000 })
      .toEqual([
        ["committed", 1],
        ["released", 1],
      ]);
    expect(await usesOf(promotionId)).toEqual([1, 0]);
    const lines = () => shop.logs().split("\n");
    const reported = () => lines().filter((line) => line.includes("sold reservation is not held"));
    await expect.poll(() => reported().length).toBe(2);
    expect(await findInconsistencies()).toEqual([]);
  });
});

describe("concurrent reservations, commits, releases and restocks", () => {
  it("of several promotions and SKUs in any order neither deadlock nor lose a use", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 4; index++) {
      ids.push(await createPromotion(`mixed-${index}`, { usageLimit: 20, usageLimitPerCustomer: 15 }));
    }
    await Promise.all(
      Array.from({ length: 120 }, async (_, index) => {
        const [promotionIds = []] = fc.sample(fc.shuffledSubarray(ids, { minLength: 2 }), { numRuns: 1, seed: index });
        const [skus = []] = fc.sample(fc.shuffledSubarray(["MANY", "MORE", "SALE"], { minLength: 2 }), {
          numRuns: 1,
          seed: index,
        });
        const id = `mixed-${index}`;
        const redemptions = promotionIds.map((promotionId) => ({ promotionId }));
        await orders(reserve, {
          reservationId: id,
          orderId: id,
          lines: skus.map((sku) => ({ sku, quantity: 1 })),
          priceContext: { customerKeys: [`customer-${index % 5}`, `mail-${index % 4}`] },
          redemptions,
        });
        if (index % 3 === 0) await orders(release, { reservationId: id, orderId: id });
        else await orders(commit, { reservationId: id, redemptions: redemptions.slice(1) });
        if (index % 3 === 1) await orders(restock, { reservationId: id, idempotencyKey: id, releaseRedemptions: true });
      }),
    );
    for (const id of ids) expect((await usesOf(id))[1]).toBe(0);
    expect(await findInconsistencies()).toEqual([]);
  });
});
