import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { importProductFile } from "../../dev/cli/shop/product-import.ts";
import { cancelOrder, findOrder, openShop, placeOrder, productLine, readStock, type Shop } from "../support/harness.ts";

let shop: Shop;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stoa-story-"));
  shop = await openShop();
});

afterAll(async () => {
  await shop?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type ExecError = Error & { readonly stdout: string };

const kinds = ["Lamp", "Chair", "Table", "Mug", "Kettle", "Rug"] as const;

/** A catalog of a few hundred products, as a file: the third line is bad. */
function catalogFile(): string {
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

interface Found {
  readonly search: {
    readonly totalCount: number;
    readonly edges: { readonly node: { readonly slug: string; readonly variants: { readonly sku: string }[] } }[];
  };
}

describe("a shop, from its catalog to a refund", () => {
  it("imports, finds, sells, and takes back", async () => {
    const manager = await shop.signUp("CATALOG_MANAGER");
    const file = catalogFile();
    const first = await importProductFile(manager, file);
    expect([first.created, first.updated]).toEqual([300, 0]);
    expect(first.rejected.map(({ line, reason }) => [line, reason])).toEqual([[3, "INVALID_JSON"]]);
    const command = ["run", "import", "--", file, "--url", shop.url, "--token", manager.token ?? ""];
    const again = await promisify(execFile)("npm", command, { cwd: root }).catch((error: ExecError) => error);
    expect(again).toMatchObject({
      code: 1,
      stdout: expect.stringContaining("line 3: INVALID_JSON: the line is not JSON"),
    });
    expect(again.stdout).toContain("0 created, 300 updated, 1 refused");

    const query = `{ search(query: "walnut kettles", first: 2) { totalCount edges { node { slug variants { sku } } } } }`;
    const { search } = await fetchData<Found>({ url: shop.url }, query);
    expect(search.totalCount).toBe(50);
    const [one, two] = search.edges.map(({ node }) => node);
    const skus = [one?.variants[0]?.sku ?? "", two?.variants[0]?.sku ?? ""] as const;

    const buyer = await shop.signUp();
    const lines = [
      { sku: skus[0], quantity: 2 },
      { sku: skus[1], quantity: 1 },
    ];
    const { order } = await placeOrder(buyer, { idempotencyKey: "story", lines });
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
    expect(await readStock(buyer, one?.slug ?? "")).toEqual({ available: 38, reserved: 0 });
    expect(await readStock(buyer, two?.slug ?? "")).toEqual({ available: 39, reserved: 0 });

    const id = order?.id ?? "";
    const total = Number(order?.total.amountMinor);
    const paid = (await shop.ledger()).filter((entry) => entry.orderId === id);
    expect(paid.map(({ status, captured }) => [status, captured])).toEqual([["succeeded", total]]);

    const cancelled = await cancelOrder(buyer, id, "changed my mind");
    expect(cancelled.order?.status).toBe("CANCELLED");
    expect(await readStock(buyer, one?.slug ?? "")).toEqual({ available: 40, reserved: 0 });
    expect(await readStock(buyer, two?.slug ?? "")).toEqual({ available: 40, reserved: 0 });
    const returned = (await shop.ledger()).filter((entry) => entry.orderId === id);
    expect(returned.map(({ captured, refunded }) => [captured, refunded])).toEqual([[total, total]]);

    type Listed = { orders: { edges: { node: { id: string; status: string } }[] } };
    const { orders } = await fetchData<Listed>(buyer, "{ orders { edges { node { id status } } } }");
    expect(orders.edges.map(({ node }) => node)).toEqual([{ id, status: "CANCELLED" }]);
    expect((await findOrder(buyer, id))?.timeline.at(-1)?.type).toBe("OrderCancelled");
  });

  it("leaves one trace from the gateway to the last effect, and no secret in any line", async () => {
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
      .poll(() => shop.logs().includes('"effect":"projectOrder"') && shop.logs().includes(traceId))
      .toBe(true);
    const lines = shop
      .logs()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const traced = lines.filter((line) => line.traceId === traceId);
    const seen = traced.map(({ service, message, method, effect }) => [service, message, effect ?? method].join(" "));
    for (const expected of [
      "order rpc PlaceOrder",
      "catalog rpc Reserve",
      "order effect reserveStock",
      "order effect startPayment",
      "order effect confirmPayment",
      "order effect createOrder",
      "order effect capturePayment",
      "catalog rpc Commit",
      "order effect commitStock",
      "order effect projectOrder",
    ]) {
      expect(seen).toContain(expected);
    }
    const { secrets } = shop.stack.services;
    for (const secret of [buyer.token ?? "", buyer.email, "correct horse battery", ...Object.values(secrets)]) {
      expect(shop.logs()).not.toContain(secret);
    }
  });

  it("is alive and ready", async () => {
    expect((await fetch(`${shop.url}/healthz`)).status).toBe(200);
    const ready = await fetch(`${shop.url}/readyz`);
    expect([ready.status, ((await ready.json()) as { ready: boolean }).ready]).toEqual([200, true]);
  });
});
