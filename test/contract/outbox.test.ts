import { beforeAll, describe, expect, it } from "vitest";
import { placeOrder, productLine, waitForOutbox } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop({ products: [productLine("CHANGED", 10), productLine("OTHER", 10)] });

beforeAll(() => waitForOutbox(shop));

const findId = async (slug: string) => (await shop.sql("catalog")`select id from products where slug = ${slug}`)[0]?.id;

/** Runs changes in one transaction. Returns the subjects that they have written to the outbox. */
async function findSubjects(...changes: readonly string[]): Promise<readonly string[]> {
  const sql = shop.sql("catalog");
  const query = `select subject_id from outbox where transaction = pg_current_xact_id()::text::bigint order by 1`;
  const results = await sql.transaction([...changes, query].map((statement) => sql.query(statement)));
  return (results.at(-1) ?? []).map((row) => String((row as Record<string, unknown>).subject_id));
}

describe("the outbox", () => {
  it("records every write to products, variants, stock and categories in the same transaction", async () => {
    const id = await findId("changed");
    const category = (await shop.sql("catalog")`select id from categories where slug = 'tests-things'`)[0]?.id;
    expect(await findSubjects("update products set units_sold = units_sold + 1 where slug = 'changed'")).toEqual([id]);
    expect(await findSubjects("update variants set name = 'Renamed' where sku = 'CHANGED'")).toEqual([id]);
    expect(await findSubjects("update stock set available = available - 1 where sku = 'CHANGED'")).toEqual([id]);
    expect(await findSubjects(`update categories set name = 'Renamed' where id = '${category}'`)).toEqual([category]);
    expect(
      await findSubjects("insert into categories (id, slug, name, path) values ('cat_x', 'x', 'X', '{cat_x}')"),
    ).toEqual(["cat_x"]);
    expect(await findSubjects("delete from categories where id = 'cat_x'")).toEqual(["cat_x"]);
  });

  it("records a product once per transaction", async () => {
    const both = [await findId("changed"), await findId("other")].sort();
    const changes = [
      "update products set units_sold = 7",
      "update stock set available = 9",
      "update variants set name = 'A'",
    ];
    expect(await findSubjects(...changes)).toEqual(both);
  });

  it("records nothing of a transaction that is rolled back", async () => {
    const sql = shop.sql("catalog");
    await shop.stack.runCrons();
    const rolledBack = sql.transaction([
      sql`update products set name = 'Never' where slug = 'changed'`,
      sql`update stock set available = -1 where sku = 'CHANGED'`,
    ]);
    await expect(rolledBack).rejects.toThrow("stock_available_not_negative");
    expect(await sql`select 1 from outbox`).toEqual([]);
  });

  it("is drained after an order, and by the cron after a write without a relay", async () => {
    const unitsSold = async () =>
      Number((await shop.sql("catalog")`select units_sold from products where slug = 'changed'`)[0]?.units_sold);
    const before = await unitsSold();
    const customer = await shop.signUp();
    const { order } = await placeOrder(customer, {
      idempotencyKey: "changed",
      lines: [{ sku: "CHANGED", quantity: 1 }],
    });
    expect(order?.status).toBe("CONFIRMED");
    // The count of units sold is a later write, which has its own relay.
    await expect.poll(unitsSold, { timeout: 10_000 }).toBe(before + 1);
    await expect.poll(() => shop.sql("catalog")`select 1 from outbox`, { timeout: 2_000 }).toEqual([]);
    await shop.sql("catalog")`update stock set available = available + 1 where sku = 'OTHER'`;
    expect(await shop.sql("catalog")`select 1 from outbox`).toHaveLength(1);
    await shop.stack.runCrons();
    expect(await shop.sql("catalog")`select 1 from outbox`).toEqual([]);
  });

  it("delivers a change after any number of failed attempts", async () => {
    await shop.sql("catalog")`update stock set available = available + 1 where sku = 'OTHER'`;
    await shop.sql("catalog")`update outbox set attempts = 5000`;
    await shop.stack.runCrons();
    expect(await shop.sql("catalog")`select 1 from outbox`).toEqual([]);
  });
});
