import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { importProducts, openShop, placeOrder, productLine, type Shop, waitForOutbox } from "../support/harness.ts";

let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
  const manager = await shop.signUp("CATALOG_MANAGER");
  await importProducts(manager, [productLine("NOTED", 10), productLine("OTHER", 10)]);
  await waitForOutbox(shop);
});

afterAll(() => shop?.stop());

const idOf = async (slug: string) => (await shop.sql("catalog")`select id from products where slug = ${slug}`)[0]?.id;

/** The subjects that a change leaves in the outbox, read in its own transaction. */
async function notedBy(...changes: readonly string[]): Promise<readonly string[]> {
  const sql = shop.sql("catalog");
  const noted = `select subject_id from outbox where transaction = pg_current_xact_id()::text::bigint order by 1`;
  const results = await sql.transaction([...changes, noted].map((statement) => sql.query(statement)));
  return (results.at(-1) ?? []).map((row) => String((row as Record<string, unknown>).subject_id));
}

describe("the outbox", () => {
  it("notes whatever is written to products, variants, stock and categories, in the same transaction", async () => {
    const id = await idOf("noted");
    const category = (await shop.sql("catalog")`select id from categories where slug = 'tests-things'`)[0]?.id;
    expect(await notedBy("update products set units_sold = units_sold + 1 where slug = 'noted'")).toEqual([id]);
    expect(await notedBy("update variants set name = 'Renamed' where sku = 'NOTED'")).toEqual([id]);
    expect(await notedBy("update stock set available = available - 1 where sku = 'NOTED'")).toEqual([id]);
    expect(await notedBy(`update categories set name = 'Renamed' where id = '${category}'`)).toEqual([category]);
    expect(
      await notedBy("insert into categories (id, slug, name, path) values ('cat_x', 'x', 'X', '{cat_x}')"),
    ).toEqual(["cat_x"]);
    expect(await notedBy("delete from categories where id = 'cat_x'")).toEqual(["cat_x"]);
  });

  it("notes a product once a transaction, however much of it changes", async () => {
    const both = [await idOf("noted"), await idOf("other")].sort();
    const changes = [
      "update products set units_sold = 7",
      "update stock set available = 9",
      "update variants set name = 'A'",
    ];
    expect(await notedBy(...changes)).toEqual(both);
  });

  it("forgets a change that is taken back", async () => {
    const sql = shop.sql("catalog");
    await shop.stack.runCrons();
    const takenBack = sql.transaction([
      sql`update products set name = 'Never' where slug = 'noted'`,
      sql`update stock set available = -1 where sku = 'NOTED'`,
    ]);
    await expect(takenBack).rejects.toThrow("stock_available_not_negative");
    expect(await sql`select 1 from outbox`).toEqual([]);
  });

  it("is empty again soon after an order, and by the cron after a change that nobody relayed", async () => {
    const customer = await shop.signUp();
    const { order } = await placeOrder(customer, { idempotencyKey: "noted", lines: [{ sku: "NOTED", quantity: 1 }] });
    expect(order?.status).toBe("CONFIRMED");
    await expect.poll(() => shop.sql("catalog")`select 1 from outbox`, { timeout: 2_000 }).toEqual([]);
    await shop.sql("catalog")`update stock set available = available + 1 where sku = 'OTHER'`;
    expect(await shop.sql("catalog")`select 1 from outbox`).toHaveLength(1);
    await shop.stack.runCrons();
    expect(await shop.sql("catalog")`select 1 from outbox`).toEqual([]);
  });

  it("is told in the end, however long its followers were away", async () => {
    await shop.sql("catalog")`update stock set available = available + 1 where sku = 'OTHER'`;
    await shop.sql("catalog")`update outbox set attempts = 5000`;
    await shop.stack.runCrons();
    expect(await shop.sql("catalog")`select 1 from outbox`).toEqual([]);
  });
});
