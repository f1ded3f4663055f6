import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { useOrderDatabase } from "../../../test/support/order-database.ts";
import type { Period } from "./sales.ts";
import { findMonthsWithoutSums, listTopProducts, writeSumsOfMonth } from "./sold-products.ts";

const open = useOrderDatabase();

async function writeSums(endedBefore: Date): Promise<number> {
  const months = await findMonthsWithoutSums(open(), endedBefore, 100);
  for (const month of months) await writeSumsOfMonth(open(), month);
  return months.length;
}

/** Adds up the lines of the orders, without sums. */
async function readFromOrders({ currency, from, to }: Period): Promise<readonly object[]> {
  return open().$client`
    select l ->> 'productId' as product_id, sum((l ->> 'quantity')::int)::int as units,
      sum(coalesce((l ->> 'discountedTotalMinor')::bigint, (l ->> 'unitPriceMinor')::bigint * (l ->> 'quantity')::int))::text as revenue
    from orders, jsonb_array_elements(lines) as l
    where currency = ${currency} and placed_at >= ${from.toISOString()}::timestamptz
      and placed_at < ${to.toISOString()}::timestamptz and confirmed_at is not null
    group by 1 order by sum(coalesce((l ->> 'discountedTotalMinor')::bigint,
      (l ->> 'unitPriceMinor')::bigint * (l ->> 'quantity')::int)) desc, 1`;
}

/** 2020 is over for the clock of the database. */
const end = new Date("2020-05-01T00:00:00Z");
const day = fc.integer({ min: 0, max: 120 }).map((days) => new Date(Date.UTC(2020, 0, 1 + days)));
const line = fc.record({
  productId: fc.constantFrom("prd_a", "prd_b", "prd_c"),
  quantity: fc.integer({ min: 1, max: 3 }),
  unitPriceMinor: fc.constantFrom("100", "250"),
  discountedTotalMinor: fc.constantFrom(undefined, "90"),
});
const order = fc.record({
  id: fc.integer({ min: 1, max: 3 }).map((number) => `ord_${number}`),
  currency: fc.constantFrom("CHF", "SEK"),
  placedAt: day,
  isConfirmed: fc.constantFrom(true, true, false),
  lines: fc.array(line, { minLength: 1, maxLength: 3 }),
});
type Order = typeof order extends fc.Arbitrary<infer T> ? T : never;

const write = ({ id, currency, placedAt, isConfirmed, lines }: Order) => open().$client`
  insert into orders (id, account_id, status, currency, placed_at, confirmed_at, lines)
  values (${id}, 'acc_1', 'CONFIRMED', ${currency}, ${placedAt.toISOString()}::timestamptz,
    case when ${isConfirmed} then ${placedAt.toISOString()}::timestamptz end, ${JSON.stringify(lines)}::jsonb)
  on conflict (id) do update set currency = excluded.currency, placed_at = excluded.placed_at,
    confirmed_at = excluded.confirmed_at, lines = excluded.lines`;

const remove = (id: string) => open().$client`delete from orders where id = ${id}`;
const change = fc.oneof(
  { weight: 4, arbitrary: order.map((written) => () => write(written)) },
  {
    weight: 1,
    arbitrary: order.map(
      ({ id }) =>
        () =>
          remove(id),
    ),
  },
);

const year: Period = { from: new Date("2020-01-01T00:00:00Z"), to: end, currency: "CHF" };

describe("the products of a period", () => {
  it("are exactly those of the orders, also after changes since their sums were written", {
    timeout: 120_000,
  }, async () => {
    const steps = fc.array(fc.tuple(change, fc.boolean()), { minLength: 6, maxLength: 12 });
    const run = fc.asyncProperty(steps, day, day, async (changes, one, other) => {
      await open().$client`delete from orders`;
      const [from, to] = one < other ? [one, other] : [other, one];
      for (const [apply, writesSums] of changes) {
        await apply();
        for (const period of [year, { ...year, currency: "SEK" }, { from, to, currency: "CHF" }]) {
          expect(await listTopProducts(open(), period, 50)).toEqual(await readFromOrders(period));
        }
        if (writesSums) await writeSums(end);
      }
    });
    await fc.assert(run, { numRuns: 12 });
  });

  it("are exactly those of the orders when sums are written while orders change", async () => {
    const orders = fc.sample(order, { numRuns: 30, seed: 1 });
    for (const written of orders) await write(written);
    const changes = orders.map((written, index) => write({ ...written, isConfirmed: index % 3 > 0 }));
    await Promise.all([...changes, ...Array.from({ length: 6 }, () => writeSums(end))]);
    expect(await listTopProducts(open(), year, 50)).toEqual(await readFromOrders(year));
    await writeSums(end);
    expect(await findMonthsWithoutSums(open(), end, 100)).toEqual([]);
    expect(await listTopProducts(open(), year, 50)).toEqual(await readFromOrders(year));
  });

  it("have sums of a month when it has ended", async () => {
    await open().$client`delete from orders`;
    await open().$client`delete from sold_months`;
    await write({
      id: "ord_1",
      currency: "CHF",
      placedAt: new Date("2020-03-31T23:59:59Z"),
      isConfirmed: true,
      lines: [],
    });
    const find = async (endedBefore: string) =>
      (await findMonthsWithoutSums(open(), new Date(endedBefore), 100)).length;
    expect([
      await find("2020-03-31T23:00:00Z"),
      await find("2020-04-01T00:00:00Z"),
      await find("2020-05-01T00:00:00Z"),
    ]).toEqual([0, 1, 2]);
  });
});
