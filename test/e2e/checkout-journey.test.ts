import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { importProductFile } from "../../dev/cli/shop/product-import.ts";
import { cancelOrder, findOrder, placeOrder, productLine, readStock } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop();
const folder = mkdtempSync(join(tmpdir(), "stoa-journey-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

type ExecError = Error & { readonly stdout: string };

const kinds = ["Lamp", "Chair", "Table", "Mug", "Kettle", "Rug"] as const;

/** Writes a catalog of 300 products to a file. The third line is malformed. */
function writeCatalogFile(): string {
  const lines = Array.from({ length: 300 }, (_, index) => {
    const kind = kinds[index % kinds.length];
    return JSON.stringify({
      ...productLine(`ST-${index}`, 40, String(500 + index)),
      name: `Walnut ${kind} No. ${index}`,
    });
  });
  const file = join(folder, "catalog.ndjson");
  writeFileSync(file, [...lines.slice(0, 2), '{"slug": "broken"', ...lines.slice(2)].join("\n"));
  return file;
}

interface SearchData {
  readonly search: {
    readonly totalCount: number;
    readonly edges: { readonly node: { readonly slug: string; readonly variants: { readonly sku: string }[] } }[];
  };
}

describe("the journey from a catalog import to a refund", () => {
  it("imports products, finds them, sells them, and cancels the order", async () => {
    const manager = await shop.signUp("CATALOG_MANAGER");
    const file = writeCatalogFile();
    const imported = await importProductFile(manager, file);
    expect([imported.created, imported.updated]).toEqual([300, 0]);
    expect(imported.rejected.map(({ line, reason }) => [line, reason])).toEqual([[3, "INVALID_JSON"]]);
    const command = ["run", "import", "--", file, "--url", shop.url, "--token", manager.token ?? ""];
    const again = await promisify(execFile)("npm", command, { cwd: root }).catch((error: ExecError) => error);
    expect(again).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("line 3: INVALID_JSON: The line must be JSON"),
    });
    expect(again.stdout).toContain("0 created, 300 updated, 1 rejected");

    const query = `{ search(query: "walnut kettles", first: 2) { totalCount edges { node { slug variants { sku } } } } }`;
    const { search } = await fetchData<SearchData>({ url: shop.url }, query);
    expect(search.totalCount).toBe(50);
    const [first, second] = search.edges.map(({ node }) => node);
    const skus = [first?.variants[0]?.sku ?? "", second?.variants[0]?.sku ?? ""] as const;

    const buyer = await shop.signUp();
    const lines = [
      { sku: skus[0], quantity: 2 },
      { sku: skus[1], quantity: 1 },
    ];
    const { order } = await placeOrder(buyer, { idempotencyKey: "journey", lines });
    expect(order?.status).toBe("CONFIRMED");
    expect(order?.timeline.map(({ type }) => type)).toEqual([
      "OrderPlaced",
      "StockReserved",
      "PaymentStarted",
      "PaymentAuthorized",
      "OrderCreated",
      "PaymentCaptured",
      "OrderConfirmed",
    ]);
    await expect
      .poll(() => readStock(buyer, first?.slug ?? ""), { timeout: 10_000 })
      .toEqual({ available: 38, reserved: 0 });
    await expect
      .poll(() => readStock(buyer, second?.slug ?? ""), { timeout: 10_000 })
      .toEqual({ available: 39, reserved: 0 });

    const id = order?.id ?? "";
    const total = Number(order?.total.amountMinor);
    const paid = (await shop.ledger()).filter((entry) => entry.orderId === id);
    expect(paid.map(({ status, captured }) => [status, captured])).toEqual([["succeeded", total]]);

    const cancelled = await cancelOrder(buyer, id, "changed my mind");
    expect(cancelled.order?.status).toBe("CANCELLED");
    expect(await readStock(buyer, first?.slug ?? "")).toEqual({ available: 40, reserved: 0 });
    expect(await readStock(buyer, second?.slug ?? "")).toEqual({ available: 40, reserved: 0 });
    const refunded = (await shop.ledger()).filter((entry) => entry.orderId === id);
    expect(refunded.map(({ captured, refunded }) => [captured, refunded])).toEqual([[total, total]]);

    type OrdersData = { orders: { edges: { node: { id: string; status: string } }[] } };
    const { orders } = await fetchData<OrdersData>(buyer, "{ orders { edges { node { id status } } } }");
    expect(orders.edges.map(({ node }) => node)).toEqual([{ id, status: "CANCELLED" }]);
    expect((await findOrder(buyer, id))?.timeline.at(-1)?.type).toBe("OrderCancelled");
  });

  it("logs every call and effect of an order under one trace id, and logs no secret", async () => {
    const buyer = await shop.signUp();
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const response = await fetch(`${shop.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${buyer.token}`,
        traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
      },
      body: JSON.stringify({
        query: `mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { status } } }`,
        variables: {
          input: {
            idempotencyKey: "traced",
            lines: [{ sku: "ST-0", quantity: 1 }],
            paymentMethod: "pm_card_visa",
            shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
          },
        },
      }),
    });
    expect(response.headers.get("x-request-id")).toBe(traceId);
    await response.text();
    await expect
      .poll(() => shop.logs().includes('"stoa.effect":"projectOrder"') && shop.logs().includes(traceId))
      .toBe(true);
    const lines = shop
      .logs()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const traced = lines.filter((line) => line["stoa.trace_id"] === traceId);
    const logged = traced.map((line) =>
      [line["service.name"], line.message, line["stoa.effect"] ?? line["rpc.method"]].join(" "),
    );
    for (const expected of [
      "order rpc PlaceOrder",
      "catalog rpc Reserve",
      "order effect reserveStock",
      "order effect authorizePayment",
      "order effect capturePayment",
      "order effect projectOrder",
    ]) {
      expect(logged).toContain(expected);
    }
    const { secrets } = shop.stack.services;
    for (const secret of [buyer.token ?? "", buyer.email, "correct horse battery", ...Object.values(secrets)]) {
      expect(shop.logs()).not.toContain(secret);
    }
  });

  it("reports healthy and ready", async () => {
    expect((await fetch(`${shop.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${shop.url}/readyz`);
    expect([ready.status, ((await ready.json()) as { ready: boolean }).ready]).toEqual([200, true]);
  });
});
