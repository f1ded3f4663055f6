import { spawn } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { findStockInconsistencies } from "../faults/stock-invariants.ts";
import { placeOrder, productLine, readStock, waitForStockCommits } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const skus = ["COUNTED", "LEAKED", "LOST", "HELD", "OVERSOLD"];
const shop = useShop({ products: skus.map((sku) => productLine(sku, 10)) });
const buyer = useUser(shop);

beforeAll(async () => {
  const lines = skus.map((sku) => ({ sku, quantity: 2 }));
  expect((await placeOrder(buyer, { idempotencyKey: "1", lines })).order?.status).toBe("CONFIRMED");
  await waitForStockCommits(shop);
});

/** Runs `npm run stock:reconcile` on the shop. */
function reconcile(...args: string[]): Promise<{ readonly code: number | null; readonly lines: readonly string[] }> {
  const command = ["dev/build/bootstrap.mjs", "dev/cli/stock-reconcile.ts", "--data", shop.dataDir, ...args];
  const child = spawn(process.execPath, command, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, lines: output.trim().split("\n") })));
}

/** The last line of each report. */
const notCompared =
  "Orders were not compared. After a restore of the database to an earlier time, run npm run stock:rebuild.";

describe("npm run stock:reconcile", () => {
  it("reports that stock, ledger and reservations agree, and that it did not compare orders", async () => {
    expect(await reconcile()).toEqual({ code: 0, lines: ["stock, ledger and reservations agree", notCompared] });
  });

  it("reports each difference, and repairs it with --repair unless units must be counted by hand", async () => {
    const sql = shop.sql("catalog");
    await sql`update stock set available = 99 where sku = 'COUNTED'`;
    await sql`update stock set available = 5, reserved = 3 where sku = 'LEAKED'`;
    await sql`insert into stock_ledger (sku, available, reserved, committed, cause, reference)
    values ('LOST', -1, 0, 1, 'commit', 'twice')`;
    await sql`insert into reservations (id, order_id, status) values ('ord_x', 'ord_x', 'held')`;
    await sql`insert into reservation_items
    (reservation_id, position, sku, quantity, name, product_id, unit_price_minor, currency)
    values ('ord_x', 1, 'HELD', 1, '', '', 1, 'USD'), ('ord_x', 2, 'OVERSOLD', 9, '', '', 1, 'USD')`;
    const differences = [
      "COUNTED: stock 99 + 0 + 2, ledger 8 + 0 + 2, should be 8 + 0 + 2",
      "HELD: stock 8 + 0 + 2, ledger 8 + 0 + 2, should be 7 + 1 + 2",
      "LEAKED: stock 5 + 3 + 2, ledger 8 + 0 + 2, should be 8 + 0 + 2",
      "LOST: stock 8 + 0 + 2, ledger 7 + 0 + 3, should be 8 + 0 + 2",
      "OVERSOLD: stock 8 + 0 + 2, ledger 8 + 0 + 2, should be -1 + 9 + 2; count it by hand and adjust it",
    ];
    expect(await reconcile()).toEqual({ code: 1, lines: [...differences, "5 SKUs differ", notCompared] });
    const lines = [...differences, "4 repaired", "1 SKUs differ", notCompared];
    expect(await reconcile("--repair")).toEqual({ code: 1, lines });
    await sql`update reservation_items set quantity = 8 where sku = 'OVERSOLD' and reservation_id = 'ord_x'`;
    expect(await reconcile("--repair")).toMatchObject({ code: 0 });
    expect(await findStockInconsistencies(sql)).toEqual([]);
    expect(await readStock({ url: shop.url }, "counted")).toEqual({ available: 8, reserved: 0 });
    expect(await readStock({ url: shop.url }, "held")).toEqual({ available: 7, reserved: 1 });
  });

  it("reports no difference while orders are placed", async () => {
    let selling = true;
    const sale = (async () => {
      for (let index = 0; selling; index++) {
        await placeOrder(buyer, { idempotencyKey: `on-${index}`, lines: [{ sku: "COUNTED", quantity: 1 }] });
      }
    })();
    const reports = [await reconcile("--repair"), await reconcile("--repair"), await reconcile()];
    selling = false;
    await sale;
    expect(reports.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(reports.flatMap(({ lines }) => lines).filter((line) => line.includes("should be"))).toEqual([]);
    expect(await findStockInconsistencies(shop.sql("catalog"))).toEqual([]);
  });
});
