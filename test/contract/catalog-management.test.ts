import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { findStockInconsistencies } from "../faults/stock-invariants.ts";
import { placeOrder, productLine, reasonOf, waitForStockCommits } from "../support/harness.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop({
  products: [
    { ...productLine("AX-1", 3), name: "Édition 50% Lamp", categoryPaths: ["Home/Lamps"] },
    { ...productLine("AX-2", 7), categoryPaths: ["Home/Chairs"] },
    { ...productLine("AX_3", 0), slug: "third", name: "Third", categoryPaths: ["Home"] },
    ...["SOLD", "HELD", "BULK-A", "BULK-B", "GONE"].map((sku) => productLine(sku, 100)),
  ],
});
const manager = useUser(shop, "CATALOG_MANAGER");
const admin = useUser(shop, "ADMIN");
const customer = useUser(shop);
let orders: Rpc;
let staff: Rpc;

beforeAll(async () => {
  orders = await shop.rpc("catalog", { roles: [], service: "order" });
  staff = await shop.rpc("catalog", { accountId: manager.accountId, roles: ["CATALOG_MANAGER"] });
});

interface Level {
  readonly sku: string;
  readonly available: number;
  readonly committed: number | null;
  readonly lowStockThreshold: number | null;
}
interface Levels {
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: readonly { readonly node: Level }[];
}

async function listStock(args: string, api: Api = manager): Promise<Levels> {
  const fields = `totalCount pageInfo { hasNextPage endCursor }
    edges { node { sku available committed lowStockThreshold variant { sku } } }`;
  return (await fetchData<{ stockLevels: Levels }>(api, `{ stockLevels(${args}) { ${fields} } }`)).stockLevels;
}
const skusOf = ({ edges }: Levels) => edges.map(({ node }) => node.sku);

async function run<T>(api: Api, query: string, variables: object = {}): Promise<T> {
  return fetchData<T>(api, query, variables);
}

interface StockPayload {
  readonly stock: Level | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}

async function setThreshold(sku: string, threshold: number | null): Promise<Level | null> {
  const { set } = await run<{ set: StockPayload }>(
    manager,
    `mutation ($input: SetLowStockThresholdInput!) {
      set: setLowStockThreshold(input: $input) { stock { sku lowStockThreshold } userErrors { code field } }
    }`,
    { input: { sku, threshold } },
  );
  return set.stock;
}

describe("the stock of all SKUs", () => {
  it("is found by a part of the SKU or of the product's name, taken literally", async () => {
    expect(skusOf(await listStock('filter: { query: "Ax-" }, sort: SKU'))).toEqual(["AX-1", "AX-2"]);
    expect(skusOf(await listStock('filter: { query: "x_3" }'))).toEqual(["AX_3"]);
    expect(skusOf(await listStock('filter: { query: "edition 50% l" }'))).toEqual(["AX-1"]);
    expect(await listStock('filter: { query: "%" }')).toMatchObject({ totalCount: 0, edges: [] });
  });

  it("is found by category, with those below it, and by units", async () => {
    const inHome = await listStock('filter: { categorySlug: "home" }');
    expect(skusOf(inHome)).toEqual(["AX_3", "AX-1", "AX-2"]);
    expect(skusOf(await listStock('filter: { categorySlug: "home-lamps" }'))).toEqual(["AX-1"]);
    expect(skusOf(await listStock('filter: { categorySlug: "home", maxAvailable: 3 }'))).toEqual(["AX_3", "AX-1"]);
  });

  it.each([["AVAILABLE_ASC"], ["SKU"], ["COMMITTED_DESC"]])(
    "is complete when it is read in pages: %s",
    async (sort) => {
      const all = await listStock(`first: 100, sort: ${sort}`);
      const read: string[] = [];
      for (let after = ""; ; ) {
        const page = await listStock(`first: 3, sort: ${sort} ${after}`);
        expect(page.totalCount).toBe(8);
        read.push(...skusOf(page));
        if (!page.pageInfo.hasNextPage) break;
        after = `, after: "${page.pageInfo.endCursor}"`;
      }
      expect(read).toEqual(skusOf(all));
      expect(read).toHaveLength(8);
    },
  );

  it("rejects the cursor of another sort", async () => {
    const { pageInfo } = await listStock("first: 1, sort: SKU");
    await expect(listStock(`after: "${pageInfo.endCursor}", sort: AVAILABLE_ASC`)).rejects.toThrow("Invalid cursor");
  });

  it("is low at or below its threshold, while the SKU is on sale", async () => {
    const lowStock = async () => skusOf(await listStock("filter: { lowStock: true }"));
    expect(await lowStock()).toEqual([]);
    expect(await setThreshold("ax-1", 3)).toEqual({ sku: "AX-1", lowStockThreshold: 3 });
    await setThreshold("AX-2", 6);
    expect(await lowStock()).toEqual(["AX-1"]);
    expect(await setThreshold("AX-2", 7)).toMatchObject({ lowStockThreshold: 7 });
    expect(await lowStock()).toEqual(["AX-1", "AX-2"]);
    expect((await listStock("filter: { lowStock: false }")).totalCount).toBe(6);
    await shop.sql("catalog")`update variants set deleted_at = now() where sku = 'AX-2'`;
    expect(await lowStock()).toEqual(["AX-1"]);
    await shop.sql("catalog")`update variants set deleted_at = null where sku = 'AX-2'`;
    expect(await setThreshold("AX-1", null)).toMatchObject({ lowStockThreshold: null });
    expect(await lowStock()).toEqual(["AX-2"]);
  });

  it("shows units sold and thresholds to catalog managers only", async () => {
    const query = '{ product(slug: "ax-2") { variants { stock { available committed lowStockThreshold } } } }';
    type Reply = { product: { variants: { stock: object }[] } };
    const stockFor = async (api: Api) => (await run<Reply>(api, query)).product.variants[0]?.stock;
    expect(await stockFor(manager)).toEqual({ available: 7, committed: 0, lowStockThreshold: 7 });
    expect(await stockFor(customer)).toEqual({ available: 7, committed: null, lowStockThreshold: null });
  });
});

describe("the ledger and the reservations of a SKU", () => {
  it("have the orders behind each change, which support staff can open", async () => {
    const { order } = await placeOrder(customer, { idempotencyKey: "sold", lines: [{ sku: "SOLD", quantity: 2 }] });
    await waitForStockCommits(shop);
    const lines = [{ sku: "HELD", quantity: 5 }];
    await orders(InventoryService.method.reserve, {
      reservationId: order?.id ?? "",
      orderId: order?.id ?? "",
      lines,
    }).catch(() => undefined);
    const reservationId = `${order?.id}:2`;
    await orders(InventoryService.method.reserve, { reservationId, orderId: order?.id ?? "", lines });

    const query = `{
      stockLedger(sku: "sold") { edges { node { cause reference availableDelta reservedDelta committedDelta } } }
      held: reservations(sku: "HELD") { edges { node { id status order { id } lines { sku quantity } expiresAt } } }
      none: reservations(sku: "SOLD") { edges { node { id } } }
    }`;
    type Reply = Record<string, { edges: { node: Record<string, unknown> }[] }>;
    const { stockLedger, held, none } = await run<Reply>(admin, query);
    expect(stockLedger?.edges.map(({ node }) => Object.values(node))).toEqual([
      ["commit", order?.id, 0, -2, 2],
      ["reserve", order?.id, -2, 2, 0],
      ["initial", "SOLD", 100, 0, 0],
    ]);
    expect(held?.edges).toEqual([
      {
        node: {
          id: reservationId,
          status: "HELD",
          order: { id: order?.id },
          lines: [{ sku: "HELD", quantity: 5 }],
          expiresAt: expect.any(String),
        },
      },
    ]);
    expect(none?.edges).toEqual([]);
    const { held: forManager } = await run<Reply>(manager, query);
    expect(forManager?.edges[0]?.node).toMatchObject({ id: reservationId, order: null });

    const support = await shop.rpc("catalog", { accountId: "acc_support", roles: ["SUPPORT"] });
    const ids = [order?.id ?? "", "unknown", reservationId];
    const { reservations } = await support(InventoryService.method.batchGetReservations, { ids });
    expect(reservations.map(({ id }) => id)).toEqual([order?.id, reservationId]);
    await orders(InventoryService.method.release, { reservationId, orderId: order?.id ?? "" });
  });

  it("are read in pages without gaps", async () => {
    const adjust = (index: number) =>
      staff(InventoryService.method.adjustStock, {
        sku: "BULK-A",
        delta: 1,
        reason: `count: ${index}`,
        idempotencyKey: `page-${index}`,
      });
    for (let index = 0; index < 5; index++) await adjust(index);
    const references: string[] = [];
    let pageToken = "";
    do {
      const page = await staff(InventoryService.method.listStockLedger, { sku: "BULK-A", pageSize: 2, pageToken });
      references.push(...page.entries.map(({ reference }) => reference));
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
    expect(references).toEqual(["count: 4", "count: 3", "count: 2", "count: 1", "count: 0", "BULK-A"]);
  });
});

describe("adjustStocks", () => {
  const adjust = async (inputs: readonly object[]): Promise<readonly StockPayload[]> =>
    (
      await run<{ adjustStocks: StockPayload[] }>(
        manager,
        `mutation ($inputs: [AdjustStockInput!]!) {
          adjustStocks(inputs: $inputs) { stock { sku available } userErrors { code field } }
        }`,
        { inputs },
      )
    ).adjustStocks;

  it("makes each adjustment by itself, once per key", async () => {
    const inputs = [
      { sku: "BULK-B", delta: -30, reason: "damaged", idempotencyKey: "bulk-1" },
      { sku: "BULK-B", delta: -80, reason: "damaged", idempotencyKey: "bulk-2" },
      { sku: "NONE", delta: 1, reason: "found", idempotencyKey: "bulk-3" },
      { sku: "bulk-b", delta: 5, reason: "found", idempotencyKey: "bulk-4" },
    ];
    const expected = [
      { stock: { sku: "BULK-B", available: 70 }, userErrors: [] },
      { stock: null, userErrors: [{ code: "INSUFFICIENT_STOCK", field: ["inputs", "1", "delta"] }] },
      { stock: null, userErrors: [{ code: "NOT_FOUND", field: ["inputs", "2", "sku"] }] },
      { stock: { sku: "BULK-B", available: 75 }, userErrors: [] },
    ];
    expect(await adjust(inputs)).toEqual(expected);
    expect(await adjust(inputs)).toEqual(expected);
    expect(await findStockInconsistencies(shop.sql("catalog"))).toEqual([]);
  });

  it("changes nothing when there are too many", async () => {
    const inputs = Array.from({ length: 101 }, (_, index) => ({
      sku: "BULK-B",
      delta: 1,
      reason: "found",
      idempotencyKey: `many-${index}`,
    }));
    const payloads = await adjust(inputs);
    expect(payloads).toHaveLength(101);
    expect(payloads[100]?.userErrors).toEqual([{ code: "TOO_MANY_ITEMS", field: ["inputs"] }]);
    expect(skusOf(await listStock('filter: { query: "bulk-b", maxAvailable: 75 }'))).toEqual(["BULK-B"]);
  });
});

describe("changes that a consumer has refused", () => {
  const { listFailedChanges, retryFailedChange, discardFailedChange } = CatalogService.method;
  const refuse = (subject: string, transaction: number) => shop.sql("catalog")`
    insert into outbox (subject_id, transaction, at, attempts, refused)
    values (${subject}, ${transaction}, timestamptz '2026-01-01Z' + ${transaction} * interval '1 minute', 3, 'search index: no')`;
  const list = async () => (await staff(listFailedChanges, {})).changes.map(({ id }) => id);

  it("are listed with their reason, and leave the list when they are published or discarded", async () => {
    await refuse("prd_2", 2);
    await refuse("prd_1", 1);
    const { changes, totalCount } = await staff(listFailedChanges, { pageSize: 1 });
    expect(totalCount).toBe(2);
    expect(changes).toMatchObject([{ id: "1:prd_1", subjectId: "prd_1", attemptCount: 3, error: "search index: no" }]);
    expect(await list()).toEqual(["1:prd_1", "2:prd_2"]);
    expect((await staff(retryFailedChange, { id: "1:prd_1" })).change).toBeUndefined();
    expect(await list()).toEqual(["2:prd_2"]);
    await staff(discardFailedChange, { id: "2:prd_2" });
    expect(await list()).toEqual([]);
    expect(await reasonOf(staff(discardFailedChange, { id: "2:prd_2" }))).toBe("NOT_FOUND");
    expect(await reasonOf(staff(retryFailedChange, { id: "x" }))).toBe("NOT_FOUND");
  });
});
