import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { identityHeader, signIdentity } from "../../workers/kit/auth/identity.ts";
import { callAsPartner, createToken, listTokens, revokeToken } from "../support/api-tokens.ts";
import { findOrder, openShop, placeOrder, type Shop } from "../support/harness.ts";
import { requestUntilLimited, waitForMinuteStart } from "../support/rate-limits.ts";
import { createStandardTransport } from "../support/standard-client.ts";

let shop: Shop;
let admin: Api & { readonly accountId: string };
let buyer: Api & { readonly accountId: string };
const read = "stoa.catalog.v1.CatalogService/ListCategories";

beforeAll(async () => {
  shop = await openShop();
  await seedWhenEmpty(shop.url, shop.stack.services);
  [admin, buyer] = [await shop.signUp("ADMIN"), await shop.signUp()];
});

afterAll(() => shop?.stop());

const statusOf = async (token: string) => (await callAsPartner(shop.url, read, { token })).status;

/** A client as partners generate it, over one of the protocols. */
const transportOf = (protocol: "connect" | "grpc-web", token: string, binary = true) =>
  createStandardTransport({
    baseUrl: `${shop.url}/rpc`,
    headers: { authorization: `Bearer ${token}` },
    protocol,
    binary,
  });

describe("an API token", () => {
  it("is shown once, kept as a hash, listed, used, and over within five seconds of its revocation", async () => {
    const { token, apiToken } = await createToken(admin, ["CATALOG_READ", "ORDER_READ"], { days: 30 });
    expect(token).toMatch(/^stoa_[0-9a-f]{72}$/);
    expect(apiToken).toMatchObject({
      scopes: ["CATALOG_READ", "ORDER_READ"],
      createdBy: { id: admin.accountId },
      lastUsedAt: null,
      revokedAt: null,
    });
    expect(token.startsWith(apiToken?.hint ?? "?")).toBe(true);
    const rows = await shop.sql("account")`select * from api_tokens`;
    expect(JSON.stringify(rows)).not.toContain(token.slice(12));

    expect(await statusOf(token)).toBe(200);
    const listed = (await listTokens(admin)).find(({ id }) => id === apiToken?.id);
    expect(Date.now() - Date.parse(listed?.lastUsedAt ?? "")).toBeLessThan(60_000);

    const revoked = await revokeToken(admin, apiToken?.id ?? "");
    expect(await revokeToken(admin, apiToken?.id ?? "")).toEqual(revoked);
    await expect.poll(() => statusOf(token), { timeout: 5_000, interval: 250 }).toBe(401);
    const events = await fetchData<{
      securityEvents: { edges: { node: { type: string; subject: string; actor: string } }[] };
    }>(admin, "{ securityEvents { edges { node { type subject actor } } } }");
    const about = events.securityEvents.edges.filter(({ node }) => node.subject === apiToken?.id);
    expect(about.map(({ node }) => [node.type, node.actor])).toEqual([
      ["API_TOKEN_REVOKED", `account:${admin.accountId}`],
      ["API_TOKEN_CREATED", `account:${admin.accountId}`],
    ]);
  });

  it("is refused when it has expired, was altered or was never made", async () => {
    const { token, apiToken } = await createToken(admin, ["CATALOG_READ"]);
    await shop.sql(
      "account",
    )`update api_tokens set expires_at = now() - interval '1 second' where id = ${apiToken?.id}`;
    expect(await statusOf(token)).toBe(401);
    const { token: good } = await createToken(admin, ["CATALOG_READ"]);
    expect(await statusOf(good.replace(/.$/, (last) => (last === "0" ? "1" : "0")))).toBe(401);
    expect(await statusOf(good.toUpperCase())).toBe(401);
    expect(await statusOf(`stoa_${"0".repeat(72)}`)).toBe(401);
    expect(await statusOf("")).toBe(401);
  });

  it.each([
    [{ name: " ", scopes: ["CATALOG_READ"] }, "INVALID_TEXT"],
    [{ scopes: [] }, "INVALID_SCOPES"],
    [{ days: 0 }, "INVALID_DAYS"],
    [{ days: 366 }, "INVALID_DAYS"],
  ])("of %j is not made", async (more, code) => {
    const before = (await listTokens(admin)).length;
    expect((await createToken(admin, ["CATALOG_READ"], more)).errors).toEqual([code]);
    expect((await listTokens(admin)).length).toBe(before);
  });
});

describe("the door for partners", () => {
  it("speaks Connect and gRPC-Web, in binary and in JSON, and refuses in the form of the call", async () => {
    const { token } = await createToken(admin, ["CATALOG_READ"]);
    for (const protocol of ["connect", "grpc-web"] as const) {
      for (const binary of [true, false]) {
        const catalog = createClient(CatalogService, transportOf(protocol, token, binary));
        const { product } = await catalog.getProduct({ key: { case: "slug", value: "halden-reading-lamp" } });
        expect(product?.name).toBe("Halden Reading Lamp");
        const missing = await catalog.getProduct({ key: { case: "slug", value: "none" } }).catch(ConnectError.from);
        expect(missing).toMatchObject({ code: Code.NotFound });
        const refused = await createClient(OrderService, transportOf(protocol, token, binary))
          .listAllOrders({})
          .catch(ConnectError.from);
        expect(refused).toMatchObject({ code: Code.PermissionDenied });
        const nobody = createClient(CatalogService, transportOf(protocol, "nothing", binary));
        expect(await nobody.listCategories({}).catch(ConnectError.from)).toMatchObject({ code: Code.Unauthenticated });
      }
    }
  });

  it("believes no header about who calls", async () => {
    const { order } = await placeOrder(buyer, {
      idempotencyKey: "whose",
      lines: [{ sku: "LGT-01-1", quantity: 1 }],
      paymentMethod: "pm_card_authenticationRequired",
    });
    const { identityKey } = shop.stack.services.secrets;
    const owner = await signIdentity({ accountId: buyer.accountId, roles: ["CUSTOMER"] }, identityKey, Date.now());
    const { token: reader } = await createToken(admin, ["ORDER_READ"]);
    const seen = await callAsPartner(shop.url, "stoa.order.v1.OrderService/GetOrder", {
      token: reader,
      request: { id: order?.id },
      headers: { [identityHeader]: owner },
    });
    expect(seen.body.order).toMatchObject({ id: order?.id, accountId: buyer.accountId });
    expect(seen.body.order).not.toHaveProperty("paymentAction");

    const { token } = await createToken(admin, ["CATALOG_READ"]);
    const identity = { accountId: admin.accountId, roles: ["ADMIN"], service: "order" } as const;
    const signed = await signIdentity(identity, identityKey, Date.now());
    const headers = { [identityHeader]: signed };
    const orders = "stoa.order.v1.OrderService/ListAllOrders";
    expect((await callAsPartner(shop.url, orders, { token, headers })).status).toBe(403);
    expect((await callAsPartner(shop.url, orders, { headers })).status).toBe(401);
    expect((await callAsPartner(shop.url, "stoa.catalog.v1.InventoryService/Reserve", { token, headers })).status).toBe(
      501,
    );
  });

  it("refuses a request that is too large, and a write over GET", async () => {
    const { token } = await createToken(admin, ["CATALOG_READ", "STOCK_WRITE"]);
    const request = { query: "x".repeat(110_000) };
    const large = await callAsPartner(shop.url, "stoa.catalog.v1.CatalogService/SearchProducts", { token, request });
    expect(large).toMatchObject({ status: 429, body: { code: "resource_exhausted" } });
    const write = `${shop.url}/rpc/stoa.catalog.v1.InventoryService/AdjustStock?connect=v1&encoding=json&message=%7B%7D`;
    const authorization = `Bearer ${token}`;
    expect((await fetch(write, { headers: { authorization } })).status).toBe(405);
    const broken = `${shop.url}/rpc/${read}?connect=v1&encoding=proto&base64=1&message=!!!`;
    const answer = await fetch(broken, { headers: { authorization } });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: "invalid_argument" }]);
  });

  it("holds a token to its quota and an address to its limit, in the form of the call", async () => {
    const limited = await openShop({ limits: true, vars: { MOST_IN_FLIGHT: "5" } });
    try {
      const someone = await limited.signUp("ADMIN");
      const [one, two] = [await createToken(someone, ["CATALOG_READ"]), await createToken(someone, ["CATALOG_READ"])];
      const left = async (token: string) => {
        const response = await fetch(`${limited.url}/rpc/${read}?connect=v1&encoding=json&message=%7B%7D`, {
          headers: { authorization: `Bearer ${token}` },
        });
        // One after the other, so that more than five find room only where each of them left.
        expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
        return Number(response.headers.get("ratelimit-remaining"));
      };
      await waitForMinuteStart(5_000);
      const first = await left(one.token);
      for (let taken = 1; taken <= 6; taken++) expect(await left(one.token)).toBe(first - 10 * taken);
      expect(await left(two.token)).toBe(first);
      const ask = () => callAsPartner(limited.url, read, { token: "none" });
      const { before, refused } = await requestUntilLimited(ask);
      expect([before, refused.body.code]).toEqual([new Set([401]), "resource_exhausted"]);
    } finally {
      await limited.stop();
    }
  });

  it("lets a warehouse fulfil an order, in its own name, and shows nobody else's secret", async () => {
    const lines = [{ sku: "LGT-01-1", quantity: 1 }];
    const asking = { idempotencyKey: "asked", lines, paymentMethod: "pm_card_authenticationRequired" };
    const { order: waiting } = await placeOrder(buyer, asking);
    const { order } = await placeOrder(buyer, { idempotencyKey: "paid", lines });
    const { token, apiToken } = await createToken(admin, ["ORDER_READ", "ORDER_FULFIL"]);
    const orders = createClient(OrderService, transportOf("connect", token, true));
    const seen = await orders.getOrder({ id: waiting?.id ?? "" });
    expect([seen.order?.id, seen.order?.paymentAction]).toEqual([waiting?.id, undefined]);
    await orders.fulfilOrder({ orderId: order?.id ?? "", idempotencyKey: "parcel", carrier: "PostNL" });
    expect((await findOrder(buyer, order?.id ?? ""))?.status).toBe("FULFILLED");
    const whole = await orders.getOrder({ id: order?.id ?? "" });
    expect(whole.order?.timeline.at(-1)?.actor).toBe(`partner:${apiToken?.id}`);
    const cancelled = await orders
      .cancelOrder({ orderId: waiting?.id ?? "", idempotencyKey: "no" })
      .catch(ConnectError.from);
    expect(cancelled).toMatchObject({ code: Code.PermissionDenied });
  });
});

describe("the page about partners", () => {
  it("has commands that work when they are pasted", async () => {
    const page = readFileSync(join(root, "docs/partners.md"), "utf8");
    const pasted = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const script = pasted.replace("http://127.0.0.1:8787", shop.url);
    expect(script).not.toBe(pasted);
    const env = { ...process.env, PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}` };
    const { stdout } = await promisify(execFile)("bash", ["-eo", "pipefail", "-c", script], { cwd: root, env });
    expect(stdout).toContain("Halden Reading Lamp");
    expect(stdout).toContain('"orders"');
    expect(stdout).toContain('"sku":"LGT-01-1"');
  });
});
