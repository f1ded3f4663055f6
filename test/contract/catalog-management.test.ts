import { beforeAll, describe, expect, it } from "vitest";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { InventoryService } from "../../proto/gen/catalog/v1/inventory_pb.js";
import { Scope } from "../../proto/gen/common/v1/permission_pb.js";
import type { Rpc } from "../../workers/kit/connect/client.ts";
import { findStockInconsistencies } from "../faults/stock-invariants.ts";
import { importProducts, placeOrder, productLine, reasonOf, waitForStockCommits } from "../support/harness.ts";
import { lockTable } from "../support/lock-table.ts";
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

  it("is found by the new name after a product was renamed, and after a SKU went to another product", async () => {
    const find = async (query: string) => skusOf(await listStock(`filter: { query: "${query}" }, sort: SKU`));
    const [kettle, teapot] = [
      { ...productLine("RENAMED-1", 1), slug: "kettle", name: "Kettle" },
      { ...productLine("RENAMED-2", 1), slug: "teapot", name: "Teapot" },
    ];
    await importProducts(manager, [kettle, teapot]);
    expect([await find("kettle"), await find("teapot")]).toEqual([["RENAMED-1"], ["RENAMED-2"]]);
    await importProducts(manager, [{ ...kettle, name: "Pitcher" }]);
    expect([await find("kettle"), await find("pitcher")]).toEqual([[], ["RENAMED-1"]]);
    const variants = [...kettle.variants, ...teapot.variants];
    await importProducts(manager, [
      { ...kettle, name: "Pitcher", variants },
      { ...productLine("RENAMED-3", 1), slug: "teapot", name: "Teapot" },
    ]);
    expect([await find("pitcher"), await find("teapot")]).toEqual([["RENAMED-1", "RENAMED-2"], ["RENAMED-3"]]);
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

interface ProductPayload {
  readonly product: { readonly id: string; readonly name: string; readonly etag: string } | null;
  readonly userErrors: readonly { readonly code: string; readonly field: readonly string[] }[];
}
interface Product {
  readonly id: string;
  readonly etag: string;
  readonly unitsSold: number | null;
  readonly changes: { readonly edges: readonly { readonly node: Readonly<Record<string, unknown>> }[] };
}

async function findProduct(slug: string, api: Api = manager): Promise<Product> {
  const query = `query ($slug: String!) { product(slug: $slug) {
    id etag unitsSold changes { edges { node { actor fields etag } } }
  } }`;
  return (await run<{ product: Product }>(api, query, { slug })).product;
}

async function changeProduct(name: string, variable: string, value: unknown): Promise<ProductPayload> {
  const type = { input: name.startsWith("create") ? "CreateProductInput!" : "UpdateProductInput!", id: "ID!" }[
    variable
  ];
  const query = `mutation ($value: ${type}) {
    payload: ${name}(${variable}: $value) { product { id name etag } userErrors { code field } }
  }`;
  return (await run<{ payload: ProductPayload }>(manager, query, { value })).payload;
}

const variantOf = (sku: string, amountMinor = "1000") => ({ sku, name: "v", price: { amountMinor, currency: "USD" } });

async function createProduct(slug: string, ...skus: string[]): Promise<string> {
  const variants = skus.map((sku) => ({ ...variantOf(sku), options: [{ name: "size", value: sku }] }));
  const { product } = await changeProduct("createProduct", "input", { slug, name: slug, description: "", variants });
  return product?.id ?? "";
}

describe("the changes of a product", () => {
  it("have who changed which fields, in every way to write a product", async () => {
    const id = await createProduct("changed", "CHG-1");
    const update = (fields: object, etag: string) => changeProduct("updateProduct", "input", { id, etag, ...fields });
    await update({ name: "New name", description: "" }, "v1");
    await update({ variants: [variantOf("CHG-1", "900")] }, "v2");
    expect((await update({ name: "Lost" }, "v2")).userErrors).toMatchObject([{ code: "CONFLICT" }]);
    const { importProducts } = CatalogService.method;
    const partner = await shop.rpc("catalog", {
      roles: [],
      partner: { tokenId: "tok_1", scopes: [Scope.CATALOG_WRITE] },
    });
    const item = { slug: "changed", name: "New name", brand: "B", variants: [{ sku: "chg-1", name: "v" }] };
    const price = { amountMinor: 900n, currencyCode: "USD" };
    const line = { product: { ...item, variants: [{ ...item.variants[0], price }] }, updateMask: { paths: ["brand"] } };
    await partner(importProducts, { items: [line] });
    await partner(importProducts, { items: [line] });

    const { changes, etag } = await findProduct("changed");
    const account = `account:${manager.accountId}`;
    const created = ["slug", "name", "description", "categories", "attributes", "media", "variants"];
    expect(etag).toBe("v5");
    expect(changes.edges.map(({ node }) => Object.values(node))).toEqual([
      ["token:tok_1", ["brand"], "v4"],
      [account, ["variants"], "v3"],
      [account, ["name"], "v2"],
      [account, created, "v1"],
    ]);
    expect((await findProduct("changed", customer)).changes.edges).toEqual([]);
  });

  it("are read in pages", async () => {
    const { id } = await findProduct("changed");
    const { listProductChanges } = CatalogService.method;
    const first = await staff(listProductChanges, { productId: id, pageSize: 3 });
    const next = await staff(listProductChanges, { productId: id, pageSize: 3, pageToken: first.nextPageToken });
    expect([...first.changes, ...next.changes].map(({ etag }) => etag)).toEqual(["v4", "v3", "v2", "v1"]);
    expect(next.nextPageToken).toBe("");
  });
});

describe("units sold", () => {
  it("are shown to catalog managers only", async () => {
    await expect.poll(async () => (await findProduct("sold")).unitsSold).toBe(2);
    expect((await findProduct("sold", customer)).unitsSold).toBeNull();
  });
});

describe("updateProducts", () => {
  const update = async (inputs: readonly object[]): Promise<readonly ProductPayload[]> =>
    (
      await run<{ updateProducts: ProductPayload[] }>(
        manager,
        `mutation ($inputs: [UpdateProductInput!]!) {
          updateProducts(inputs: $inputs) { product { id name etag } userErrors { code field } }
        }`,
        { inputs },
      )
    ).updateProducts;

  it("refuses single products with a stale etag or invalid fields, and updates the others", async () => {
    const [a, b, c] = [
      await createProduct("many-a", "MANY-A"),
      await createProduct("many-b", "MANY-B"),
      await createProduct("many-c", "MANY-C"),
    ];
    const payloads = await update([
      { id: a, etag: "v1", name: "A" },
      { id: b, etag: "v9", name: "B" },
      { id: c, etag: "v1", variants: [variantOf("MANY-A")] },
      { id: c, etag: "v1", variants: [{ ...variantOf("MANY-C"), price: { amountMinor: "-1", currency: "USD" } }] },
      { id: a, etag: "v2", description: "Again" },
      { id: "prd_none", etag: "v1", name: "None" },
    ]);
    expect(payloads.map(({ product }) => product)).toEqual([
      { id: a, name: "A", etag: "v3" },
      null,
      null,
      null,
      { id: a, name: "A", etag: "v3" },
      null,
    ]);
    expect(payloads.map(({ userErrors }) => userErrors.map(({ code, field }) => `${code} ${field.join(".")}`))).toEqual(
      [
        [],
        ["CONFLICT inputs.1.etag"],
        ["SKU_TAKEN inputs.2.variants"],
        ["INVALID_PRICE inputs.3.variants.0.price.amountMinor"],
        [],
        ["NOT_FOUND inputs.5.id"],
      ],
    );
    expect((await findProduct("many-c")).etag).toBe("v1");
  });
});

describe("restoreProduct", () => {
  const remove = (id: string) => fetchData(manager, `mutation { deleteProduct(id: "${id}") { deletedId } }`);
  const restore = (id: string) => changeProduct("restoreProduct", "id", id);
  const isTaken = async (sku: string) =>
    (await run<{ isSkuTaken: boolean }>(manager, "query ($sku: String!) { isSkuTaken(sku: $sku) }", { sku }))
      .isSkuTaken;
  const findVariant = async (sku: string) =>
    (await run<{ variant: object | null }>(customer, "query ($sku: String!) { variant(sku: $sku) { sku } }", { sku }))
      .variant;

  it("puts the product and the variants that went with it on sale again", async () => {
    const id = await createProduct("back", "BACK-1", "BACK-2");
    await changeProduct("updateProduct", "input", { id, etag: "v1", variants: [variantOf("BACK-1")] });
    expect((await restore(id)).userErrors).toEqual([{ code: "ALREADY_RESTORED", field: ["id"] }]);
    expect([await isTaken("back-1"), await isTaken("BACK-2")]).toEqual([true, false]);
    await remove(id);
    expect([await isTaken("BACK-1"), await findVariant("BACK-1")]).toEqual([false, null]);
    expect((await restore(id)).product).toMatchObject({ id, etag: "v4" });
    expect([await findVariant("back-1"), await findVariant("BACK-2")]).toEqual([{ sku: "BACK-1" }, null]);
    const { edges } = (await findProduct("back")).changes;
    expect(edges.slice(0, 2).map(({ node }) => node.fields)).toEqual([["deleted"], ["deleted"]]);
    expect((await restore("prd_none")).userErrors).toEqual([{ code: "NOT_FOUND", field: ["id"] }]);
  });

  it("is refused while a name is in use, and for a SKU that another product has used since", async () => {
    const id = await createProduct("names", "NAME-1", "NAME-2");
    await remove(id);
    const sameSlug = await createProduct("names", "NAME-3");
    expect((await restore(id)).userErrors).toEqual([{ code: "SLUG_TAKEN", field: ["id"] }]);
    await remove(sameSlug);
    const sameSku = await createProduct("other-names", "name-2");
    expect((await restore(id)).userErrors).toEqual([{ code: "SKU_TAKEN", field: ["id"] }]);
    await remove(sameSku);
    expect((await restore(id)).userErrors).toEqual([{ code: "SKU_TAKEN", field: ["id"] }]);
    expect(await isTaken("NAME-1")).toBe(false);
    expect((await restore(sameSku)).product?.id).toBe(sameSku);
  });

  it("is refused when a concurrent write takes a SKU", async () => {
    const id = await createProduct("race", "RACE-1", "RACE-2");
    await remove(id);
    const unlock = await lockTable(shop, "catalog", "products", "share");
    const created = createProduct("racing", "RACE-1");
    await new Promise((later) => setTimeout(later, 150));
    const restored = restore(id);
    await new Promise((later) => setTimeout(later, 150));
    const [payload, winner] = await Promise.all([restored, created, unlock()]);
    const rows = await shop.sql("catalog")`
      select p.slug, array_agg(v.sku order by v.sku) as skus from variants v join products p on p.id = v.product_id
      where v.sku like 'RACE-%' and v.deleted_at is null group by p.slug`;
    expect(payload.userErrors.map(({ code }) => code)).toEqual(winner === "" ? [] : ["SKU_TAKEN"]);
    expect(rows).toEqual([
      winner === "" ? { slug: "race", skus: ["RACE-1", "RACE-2"] } : { slug: "racing", skus: ["RACE-1"] },
    ]);
  });
});

describe("the order of categories", () => {
  const create = async (name: string, parentId?: string): Promise<string> => {
    const query = `mutation ($input: CreateCategoryInput!) { payload: createCategory(input: $input) { category { id } } }`;
    const input = { slug: name.toLowerCase(), name, ...(parentId === undefined ? {} : { parentId }) };
    return (await run<{ payload: { category: { id: string } } }>(manager, query, { input })).payload.category.id;
  };
  const move = async (id: string, parentId: string | null, position: number) => {
    const query = `mutation ($input: MoveCategoryInput!) {
      payload: moveCategory(input: $input) { category { position parent { id } } userErrors { code field } }
    }`;
    type Payload = { category: { position: number } | null; userErrors: { code: string; field: string[] }[] };
    return (await run<{ payload: Payload }>(manager, query, { input: { id, parentId, position } })).payload;
  };
  const childrenOf = async (slug: string) => {
    const query = "query ($slug: String!) { category(slug: $slug) { children { name position } } }";
    type Reply = { category: { children: { name: string; position: number }[] } };
    const { children } = (await run<Reply>(manager, query, { slug })).category;
    expect(children.map(({ position }) => position)).toEqual(children.map((_child, index) => index));
    return children.map(({ name }) => name).join("");
  };

  it("is by name until it is changed; then new children come last", async () => {
    const top = await create("Top");
    const [b, a, c] = [await create("B", top), await create("A", top), await create("C", top)];
    expect(await childrenOf("top")).toBe("ABC");
    expect((await move(c, top, 0)).category).toEqual({ position: 0, parent: { id: top } });
    expect(await childrenOf("top")).toBe("CAB");
    await move(a, top, 99);
    expect(await childrenOf("top")).toBe("CBA");
    await create("AA", top);
    expect(await childrenOf("top")).toBe("CBAAA");
    const deep = await create("D", b);
    await move(deep, top, 1);
    expect(await childrenOf("top")).toBe("CDBAAA");
    expect((await move(top, deep, 0)).userErrors).toEqual([{ code: "CATEGORY_CYCLE", field: ["input", "parentId"] }]);
    expect((await move(deep, "cat_none", 0)).userErrors).toEqual([
      { code: "UNKNOWN_CATEGORY", field: ["input", "parentId"] },
    ]);
    expect(await childrenOf("top")).toBe("CDBAAA");
    await move(a, null, 0);
    expect(await childrenOf("top")).toBe("CDBAA");
  });

  it("keeps every category once when many are moved concurrently", async () => {
    const parent = await create("Crowd");
    const ids: string[] = [];
    for (let index = 0; index < 6; index++) ids.push(await create(`N${index}`, parent));
    await Promise.all(ids.map((id, index) => move(id, parent, (index * 5) % 6)));
    const names = (await childrenOf("crowd")).match(/N\d/g) ?? [];
    expect(names.toSorted()).toEqual(["N0", "N1", "N2", "N3", "N4", "N5"]);
  });

  it("has the number of products in each category and below it, each product once", async () => {
    const top = await create("Counted");
    const [left, right] = [await create("Left", top), await create("Right", top)];
    await importProducts(manager, [
      { ...productLine("CNT-1", 1), categoryPaths: [], categoryIds: [left, right] },
      { ...productLine("CNT-2", 1), categoryPaths: [], categoryIds: [right] },
    ]);
    const counts = async () => {
      const query = '{ category(slug: "counted") { productCount children { slug productCount } } }';
      return (await run<{ category: object }>(customer, query)).category;
    };
    const expected = (all: number, ofLeft: number, ofRight: number) => ({
      productCount: all,
      children: [
        { slug: "left", productCount: ofLeft },
        { slug: "right", productCount: ofRight },
      ],
    });
    expect(await counts()).toEqual(expected(2, 1, 2));
    await fetchData(manager, `mutation { deleteProduct(id: "${(await findProduct("cnt-2")).id}") { deletedId } }`);
    expect(await counts()).toEqual(expected(1, 1, 1));
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
