import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InventoryService, ReserveResponse_Outcome as Outcome } from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { Rpc } from "../../workers/kit/connect-client.ts";
import { importProducts, openShop, productLine, reasonOf, type Shop } from "../harness.ts";

const { reserve, release, commit, restock, adjustStock, batchGetStock } = InventoryService.method;

let shop: Shop;
let orders: Rpc;
let staff: Rpc;

beforeAll(async () => {
  shop = await openShop();
  orders = await shop.rpc("catalog", { roles: [], service: "order" });
  staff = await shop.rpc("catalog", { accountId: "acc_staff", roles: ["CATALOG_MANAGER"] });
  const many = Array.from({ length: 6 }, (_, index) => productLine(`MIX-${index}`, 100));
  const skus = ["FLASH", "KEYS", "RACE", "LATE", "ENDS", "BACK", "HASH", "SPLIT"].map((sku) => productLine(sku, 50));
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [...skus, ...many]);
});

afterAll(() => shop?.stop());

const hold = (reservationId: string, ...lines: { sku: string; quantity: number }[]) =>
  orders(reserve, { reservationId, orderId: reservationId, lines });

async function stockOf(sku: string): Promise<readonly [available: number, reserved: number]> {
  const { stock } = await orders(batchGetStock, { skus: [sku] });
  return [stock[0]?.available ?? -1, stock[0]?.reserved ?? -1];
}

/** Every change of stock stands in the ledger: its sums are the stock, for every SKU. */
async function ledgerDifferences(): Promise<unknown[]> {
  return shop.sql("catalog")`
    select s.sku from stock s left join (
      select sku, sum(available)::int a, sum(reserved)::int r, sum(committed)::int c from stock_ledger group by sku
    ) l on l.sku = s.sku
    where (s.available, s.reserved, s.committed) is distinct from (coalesce(l.a, 0), coalesce(l.r, 0), coalesce(l.c, 0))`;
}

describe("reserving", () => {
  it("sells fifty units to exactly fifty of two hundred buyers", async () => {
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, buyer) => hold(`flash-${buyer}`, { sku: "FLASH", quantity: 1 })),
    );
    expect(replies.filter(({ outcome }) => outcome === Outcome.HELD)).toHaveLength(50);
    expect(replies.filter(({ outcome }) => outcome === Outcome.SHORT)).toHaveLength(150);
    expect(await stockOf("FLASH")).toEqual([0, 50]);
    expect(await ledgerDifferences()).toEqual([]);
  });

  it("holds all of an order or nothing, whatever order its lines are in, and never in a circle", async () => {
    const replies = await Promise.all(
      Array.from({ length: 300 }, (_, index) => {
        const first = index % 6;
        const skus = [first, (first + 1 + (index % 2)) % 6, (first + 3) % 6].map((sku) => `MIX-${sku}`);
        const lines = (index % 3 === 0 ? skus : skus.reverse()).map((sku) => ({ sku, quantity: 1 + (index % 3) }));
        return hold(`mix-${index}`, ...lines).then(({ outcome }) => ({ outcome, lines }));
      }),
    );
    const held = replies.filter(({ outcome }) => outcome === Outcome.HELD).flatMap(({ lines }) => lines);
    expect(held.length).toBeGreaterThan(0);
    for (let index = 0; index < 6; index++) {
      const sku = `MIX-${index}`;
      const units = held.filter((line) => line.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
      expect(await stockOf(sku)).toEqual([100 - units, units]);
    }
    expect(await ledgerDifferences()).toEqual([]);
  });

  it("answers a hundred calls over ten keys with ten holds", async () => {
    const replies = await Promise.all(
      Array.from({ length: 100 }, (_, call) => hold(`keys-${call % 10}`, { sku: "KEYS", quantity: 2 })),
    );
    expect(replies.every(({ outcome }) => outcome === Outcome.HELD)).toBe(true);
    expect(await stockOf("KEYS")).toEqual([30, 20]);
    expect(await ledgerDifferences()).toEqual([]);
  });

  it("counts two lines of one SKU together", async () => {
    const twice = (quantity: number) =>
      hold(`split-${quantity}`, { sku: "SPLIT", quantity }, { sku: "SPLIT", quantity });
    expect((await twice(30)).outcome).toBe(Outcome.SHORT);
    expect((await twice(20)).lines.map(({ quantity }) => quantity)).toEqual([40]);
    expect(await stockOf("SPLIT")).toEqual([10, 40]);
  });

  it("refuses a key that is used for something else", async () => {
    await hold("hash", { sku: "HASH", quantity: 1 });
    expect(await reasonOf(hold("hash", { sku: "HASH", quantity: 2 }))).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await stockOf("HASH")).toEqual([49, 1]);
  });

  it("holds nothing when its release came first", async () => {
    await orders(release, { reservationId: "late", orderId: "late" });
    expect((await hold("late", { sku: "LATE", quantity: 5 })).outcome).toBe(Outcome.RELEASED);
    expect(await stockOf("LATE")).toEqual([50, 0]);
  });

  it("is for services alone", async () => {
    const request = { reservationId: "staff", orderId: "staff", lines: [{ sku: "LATE", quantity: 1 }] };
    expect(await reasonOf(staff(reserve, request))).toBe("FORBIDDEN");
  });
});

describe("ending a hold", () => {
  it("is won by one of many commits and releases", async () => {
    await hold("ends", { sku: "ENDS", quantity: 10 });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        reasonOf(
          index % 2 === 0
            ? orders(commit, { reservationId: "ends" })
            : orders(release, { reservationId: "ends", orderId: "ends" }),
        ),
      ),
    );
    const [available, reserved] = await stockOf("ENDS");
    const committed = available === 40;
    expect([available, reserved]).toEqual([committed ? 40 : 50, 0]);
    const refusal = committed ? "RESERVATION_COMMITTED" : "RESERVATION_NOT_HELD";
    expect(outcomes.filter((outcome) => outcome === refusal)).toHaveLength(10);
    expect(await ledgerDifferences()).toEqual([]);
  });

  it("puts sold units back once a key, and never more than were sold", async () => {
    await hold("back", { sku: "BACK", quantity: 4 });
    await orders(commit, { reservationId: "back" });
    const put = (idempotencyKey: string, quantity: number) =>
      reasonOf(orders(restock, { reservationId: "back", idempotencyKey, lines: [{ sku: "BACK", quantity }] }));
    await Promise.all(Array.from({ length: 10 }, () => put("once", 3)));
    expect(await stockOf("BACK")).toEqual([49, 0]);
    const rest = await Promise.all([put("rest-1", 1), put("rest-2", 1), put("rest-3", 1)]);
    expect([...rest].sort()).toEqual(["RESTOCK_TOO_LARGE", "RESTOCK_TOO_LARGE", "went through"]);
    expect(await stockOf("BACK")).toEqual([50, 0]);
    expect(await ledgerDifferences()).toEqual([]);
  });
});

describe("adjusting", () => {
  it("and reserving at once never go below nothing, and neither gets lost", async () => {
    const take = (index: number) =>
      reasonOf(staff(adjustStock, { sku: "RACE", delta: -1, reason: "count", idempotencyKey: `race-${index}` }));
    const results = await Promise.all(
      Array.from({ length: 80 }, async (_, index) => {
        if (index % 2 === 0) return take(index);
        const { outcome } = await hold(`race-${index}`, { sku: "RACE", quantity: 1 });
        return outcome === Outcome.HELD ? "held" : "short";
      }),
    );
    const held = results.filter((result) => result === "held").length;
    const taken = results.filter((result) => result === "went through").length;
    expect(held + taken).toBe(50);
    expect(results.filter((result) => result === "INSUFFICIENT_STOCK" || result === "short")).toHaveLength(30);
    expect(await stockOf("RACE")).toEqual([0, held]);
    expect(await ledgerDifferences()).toEqual([]);
  });

  it("changes nothing twice and answers as before", async () => {
    const change = { sku: "LATE", delta: 7, reason: "delivery", idempotencyKey: "delivery-1" };
    const replies = await Promise.all(Array.from({ length: 10 }, () => staff(adjustStock, change)));
    expect(new Set(replies.map(({ stock }) => stock?.available))).toEqual(new Set([57]));
    expect(await reasonOf(staff(adjustStock, { ...change, delta: 8 }))).toBe("IDEMPOTENCY_KEY_REUSED");
  });
});
