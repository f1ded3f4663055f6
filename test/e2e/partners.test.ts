import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { fetchData } from "../../dev/cli/shop/api.ts";
import { CatalogService } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { OrderService } from "../../proto/gen/order/v1/order_pb.js";
import { identityHeader } from "../../workers/kit/auth/identity.ts";
import { callAsPartner, createToken, listTokens, revokeToken } from "../support/api-tokens.ts";
import { findOrder, openShop, placeOrder } from "../support/harness.ts";
import { requestUntilLimited, waitForMinuteStart } from "../support/rate-limits.ts";
import { signIdentity } from "../support/sign-identity.ts";
import { createStandardTransport } from "../support/standard-client.ts";
import { useShop, useUser } from "../support/use-shop.ts";

const shop = useShop();
beforeAll(() => seedWhenEmpty(shop.url, shop.stack.services));
const admin = useUser(shop, "ADMIN");
const buyer = useUser(shop);

const listCategories = "stoa.catalog.v1.CatalogService/ListCategories";

const statusOf = async (token: string) => (await callAsPartner(shop.url, listCategories, { token })).status;

/** Creates the transport of a client that a partner generates. */
const transportOf = (protocol: "connect" | "grpc-web", token: string, binary = true) =>
  createStandardTransport({
    baseUrl: `${shop.url}/rpc`,
    headers: { authorization: `Bearer ${token}` },
    protocol,
    binary,
  });

describe("an API token", () => {
  it("is returned once and stored as a hash", async () => {
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
  });

  it("is listed with the time of its last use", async () => {
    const { token, apiToken } = await createToken(admin, ["CATALOG_READ"]);
    expect(await statusOf(token)).toBe(200);
    const listed = (await listTokens(admin)).find(({ id }) => id === apiToken?.id);
    expect(Date.now() - Date.parse(listed?.lastUsedAt ?? "")).toBeLessThan(60_000);
  });

  it("is rejected within five seconds after its revocation, which is recorded as a security event", async () => {
    const { token, apiToken } = await createToken(admin, ["CATALOG_READ", "ORDER_READ"]);
    expect(await statusOf(token)).toBe(200);
    const revoked = await revokeToken(admin, apiToken?.id ?? "");
    expect(await revokeToken(admin, apiToken?.id ?? "")).toEqual(revoked);
    await expect.poll(() => statusOf(token), { timeout: 5_000, interval: 250 }).toBe(401);
    const events = await fetchData<{
      securityEvents: { edges: { node: { type: string; subject: string; actor: string } }[] };
    }>(admin, "{ securityEvents { edges { node { type subject actor } } } }");
    const ofToken = events.securityEvents.edges.filter(({ node }) => node.subject === apiToken?.id);
    expect(ofToken.map(({ node }) => [node.type, node.actor])).toEqual([
      ["API_TOKEN_REVOKED", `account:${admin.accountId}`],
      ["API_TOKEN_CREATED", `account:${admin.accountId}`],
    ]);
  });

  it("is rejected when it is expired, altered or unknown", async () => {
    const { token, apiToken } = await createToken(admin, ["CATALOG_READ"]);
    await shop.sql(
      "account",
    )`update api_tokens set expires_at = now() - interval '1 second' where id = ${apiToken?.id}`;
    expect(await statusOf(token)).toBe(401);
    const { token: valid } = await createToken(admin, ["CATALOG_READ"]);
    expect(await statusOf(valid.replace(/.$/, (last) => (last === "0" ? "1" : "0")))).toBe(401);
    expect(await statusOf(valid.toUpperCase())).toBe(401);
    expect(await statusOf(`stoa_${"0".repeat(72)}`)).toBe(401);
    expect(await statusOf("")).toBe(401);
  });

  it.each([
    { input: { name: " ", scopes: ["CATALOG_READ"] }, code: "INVALID_TEXT" },
    { input: { scopes: [] }, code: "INVALID_SCOPES" },
    { input: { days: 0 }, code: "INVALID_DAYS" },
    { input: { days: 366 }, code: "INVALID_DAYS" },
  ])("is not created with $input: $code", async ({ input, code }) => {
    const before = (await listTokens(admin)).length;
    expect((await createToken(admin, ["CATALOG_READ"], input)).errors).toEqual([code]);
    expect((await listTokens(admin)).length).toBe(before);
  });
});

describe("the partner API", () => {
  it.each([
    { protocol: "connect", encoding: "binary" },
    { protocol: "connect", encoding: "JSON" },
    { protocol: "grpc-web", encoding: "binary" },
    { protocol: "grpc-web", encoding: "JSON" },
  ] as const)("supports $protocol with $encoding messages, for responses and for errors", async (encodedAs) => {
    const { protocol, encoding } = encodedAs;
    const { token } = await createToken(admin, ["CATALOG_READ"]);
    const transport = transportOf(protocol, token, encoding === "binary");
    const catalog = createClient(CatalogService, transport);
    const { product } = await catalog.getProduct({ key: { case: "slug", value: "halden-reading-lamp" } });
    expect(product?.name).toBe("Halden Reading Lamp");
    const missing = await catalog.getProduct({ key: { case: "slug", value: "none" } }).catch(ConnectError.from);
    expect(missing).toMatchObject({ code: Code.NotFound });
    const forbidden = await createClient(OrderService, transport).listAllOrders({}).catch(ConnectError.from);
    expect(forbidden).toMatchObject({ code: Code.PermissionDenied });
    const anonymous = createClient(CatalogService, transportOf(protocol, "nothing", encoding === "binary"));
    expect(await anonymous.listCategories({}).catch(ConnectError.from)).toMatchObject({ code: Code.Unauthenticated });
  });

  it("supports gRPC-Web in base64, the default of protoc-gen-grpc-web", async () => {
    const { token } = await createToken(admin, ["CATALOG_READ"]);
    const call = async (method: string) => {
      const response = await fetch(`${shop.url}/rpc/stoa.catalog.v1.CatalogService/${method}`, {
        method: "POST",
        headers: { "content-type": "application/grpc-web-text", authorization: `Bearer ${token}` },
        body: "AAAAAAA=",
      });
      expect(response.headers.get("content-type")).toBe("application/grpc-web-text+proto");
      return { status: response.headers.get("grpc-status"), body: Buffer.from(await response.text(), "base64") };
    };
    const categories = (await call("ListCategories")).body;
    expect(categories.toString()).toContain("Lighting");
    expect(categories.toString()).toContain("grpc-status: 0");
    expect((await call("DeleteProduct")).status).toBe(String(Code.PermissionDenied));
  });

  it("ignores an internal identity header from outside", async () => {
    const { order } = await placeOrder(buyer, {
      idempotencyKey: "header",
      lines: [{ sku: "LGT-01-1", quantity: 1 }],
      paymentMethod: "pm_card_authenticationRequired",
    });
    const { secrets } = shop.stack.services;
    const owner = await signIdentity(secrets, { accountId: buyer.accountId, roles: ["CUSTOMER"] });
    const { token: reader } = await createToken(admin, ["ORDER_READ"]);
    const response = await callAsPartner(shop.url, "stoa.order.v1.OrderService/GetOrder", {
      token: reader,
      request: { id: order?.id },
      headers: { [identityHeader]: owner },
    });
    expect(response.body.order).toMatchObject({ id: order?.id, accountId: buyer.accountId });
    expect(response.body.order).not.toHaveProperty("paymentAction");

    const { token } = await createToken(admin, ["CATALOG_READ"]);
    const signed = await signIdentity(secrets, { accountId: admin.accountId, roles: ["ADMIN"] });
    const headers = { [identityHeader]: signed };
    const orders = "stoa.order.v1.OrderService/ListAllOrders";
    expect((await callAsPartner(shop.url, orders, { token, headers })).status).toBe(403);
    expect((await callAsPartner(shop.url, orders, { headers })).status).toBe(401);
    expect((await callAsPartner(shop.url, "stoa.catalog.v1.InventoryService/Reserve", { token, headers })).status).toBe(
      501,
    );
  });

  it("rejects a request that is too large, a write over GET, and a malformed message", async () => {
    const { token } = await createToken(admin, ["CATALOG_READ", "STOCK_WRITE"]);
    const request = { query: "x".repeat(110_000) };
    // The gateway leaves the body unread and closes the connection, so no other request may use the connection.
    const headers = { connection: "close" };
    const search = "stoa.catalog.v1.CatalogService/SearchProducts";
    const large = await callAsPartner(shop.url, search, { token, request, headers });
    expect(large).toMatchObject({ status: 429, body: { code: "resource_exhausted" } });
    const write = `${shop.url}/rpc/stoa.catalog.v1.InventoryService/AdjustStock?connect=v1&encoding=json&message=%7B%7D`;
    const authorization = `Bearer ${token}`;
    expect((await fetch(write, { headers: { authorization } })).status).toBe(405);
    const malformed = `${shop.url}/rpc/${listCategories}?connect=v1&encoding=proto&base64=1&message=!!!`;
    const response = await fetch(malformed, { headers: { authorization } });
    expect([response.status, await response.json()]).toMatchObject([400, { code: "invalid_argument" }]);
  });

  it("enforces a quota per token and a limit per IP address, and reports both in Connect's format", async () => {
    const limited = await openShop({ limits: true, vars: { MOST_IN_FLIGHT: "5" } });
    try {
      const owner = await limited.signUp("ADMIN");
      const [one, two] = [await createToken(owner, ["CATALOG_READ"]), await createToken(owner, ["CATALOG_READ"])];
      const callAndGetRemaining = async (token: string) => {
        const url = `${limited.url}/rpc/${listCategories}?connect=v1&encoding=json&message=%7B%7D`;
        const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } });
        // There are five permits. More than five sequential requests succeed only when each releases its permit.
        expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
        return Number(response.headers.get("ratelimit-remaining"));
      };
      await waitForMinuteStart(5_000);
      const first = await callAndGetRemaining(one.token);
      for (let calls = 1; calls <= 6; calls++) {
        expect(await callAndGetRemaining(one.token)).toBe(first - 10 * calls);
      }
      expect(await callAndGetRemaining(two.token)).toBe(first);
      const guess = () => callAsPartner(limited.url, listCategories, { token: "none" });
      const { before, limited: response } = await requestUntilLimited(guess);
      expect([before, response.body.code]).toEqual([new Set([401]), "resource_exhausted"]);
    } finally {
      await limited.stop();
    }
  });

  it("lets a warehouse fulfil orders under its own name, without the buyer's payment secret", async () => {
    const lines = [{ sku: "LGT-01-1", quantity: 1 }];
    const input = { idempotencyKey: "unpaid", lines, paymentMethod: "pm_card_authenticationRequired" };
    const { order: unpaid } = await placeOrder(buyer, input);
    const { order } = await placeOrder(buyer, { idempotencyKey: "paid", lines });
    const { token, apiToken } = await createToken(admin, ["ORDER_READ", "ORDER_FULFIL"]);
    const orders = createClient(OrderService, transportOf("connect", token, true));
    const read = await orders.getOrder({ id: unpaid?.id ?? "" });
    expect([read.order?.id, read.order?.paymentAction]).toEqual([unpaid?.id, undefined]);
    await orders.fulfilOrder({ orderId: order?.id ?? "", idempotencyKey: "parcel", carrier: "PostNL" });
    expect((await findOrder(buyer, order?.id ?? ""))?.status).toBe("FULFILLED");
    const fulfilled = await orders.getOrder({ id: order?.id ?? "" });
    expect(fulfilled.order?.timeline.at(-1)?.actor).toBe(`partner:${apiToken?.id}`);
    const cancelled = await orders
      .cancelOrder({ orderId: unpaid?.id ?? "", idempotencyKey: "no" })
      .catch(ConnectError.from);
    expect(cancelled).toMatchObject({ code: Code.PermissionDenied });
  });
});

describe("docs/partners.md", () => {
  it("has commands that run as written", async () => {
    const page = readFileSync(join(root, "docs/partners.md"), "utf8");
    const block = /```sh\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
    const script = block.replace("http://127.0.0.1:8787", shop.url);
    expect(script).not.toBe(block);
    const env = { ...process.env, PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}` };
    const { stdout } = await promisify(execFile)("bash", ["-eo", "pipefail", "-c", script], { cwd: root, env });
    expect(stdout).toContain("Halden Reading Lamp");
    expect(stdout).toContain('"orders"');
    expect(stdout).toContain('"sku":"LGT-01-1"');
  });
});
