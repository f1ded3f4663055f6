import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService, ReserveResponse_Outcome as Outcome } from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { findStockInconsistencies } from "../faults/stock-invariants.ts";
import { placeOrder, productLine, reasonOf } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";
import { useShop } from "../support/use-shop.ts";

const { reserve, release, commit, restock, adjustStock, batchGetStock } = InventoryService.method;

const singleUnitSkus = ["LAST-1", "LAST-2", "LAST-3", "LAST-4", "LAST-5"];
const mixedSkus = Array.from({ length: 10 }, (_, index) => `MIX-${index}`);

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
  "Mixed-Case",
];

const shop = useShop({
  products: [
    ...skus.map((sku) => productLine(sku, 50)),
    ...mixedSkus.map((sku) => productLine(sku, 100)),
    ...singleUnitSkus.map((sku) => productLine(sku, 1)),
  ],
});
let orders: Rpc;
let staff: Rpc;

beforeAll(async () => {
  orders = await shop.rpc("catalog", { roles: [], service: "order" });
  staff = await shop.rpc("catalog", { accountId: "acc_staff", roles: ["CATALOG_MANAGER"] });
});

const reserveLines = (reservationId: string, ...lines: { sku: string; quantity: number }[]) =>
  orders(reserve, { reservationId, orderId: reservationId, lines });

async function readStock(sku: string): Promise<readonly [available: number, reserved: number]> {
  const { stock } = await orders(batchGetStock, { skus: [sku] });
  return [stock[0]?.available ?? -1, stock[0]?.reserved ?? -1];
}

/** Returns the differences between stock, ledger and reservations, and changes that were applied twice. */
const findInconsistencies = () => findStockInconsistencies(shop.sql("catalog"));

describe("Reserve", () => {
  it("reserves fifty units for exactly fifty of two hundred concurrent buyers", async () => {
    const responses = await Promise.all(
      Array.from({ length: 200 }, (_, buyer) => reserveLines(`flash-${buyer}`, { sku: "FLASH", quantity: 1 })),
    );
    expect(responses.filter(({ outcome }) => outcome === Outcome.HELD)).toHaveLength(50);
    expect(responses.filter(({ outcome }) => outcome === Outcome.SHORT)).toHaveLength(150);
    expect(await readStock("FLASH")).toEqual([0, 50]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("reserves the last unit for one of eight concurrent buyers", async () => {
    for (const sku of singleUnitSkus) {
      const unlock = await lockTable(shop, "catalog", "stock", "share");
      const requests = Array.from({ length: 8 }, (_, buyer) => reserveLines(`${sku}-${buyer}`, { sku, quantity: 1 }));
      // All requests wait for the lock.
      await new Promise((later) => setTimeout(later, 150));
      const [responses] = await Promise.all([Promise.all(requests), unlock()]);
      expect(responses.filter(({ outcome }) => outcome === Outcome.HELD)).toHaveLength(1);
      expect(await readStock(sku)).toEqual([0, 1]);
    }
    expect(await findInconsistencies()).toEqual([]);
  });

  it("reserves all lines of an order or none, in any order of lines, without deadlocks", async () => {
    const responses = await Promise.all(
      Array.from({ length: 300 }, (_, index) => {
        const skus = fc.sample(fc.shuffledSubarray(mixedSkus, { minLength: 3, maxLength: 3 }), {
          numRuns: 1,
          seed: index,
        });
        const lines = (skus[0] ?? []).map((sku) => ({ sku, quantity: 1 + (index % 3) }));
        return reserveLines(`mix-${index}`, ...lines).then(({ outcome }) => ({ outcome, lines }));
      }),
    );
    const heldLines = responses.filter(({ outcome }) => outcome === Outcome.HELD).flatMap(({ lines }) => lines);
    expect(heldLines.length).toBeGreaterThan(0);
    expect(heldLines.length).toBeLessThan(900);
    for (const sku of mixedSkus) {
      const units = heldLines.filter((line) => line.sku === sku).reduce((sum, { quantity }) => sum + quantity, 0);
      expect(await readStock(sku)).toEqual([100 - units, units]);
    }
    expect(await findInconsistencies()).toEqual([]);
  });

  it("creates ten reservations for a hundred concurrent calls with ten ids", async () => {
    const responses = await Promise.all(
      Array.from({ length: 100 }, (_, call) => reserveLines(`keys-${call % 10}`, { sku: "KEYS", quantity: 2 })),
    );
    expect(responses.every(({ outcome }) => outcome === Outcome.HELD)).toBe(true);
    expect(await readStock("KEYS")).toEqual([30, 20]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("adds up two lines of one SKU", async () => {
    const reserveTwoLines = (quantity: number) =>
      reserveLines(`split-${quantity}`, { sku: "SPLIT", quantity }, { sku: "SPLIT", quantity });
    expect((await reserveTwoLines(30)).outcome).toBe(Outcome.SHORT);
    expect((await reserveTwoLines(20)).lines.map(({ quantity }) => quantity)).toEqual([40]);
    expect(await readStock("SPLIT")).toEqual([10, 40]);
  });

  it("rejects an id that was used for different lines", async () => {
    await reserveLines("hash", { sku: "HASH", quantity: 1 });
    expect(await reasonOf(reserveLines("hash", { sku: "HASH", quantity: 2 }))).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await readStock("HASH")).toEqual([49, 1]);
  });

  it("reserves nothing after a release of the same id", async () => {
    await orders(release, { reservationId: "late", orderId: "late" });
    expect((await reserveLines("late", { sku: "LATE", quantity: 5 })).outcome).toBe(Outcome.RELEASED);
    expect(await readStock("LATE")).toEqual([50, 0]);
  });

  it("leaves nothing reserved when it runs concurrently with its release", async () => {
    const ids = Array.from({ length: 60 }, (_, index) => `either-${index}`);
    await Promise.all(
      ids.flatMap((id, index) => {
        const calls = [
          () => reserveLines(id, { sku: "EITHER", quantity: 1 }),
          () => orders(release, { reservationId: id, orderId: id }),
        ];
        return (index % 2 === 0 ? calls : calls.reverse()).map((call) => call());
      }),
    );
    expect(await readStock("EITHER")).toEqual([50, 0]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("creates a reservation that only its own order can release", async () => {
    await reserveLines("mine", { sku: "EITHER", quantity: 1 });
    const releaseByOther = orders(release, { reservationId: "mine", orderId: "theirs" });
    expect(await reasonOf(releaseByOther)).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await readStock("EITHER")).toEqual([49, 1]);
  });

  it("rejects invalid ids, lines, quantities and expiry times", async () => {
    const request = { reservationId: "bad", orderId: "bad", lines: [{ sku: "EITHER", quantity: 1 }] };
    const invalid = {
      INVALID_RESERVATION_ID: { reservationId: "" },
      INVALID_ORDER_ID: { orderId: "" },
      INVALID_LINES: { lines: [] },
      INVALID_QUANTITY: { lines: [{ sku: "EITHER", quantity: 0 }] },
      INVALID_EXPIRE_TIME: { expireTime: { seconds: 1n << 60n, nanos: 0 } },
    };
    for (const [reason, change] of Object.entries(invalid)) {
      expect(await reasonOf(orders(reserve, { ...request, ...change }))).toBe(reason);
    }
    expect(await readStock("EITHER")).toEqual([49, 1]);
  });

  it("is allowed for services only", async () => {
    const request = { reservationId: "staff", orderId: "staff", lines: [{ sku: "LATE", quantity: 1 }] };
    expect(await reasonOf(staff(reserve, request))).toBe("FORBIDDEN");
  });
});

describe("SKUs in another case", () => {
  it("are resolved to their stored spelling by every RPC", async () => {
    const spelled = ["MIXED-CASE", "mixed-case"].map((sku) => ({ sku, quantity: 2 }));
    const held = await reserveLines("spelled", ...spelled, { sku: "Mixed-Case", quantity: 1 });
    expect(held.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([["Mixed-Case", 5]]);
    const short = await reserveLines("spelled-short", { sku: "mixed-CASE", quantity: 46 });
    expect(short.short.map(({ sku, requested, available }) => [sku, requested, available])).toEqual([
      ["Mixed-Case", 46, 45],
    ]);
    await orders(commit, { reservationId: "spelled" });
    const lines = [{ sku: "mixed-case", quantity: 2 }];
    await orders(restock, { reservationId: "spelled", idempotencyKey: "1", lines });
    const change = { sku: "MIXED-case", delta: 3, reason: "delivery", idempotencyKey: "spelled" };
    expect((await staff(adjustStock, change)).stock).toMatchObject({ sku: "Mixed-Case", available: 50 });
    expect((await staff(adjustStock, change)).stock).toMatchObject({ sku: "Mixed-Case", available: 50 });
    const { stock } = await orders(batchGetStock, { skus: ["mixed-case", "MIXED-CASE", "none"] });
    expect(stock.map(({ sku, available }) => [sku, available])).toEqual([["Mixed-Case", 50]]);
    const variants = await orders(CatalogService.method.batchGetVariants, { skus: ["mixed-CASE", "Mixed-Case"] });
    expect(variants.variants.map(({ sku }) => sku)).toEqual(["Mixed-Case"]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("reserve the exact spelling where an older release accepted SKUs that differ in case only", async () => {
    const sql = shop.sql("catalog");
    await sql`insert into variants (sku, product_id, position, name, options, price_minor, currency, is_duplicate)
      select 'MIXED-CASE', product_id, 1, name, options, price_minor, currency, true from variants where sku = 'Mixed-Case'`;
    await sql`insert into stock (sku, available) values ('MIXED-CASE', 1)`;
    await sql`insert into stock_ledger (sku, available, reserved, committed, cause, reference)
      values ('MIXED-CASE', 1, 0, 0, 'initial', 'MIXED-CASE')`;
    const lines = ["Mixed-Case", "MIXED-CASE", "mixed-case"].map((sku) => ({ sku, quantity: 1 }));
    const held = await reserveLines("pair", ...lines);
    expect(held.lines.map(({ sku, quantity }) => [sku, quantity])).toEqual([
      ["Mixed-Case", 2],
      ["MIXED-CASE", 1],
    ]);
    expect(await findInconsistencies()).toEqual([]);
  });
});

describe("Commit, Release and Restock", () => {
  it("let exactly one of concurrent commits and releases win", async () => {
    await reserveLines("ends", { sku: "ENDS", quantity: 10 });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        reasonOf(
          index % 2 === 0
            ? orders(commit, { reservationId: "ends" })
            : orders(release, { reservationId: "ends", orderId: "ends" }),
        ),
      ),
    );
    const [available, reserved] = await readStock("ENDS");
    const isCommitted = available === 40;
    expect([available, reserved]).toEqual([isCommitted ? 40 : 50, 0]);
    const losingReason = isCommitted ? "RESERVATION_COMMITTED" : "RESERVATION_NOT_HELD";
    expect(outcomes.filter((outcome) => outcome === losingReason)).toHaveLength(10);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("return sold units once per key, and never more than were sold", async () => {
    await reserveLines("back", { sku: "BACK", quantity: 4 });
    await orders(commit, { reservationId: "back" });
    const returnUnits = (idempotencyKey: string, quantity: number) =>
      reasonOf(orders(restock, { reservationId: "back", idempotencyKey, lines: [{ sku: "BACK", quantity }] }));
    await Promise.all(Array.from({ length: 10 }, () => returnUnits("once", 3)));
    expect(await readStock("BACK")).toEqual([49, 0]);
    const outcomes = await Promise.all([returnUnits("rest-1", 1), returnUnits("rest-2", 1), returnUnits("rest-3", 1)]);
    expect([...outcomes].sort()).toEqual(["RESTOCK_TOO_LARGE", "RESTOCK_TOO_LARGE", "succeeded"]);
    expect(await readStock("BACK")).toEqual([50, 0]);
    expect(await findInconsistencies()).toEqual([]);
  });
});

describe("a reservation that is repeated while it ends", () => {
  it.each(["commit", "release"] as const)("does not deadlock with its %s", async (end) => {
    const [id, sku] = [`again-${end}`, "AGAIN"];
    await reserveLines(id, { sku, quantity: 1 });
    const sql = shop.sql("catalog");
    // The repeated reservation queues for this row lock first, then the commit or release.
    const lock = sql.transaction([sql`select 1 from stock where sku = ${sku} for update`, sql`select pg_sleep(0.6)`]);
    const callAfter = (ms: number, call: () => Promise<unknown>) =>
      new Promise((resolve) => setTimeout(resolve, ms)).then(() => reasonOf(call()));
    const repeated = callAfter(150, () => reserveLines(id, { sku, quantity: 1 }));
    const ended = callAfter(300, () =>
      end === "commit" ? orders(commit, { reservationId: id }) : orders(release, { reservationId: id, orderId: id }),
    );
    await lock;
    expect(await Promise.all([repeated, ended])).toEqual(["succeeded", "succeeded"]);
    expect(await findInconsistencies()).toEqual([]);
  });
});

describe("AdjustStock", () => {
  it("rejects a delta after which reserved or sold units could not be returned", async () => {
    const sql = shop.sql("catalog");
    await reserveLines("huge", { sku: "HUGE", quantity: 40 });
    await orders(commit, { reservationId: "huge" });
    await reserveLines("huge too", { sku: "HUGE", quantity: 10 });
    const max = 2 ** 31 - 1;
    await sql`update stock set available = ${max - 100} where sku = 'HUGE'`;
    const add = (delta: number) =>
      reasonOf(staff(adjustStock, { sku: "HUGE", delta, reason: "r", idempotencyKey: `${delta}` }));
    expect(await add(51)).toBe("INVALID_DELTA");
    expect(await add(50)).toBe("succeeded");
    expect(await reasonOf(orders(release, { reservationId: "huge too", orderId: "huge too" }))).toBe("succeeded");
    const lines = [{ sku: "HUGE", quantity: 40 }];
    expect(await reasonOf(orders(restock, { reservationId: "huge", idempotencyKey: "all", lines }))).toBe("succeeded");
    expect(await readStock("HUGE")).toEqual([max, 0]);
    await sql`update stock set available = 100 where sku = 'HUGE'`;
    expect(await findInconsistencies()).toEqual([]);
  });

  it("never makes stock negative or loses a change when it runs concurrently with Reserve", async () => {
    const decrement = (index: number) =>
      reasonOf(staff(adjustStock, { sku: "RACE", delta: -1, reason: "count", idempotencyKey: `race-${index}` }));
    const results = await Promise.all(
      Array.from({ length: 80 }, async (_, index) => {
        if (index % 2 === 0) return decrement(index);
        const { outcome } = await reserveLines(`race-${index}`, { sku: "RACE", quantity: 1 });
        return outcome === Outcome.HELD ? "held" : "short";
      }),
    );
    const held = results.filter((result) => result === "held").length;
    const decremented = results.filter((result) => result === "succeeded").length;
    expect(held + decremented).toBe(50);
    expect(results.filter((result) => result === "INSUFFICIENT_STOCK" || result === "short")).toHaveLength(30);
    expect(await readStock("RACE")).toEqual([0, held]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("returns the first response for a repeated key, also after a sale in between", async () => {
    const change = { sku: "LATE", delta: 7, reason: "delivery", idempotencyKey: "delivery-1" };
    const responses = await Promise.all(Array.from({ length: 10 }, () => staff(adjustStock, change)));
    await reserveLines("meanwhile", { sku: "LATE", quantity: 3 });
    responses.push(await staff(adjustStock, change));
    expect(new Set(responses.map(({ stock }) => JSON.stringify([stock?.available, stock?.reserved])))).toEqual(
      new Set(["[57,0]"]),
    );
    expect(await readStock("LATE")).toEqual([54, 3]);
    expect(await reasonOf(staff(adjustStock, { ...change, delta: 8 }))).toBe("IDEMPOTENCY_KEY_REUSED");
    expect(await findInconsistencies()).toEqual([]);
  });

  it("treats one key of two managers as two changes", async () => {
    const other = await shop.rpc("catalog", { accountId: "acc_other", roles: ["CATALOG_MANAGER"] });
    const change = { sku: "TWO", delta: 1, reason: "delivery", idempotencyKey: "1" };
    await Promise.all([staff(adjustStock, change), other(adjustStock, change)]);
    expect(await readStock("TWO")).toEqual([52, 0]);
  });
});

describe("the stock ledger", () => {
  it("is append-only", async () => {
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

describe("an expired reservation", () => {
  const expire = (id: string) =>
    shop.sql("catalog")`update reservations set expires_at = now() - interval '1 minute' where id = ${id}`;
  const findReservation = async (id: string) =>
    (await shop.sql("catalog")`select status, expires_at > now() as extended from reservations where id = ${id}`)[0];

  it("is released when its order does not need it", async () => {
    const id = "ord_00000000000000000000000000";
    await reserveLines(id, { sku: "SWEPT", quantity: 5 });
    await expire(id);
    await shop.stack.runCrons();
    expect(await findReservation(id)).toMatchObject({ status: "released" });
    expect(await readStock("SWEPT")).toEqual([50, 0]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("is checked by one of at most 32 calls in a run, the limit of the platform, and the others by later runs", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `ord_many_${index}`);
    for (const id of ids) {
      await shop.sql("catalog")`insert into reservations (id, order_id, status, expires_at)
        values (${id}, ${id}, 'held', now() - interval '1 minute')`;
    }
    /** Returns how many reservations each run has checked. */
    const countByRun = () => {
      const runs = new Map<string, number>();
      for (const line of shop.logs().split("\n")) {
        if (!line.includes("ord_many_")) continue;
        const { message, "stoa.trace_id": traceId } = JSON.parse(line) as Record<"message" | "stoa.trace_id", string>;
        if (message === "expired reservation") runs.set(traceId, (runs.get(traceId) ?? 0) + 1);
      }
      return [...runs.values()];
    };
    const countHeld = async () =>
      (await shop.sql("catalog")`select 1 from reservations where id like 'ord_many_%' and status = 'held'`).length;
    await shop.stack.runCrons();
    await shop.stack.runCrons();
    expect(await countHeld()).toBe(0);
    const total = () => countByRun().reduce((sum, count) => sum + count, 0);
    await expect.poll(total).toBe(ids.length);
    expect(Math.max(...countByRun())).toBeLessThanOrEqual(32);
  });

  it("is released when it belongs to an earlier placement of a cart that was placed again", async () => {
    const buyer = await shop.signUp();
    const { order } = await placeOrder(buyer, { idempotencyKey: "again", lines: [{ sku: "SWEPT", quantity: 1 }] });
    expect(order?.status).toBe("CONFIRMED");
    const orderId = order?.id ?? "";
    const id = `${orderId}:earlier`;
    await orders(reserve, { reservationId: id, orderId, lines: [{ sku: "SWEPT", quantity: 2 }] });
    await expire(id);
    await shop.stack.runCrons();
    expect(await findReservation(id)).toMatchObject({ status: "released" });
    // The event of the second placement commits its stock.
    await expect.poll(() => readStock("SWEPT"), { timeout: 10_000 }).toEqual([49, 0]);
    expect(await findInconsistencies()).toEqual([]);
  });

  it("is extended when its order needs it", async () => {
    await shop.injectFault("down", "confirm", 1_000);
    const buyer = await shop.signUp();
    const { order } = await placeOrder(buyer, { idempotencyKey: "waits", lines: [{ sku: "SWEPT", quantity: 5 }] });
    const id = order?.id ?? "";
    await expire(id);
    await shop.stack.runCrons();
    expect(await findReservation(id)).toEqual({ status: "held", extended: true });
    expect(await readStock("SWEPT")).toEqual([44, 5]);
  });
});
