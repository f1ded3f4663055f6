import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InventoryService, ReserveResponse_Outcome as Outcome } from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { findRowDifferences } from "../faults/stock-rows.ts";
import { importProducts, openShop, placeOrder, productLine, reasonOf, type Shop } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";

const { reserve, release, commit, restock, adjustStock, batchGetStock } = InventoryService.method;

const lastOnes = ["LAST-1", "LAST-2", "LAST-3", "LAST-4", "LAST-5"];
const mixed = Array.from({ length: 10 }, (_, index) => `MIX-${index}`);

let shop: Shop;
let orders: Rpc;
let staff: Rpc;

beforeAll(async () => {
  shop = await openShop();
  orders = await shop.rpc("catalog", { roles: [], service: "order" });
  staff = await shop.rpc("catalog", { accountId: "acc_staff", roles: ["CATALOG_MANAGER"] });
  const skus = [
    "FLASH",
    "KEYS",
    "RACE",
    "LATE",
    "ENDS",
    "BACK",
    "HASH",
    "SPLIT",
    "AGAIN",
    "EITHER",
    "TWO",
    "SWEPT",
    "HUGE",
  ].map((sku) => productLine(sku, 50));
  const more = [...mixed.map((sku) => productLine(sku, 100)), ...lastOnes.map((sku) => productLine(sku, 1))];
  await importProducts(await shop.signUp("CATALOG_MANAGER"), [...skus, ...more]);
});

afterAll(() => shop?.stop());

const hold = (reservationId: string, ...lines: { sku: string; quantity: number }[]) =>
  orders(reserve, { reservationId, orderId: reservationId, lines });

async function stockOf(sku: string): Promise<readonly [available: number, reserved: number]> {
  const { stock } = await orders(batchGetStock, { skus: [sku] });
  return [stock[0]?.available ?? -1, stock[0]?.reserved ?? -1];
}

/** Stock, ledger and reservations say the same, and nothing was applied twice. */
const ledgerDifferences = () => findRowDifferences(shop.sql("catalog"));

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

  it("sells the last one to one of eight who come at the same moment", async () => {
    for (const sku of lastOnes) {
      const letIn = await lockTable(shop, "catalog", "stock", "share");
      const holds = Array.from({ length: 8 }, (_, buyer) => hold(`${sku}-${buyer}`, { sku, quantity: 1 }));
      // All of them wait at the door.
      await new Promise((later) => setTimeout(later, 150));
      const [replies] = await Promise.all([Promise.all(holds), letIn()]);
      expect(replies.filter(({ outcome }) => outcome === Outcome.HELD)).toHaveLength(1);
      expect(await stockOf(sku)).toEqual([0, 1]);
    }
    expect(await ledgerDifferences()).toEqual([]);
  });

  it("holds all of an order or nothing, whatever order its lines are in, and never in a circle", async () => {
    const replies = await Promise.all(
      Array.from({ length: 300 }, (_, index) => {
        const skus = fc.sample(fc.shuffledSubarray(mixed, { minLength: 3, maxLength: 3 }), { numRuns: 1, seed: index });
        const lines = (skus[0] ?? []).map((sku) => ({ sku, quantity: 1 + (index % 3) }));
        return hold(`mix-${index}`, ...lines).then(({ outcome }) => ({ outcome, lines }));
      }),
    );
    const held = replies.filter(({ outcome }) => outcome === Outcome.HELD).flatMap(({ lines }) => lines);
    expect(held.length).toBeGreaterThan(0);
    expect(held.length).toBeLessThan(900);
    for (const sku of mixed) {
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

  it("holds nothing in the end when it races its release", async () => {
    const names = Array.from({ length: 60 }, (_, index) => `either-${index}`);
    await Promise.all(
      names.flatMap((name, index) => {
        const calls = [
          () => hold(name, { sku: "EITHER", quantity: 1 }),
          () => orders(release, { reservationId: name, orderId: name }),
        ];
        return (index % 2 === 0 ? calls : calls.reverse()).map((call) => call());
      }),
    );
    expect(await stockOf("EITHER")).toEqual([50, 0]);
    expect(await ledgerDifferences()).toEqual([]);
  });

  it("is let go by its own order alone", async () => {
    await hold("mine", { sku: "EITHER", quantity: 1 });
    const theirs = orders(release, { reservationId: "mine", orderId: "theirs" });
    expect(await reasonOf(theirs)).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await stockOf("EITHER")).toEqual([49, 1]);
  });

  it("is refused without its names, and past any reasonable time", async () => {
    const request = { reservationId: "bad", orderId: "bad", lines: [{ sku: "EITHER", quantity: 1 }] };
    const wrong = {
      INVALID_RESERVATION_ID: { reservationId: "" },
      INVALID_ORDER_ID: { orderId: "" },
      INVALID_LINES: { lines: [] },
      INVALID_QUANTITY: { lines: [{ sku: "EITHER", quantity: 0 }] },
      INVALID_EXPIRE_TIME: { expireTime: { seconds: 1n << 60n, nanos: 0 } },
    };
    for (const [reason, change] of Object.entries(wrong)) {
      expect(await reasonOf(orders(reserve, { ...request, ...change }))).toBe(reason);
    }
    expect(await stockOf("EITHER")).toEqual([49, 1]);
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

describe("a hold that is asked for again while it ends", () => {
  it.each(["commit", "release"] as const)("waits for nobody in a circle with its %s", async (end) => {
    const [id, sku] = [`again-${end}`, "AGAIN"];
    await hold(id, { sku, quantity: 1 });
    const sql = shop.sql("catalog");
    // Whoever wants the stock queues up behind this: the hold first, then its end.
    const queue = sql.transaction([sql`select 1 from stock where sku = ${sku} for update`, sql`select pg_sleep(0.6)`]);
    const later = (ms: number, call: () => Promise<unknown>) =>
      new Promise((wake) => setTimeout(wake, ms)).then(() => reasonOf(call()));
    const again = later(150, () => hold(id, { sku, quantity: 1 }));
    const ended = later(300, () =>
      end === "commit" ? orders(commit, { reservationId: id }) : orders(release, { reservationId: id, orderId: id }),
    );
    await queue;
    expect(await Promise.all([again, ended])).toEqual(["went through", "went through"]);
    expect(await ledgerDifferences()).toEqual([]);
  });
});

describe("adjusting", () => {
  it("never makes so much that what is held or sold could not come back", async () => {
    const sql = shop.sql("catalog");
    await hold("huge", { sku: "HUGE", quantity: 40 });
    await orders(commit, { reservationId: "huge" });
    await hold("huge too", { sku: "HUGE", quantity: 10 });
    const most = 2 ** 31 - 1;
    await sql`update stock set available = ${most - 100} where sku = 'HUGE'`;
    const add = (delta: number) =>
      reasonOf(staff(adjustStock, { sku: "HUGE", delta, reason: "r", idempotencyKey: `${delta}` }));
    expect(await add(51)).toBe("INVALID_DELTA");
    expect(await add(50)).toBe("went through");
    expect(await reasonOf(orders(release, { reservationId: "huge too", orderId: "huge too" }))).toBe("went through");
    const lines = [{ sku: "HUGE", quantity: 40 }];
    expect(await reasonOf(orders(restock, { reservationId: "huge", idempotencyKey: "all", lines }))).toBe(
      "went through",
    );
    expect(await stockOf("HUGE")).toEqual([most, 0]);
    await sql`update stock set available = 100 where sku = 'HUGE'`;
    expect(await ledgerDifferences()).toEqual([]);
  });

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

  it("changes nothing twice and answers as before, whatever was sold meanwhile", async () => {
    const change = { sku: "LATE", delta: 7, reason: "delivery", idempotencyKey: "delivery-1" };
    const replies = await Promise.all(Array.from({ length: 10 }, () => staff(adjustStock, change)));
    await hold("meanwhile", { sku: "LATE", quantity: 3 });
    replies.push(await staff(adjustStock, change));
    expect(new Set(replies.map(({ stock }) => JSON.stringify([stock?.available, stock?.reserved])))).toEqual(
      new Set(["[57,0]"]),
    );
    expect(await stockOf("LATE")).toEqual([54, 3]);
    expect(await reasonOf(staff(adjustStock, { ...change, delta: 8 }))).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await ledgerDifferences()).toEqual([]);
  });

  it("takes one key of two people for two changes", async () => {
    const other = await shop.rpc("catalog", { accountId: "acc_other", roles: ["CATALOG_MANAGER"] });
    const change = { sku: "TWO", delta: 1, reason: "delivery", idempotencyKey: "1" };
    await Promise.all([staff(adjustStock, change), other(adjustStock, change)]);
    expect(await stockOf("TWO")).toEqual([52, 0]);
  });
});

describe("the ledger", () => {
  it("is only ever added to", async () => {
    const sql = shop.sql("catalog");
    for (const change of [
      () => sql`update stock_ledger set available = 0`,
      () => sql`delete from stock_ledger`,
      () => sql`truncate stock_ledger`,
    ]) {
      await expect(change()).rejects.toThrow("stock_ledger is append only");
    }
  });
});

describe("a hold that is past its time", () => {
  const expire = (id: string) =>
    shop.sql("catalog")`update reservations set expires_at = now() - interval '1 minute' where id = ${id}`;
  const find = async (id: string) =>
    (await shop.sql("catalog")`select status, expires_at > now() as later from reservations where id = ${id}`)[0];

  it("is let go when its order does not need it", async () => {
    const id = "ord_00000000000000000000000000";
    await hold(id, { sku: "SWEPT", quantity: 5 });
    await expire(id);
    await shop.cloud.runCrons();
    expect(await find(id)).toMatchObject({ status: "released" });
    expect(await stockOf("SWEPT")).toEqual([50, 0]);
    expect(await ledgerDifferences()).toEqual([]);
  });

  it("stays when its order needs it, and is looked at again later", async () => {
    await shop.fault("down", "confirm", 1_000);
    const buyer = await shop.signUp();
    const { order } = await placeOrder(buyer, { idempotencyKey: "waits", lines: [{ sku: "SWEPT", quantity: 5 }] });
    const id = order?.id ?? "";
    await expire(id);
    await shop.cloud.runCrons();
    expect(await find(id)).toEqual({ status: "held", later: true });
    expect(await stockOf("SWEPT")).toEqual([45, 5]);
  });
});
