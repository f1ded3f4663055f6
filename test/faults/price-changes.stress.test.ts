import { setTimeout as sleep } from "node:timers/promises";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reconcileShop } from "../../dev/cli/reconciliation/reconcile-shop.ts";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { DiscountClass, PriceListType, PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { address, type OrderResult, placeOrder, productLine } from "../support/harness.ts";
import { openShopSources } from "../support/sources.ts";
import { useShop, useUser } from "../support/use-shop.ts";
import { findUnsettled, findViolations } from "./database-invariants.ts";
import { findRedemptionInconsistencies } from "./stock-invariants.ts";

const rounds = 200;
/** Rounds that run concurrently. Each lane has its own products, price lists and promotion. */
const lanes = 4;
/** How long before the order a price list gets the time at which it starts. */
const leadMs = 40;

const kinds = ["a price list that starts or ends", "a second price list", "a promotion with another version"] as const;
type Kind = (typeof kinds)[number];

/** When the price changed: before the order was quoted, between the quote and the reservation, or after both. */
type Moment = "before" | "between" | "after";

interface Round {
  readonly kind: Kind;
  readonly order: OrderResult;
  readonly expectedMinor: string;
  readonly moment: Moment;
}

/** A change of a price. `ready` must have happened before the order is placed, `done` after it. */
interface Change {
  readonly ready: Promise<unknown>;
  readonly done: Promise<unknown>;
}

/** What a kind of round sells in one lane. */
interface Subject {
  readonly sku: string;
  readonly couponCodes: readonly string[];
  /** Changes the price at this time. */
  readonly change: (at: number) => Change;
}

const skuOf = (kind: number, lane: number) => `PRICE-${kind}-${lane}`;
const shop = useShop({
  products: kinds.flatMap((_, kind) =>
    Array.from({ length: lanes }, (__, lane) => productLine(skuOf(kind, lane), 1_000)),
  ),
});
const support = useUser(shop, "SUPPORT");
const pricing = PricingService.method;
const results: Round[] = [];
let manager: Rpc;

beforeAll(async () => {
  manager = await shop.rpc("catalog", { accountId: "acc_manager", roles: ["CATALOG_MANAGER"] });
});

afterAll(() => {
  for (const kind of kinds) {
    const ofKind = results.filter((round) => round.kind === kind);
    const count = (moment: Moment) => ofKind.filter((round) => round.moment === moment).length;
    console.log(`${kind}: changed ${count("before")} before, ${count("between")} between, ${count("after")} after`);
  }
});

const waitUntil = (at: number) => sleep(Math.max(0, at - Date.now()));

/** Creates a price list with a price of this SKU. Returns a change that starts it, and the next time ends it. */
async function createPriceList(sku: string, slug: string, amountMinor: bigint, priority: number, isLive: boolean) {
  const endTime = isLive ? {} : { endTime: timestampFromMs(Date.now() - 1_000) };
  const { priceList } = await manager(pricing.savePriceList, {
    priceList: { slug, name: slug, type: PriceListType.OVERRIDE, priority, active: true, ...endTime },
  });
  const id = priceList?.id ?? "";
  const prices = [{ sku, currencyCode: "USD", minQuantity: 1, amountMinor }];
  await manager(pricing.setPriceListPrices, { priceListId: id, prices });
  let isOn = isLive;
  return (at: number): Change => {
    isOn = !isOn;
    const period = isOn ? { startTime: timestampFromMs(at) } : { endTime: timestampFromMs(at) };
    const updateMask = { paths: ["start_time", "end_time"] };
    return { ready: manager(pricing.savePriceList, { id, priceList: period, updateMask }), done: waitUntil(at) };
  };
}

/** Creates a promotion with a coupon code. Returns a change of its percentage. */
async function createPromotion(slug: string, code: string) {
  const fields = { slug, name: slug, class: DiscountClass.ORDER, automatic: false, usageLimit: 1_000 };
  const rewardOf = (basisPoints: number) => ({ reward: { case: "percentage" as const, value: { basisPoints } } });
  const created = await manager(pricing.savePromotion, { promotion: { ...fields, reward: rewardOf(1_000) } });
  const id = created.promotion?.id ?? "";
  await manager(pricing.createCouponCodes, { promotionId: id, code, idempotencyKey: code });
  await manager(pricing.setPromotionActive, { id, active: true });
  let basisPoints = 1_000;
  return (at: number): Change => {
    basisPoints = basisPoints === 1_000 ? 2_000 : 1_000;
    const save = async () => {
      const { promotion } = await manager(pricing.getPromotion, { key: { case: "id", value: id } });
      await waitUntil(at);
      const etag = promotion?.etag ?? "";
      const updateMask = { paths: ["reward"] };
      await manager(pricing.savePromotion, { id, etag, promotion: { reward: rewardOf(basisPoints) }, updateMask });
    };
    return { ready: Promise.resolve(), done: save() };
  };
}

async function createSubjects(lane: number): Promise<readonly Subject[]> {
  const [first = "", second = "", third = ""] = kinds.map((_, kind) => skuOf(kind, lane));
  await createPriceList(second, `always-${lane}`, 900n, 0, true);
  return [
    { sku: first, couponCodes: [], change: await createPriceList(first, `first-${lane}`, 800n, 0, false) },
    { sku: second, couponCodes: [], change: await createPriceList(second, `second-${lane}`, 700n, 1, false) },
    { sku: third, couponCodes: [`LANE-${lane}`], change: await createPromotion(`lane-${lane}`, `LANE-${lane}`) },
  ];
}

const { countryCode, postalCode } = address;
const quoteQuery = "query ($input: QuoteInput!) { quote(input: $input) { total { amountMinor currency } } }";

/** The mean time in ms from the request to the change. It follows the speed of the machine, so that changes are close to the reservation. */
const meanDelayMs: Record<Kind, number> = Object.fromEntries(kinds.map((kind) => [kind, 40])) as Record<Kind, number>;

/** Quotes an order, and places it with the total of the quote while its price changes. */
async function runRound(buyer: Api, kind: Kind, { sku, couponCodes, change }: Subject, idempotencyKey: string) {
  const input = { lines: [{ sku, quantity: 2 }], couponCodes };
  type Quote = { readonly quote: { readonly total: { readonly amountMinor: string } } };
  const { quote } = await fetchData<Quote>(buyer, quoteQuery, {
    input: { ...input, destination: { countryCode, postalCode } },
  });
  const delayMs = Math.round(Math.random() * 2 * meanDelayMs[kind]);
  const at = Date.now() + leadMs + delayMs;
  const { ready, done } = change(at);
  await ready;
  await waitUntil(at - delayMs);
  const { order, userErrors } = await placeOrder(buyer, { ...input, idempotencyKey, expectedTotal: quote.total });
  await done;
  if (order === null) throw new Error(userErrors.map(({ code }) => code).join());
  const isReserved = order.timeline.some(({ type }) => type === "StockReserved");
  const moment = order.status !== "REJECTED" ? "after" : isReserved ? "between" : "before";
  if (moment !== "between") meanDelayMs[kind] *= moment === "before" ? 1.1 : 1 / 1.1;
  results.push({ kind, order, expectedMinor: quote.total.amountMinor, moment });
}

async function runLane(lane: number): Promise<void> {
  const buyer = await shop.signUp();
  const subjects = await createSubjects(lane);
  for (let round = lane; round < rounds; round += lanes) {
    const index = Math.floor(round / lanes) % kinds.length;
    const [kind, subject] = [kinds[index], subjects[index]];
    if (kind !== undefined && subject !== undefined) await runRound(buyer, kind, subject, `round-${round}`);
  }
}

describe("an order whose price changes at a random moment between its quote and its payment", () => {
  it("is charged the expected total, or is rejected with PRICE_CHANGED", async () => {
    await Promise.all(Array.from({ length: lanes }, (_, lane) => runLane(lane)));
    const ledger = Map.groupBy(await shop.ledger(), ({ orderId }) => orderId);
    const outcomes = results.map(({ kind, order, expectedMinor }) => {
      const { status, total, rejection } = order;
      const charges = (ledger.get(order.id) ?? []).map(({ captured }) => captured);
      const expected =
        status === "REJECTED"
          ? { code: "PRICE_CHANGED", charges: [] }
          : { code: undefined, status: "CONFIRMED", total: expectedMinor, charges: [Number(expectedMinor)] };
      return [{ kind, status, total: total.amountMinor, code: rejection?.code, charges }, expected] as const;
    });
    expect(outcomes).toHaveLength(rounds);
    for (const [outcome, expected] of outcomes) expect(outcome).toMatchObject(expected);
    // The test proves nothing if no price changed between quote and reservation.
    for (const kind of kinds.slice(1)) {
      const between = results.filter((round) => round.kind === kind && round.moment === "between");
      expect(between.length, kind).toBeGreaterThanOrEqual(5);
    }
  });

  it("holds no stock, no use of a promotion and no money when it was rejected", async () => {
    await expect.poll(() => findUnsettled(shop), { timeout: 30_000 }).toEqual([]);
    const catalog = shop.sql("catalog");
    await expect.poll(() => catalog`select sku from stock where reserved > 0`, { timeout: 30_000 }).toEqual([]);
    expect(await catalog`select id from promotions where reserved > 0`).toEqual([]);
    expect(await findRedemptionInconsistencies(catalog)).toEqual([]);
    const confirmed = results.filter(({ order }) => order.status === "CONFIRMED");
    const [sold] = await catalog`select sum(committed)::int as units from stock`;
    expect(sold).toEqual({ units: confirmed.length * 2 });
    const orders = results.map(({ order }) => order);
    expect(await findViolations(shop, orders)).toEqual([]);
    expect((await reconcileShop(openShopSources(shop, support))).differences).toEqual([]);
  });
});
