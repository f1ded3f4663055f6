import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { create, type DescMessage, type MessageInitShape, toBinary, toJsonString } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { beforeAll, describe, expect, it } from "vitest";
import { AuthenticateUserRequestSchema } from "../../proto/gen/account/v1/account_pb.js";
import { CreateCategoryRequestSchema } from "../../proto/gen/catalog/v1/catalog_pb.js";
import { identityHeader } from "../../workers/kit/auth/identity.ts";
import { signIdentity } from "../support/sign-identity.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop();
let service: string;

beforeAll(() => {
  service = `${shop.stack.directUrls.catalog}/stoa.catalog.v1.CatalogService`;
});

const json = { "content-type": "application/json" };

async function post(method: string, body: string, headers: Record<string, string> = json) {
  const response = await fetch(`${service}/${method}`, { method: "POST", headers, body });
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : text };
}

/** Sends request headers that announce a body, but no body. Returns the response. */
async function sendWithoutBody(url: string, method: string, headers: readonly string[]) {
  const { hostname, port, pathname, host } = new URL(`${url}/${method}`);
  const socket = connect(Number(port), hostname);
  const lines = [`POST ${pathname} HTTP/1.1`, `host: ${host}`, "content-length: 100", ...headers, "", ""];
  socket.write(lines.join("\r\n"));
  let text = "";
  for await (const chunk of socket) {
    text += chunk;
    if (text.includes("\r\n0\r\n") || /content-length: \d+[\s\S]*\r\n\r\n./i.test(text)) break;
  }
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text };
}

describe("a Connect service", () => {
  it("accepts JSON", async () => {
    const category = { slug: "json", name: "JSON" };
    const identity = { accountId: "acc_1", roles: ["CATALOG_MANAGER"] as const };
    const signed = await signIdentity(shop.stack.services.secrets, identity);
    const created = await post("CreateCategory", JSON.stringify(category), { ...json, [identityHeader]: signed });
    expect(created).toMatchObject({ status: 200, body: { category } });
    const listed = await post("ListCategories", "{}");
    expect(listed).toMatchObject({ status: 200, body: { categories: [category] } });
  });

  it("accepts GET for reads only", async () => {
    const url = `${service}/ListCategories?connect=v1&encoding=json&message=${encodeURIComponent("{}")}`;
    expect((await fetch(url)).status).toBe(200);
    const write = `${service}/CreateCategory?connect=v1&encoding=json&message=${encodeURIComponent("{}")}`;
    expect((await fetch(write)).status).toBe(405);
  });

  it("accepts gRPC-Web", async () => {
    const headers = { "content-type": "application/grpc-web+proto", "x-grpc-web": "1" };
    const response = await fetch(`${service}/ListCategories`, { method: "POST", headers, body: new Uint8Array(5) });
    const body = new TextDecoder().decode(await response.arrayBuffer());
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/grpc-web+proto"]);
    expect(body).toContain("grpc-status: 0");
  });

  it("returns errors with a code and failure details", async () => {
    const response = await post("GetProduct", JSON.stringify({ slug: "none" }));
    expect(response).toMatchObject({ status: 404, body: { code: "not_found" } });
    const [detail] = (response.body as { details: { type: string; debug?: unknown }[] }).details;
    expect(detail?.type).toBe("stoa.common.v1.Failure");
  });

  it("rejects callers without permission or with a forged identity, in each encoding", async () => {
    const product = JSON.stringify({ product: {} });
    expect(await post("CreateProduct", product)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    const forged = { [identityHeader]: `${btoa(JSON.stringify({ roles: ["ADMIN"], accountId: "acc_1" }))}.AAAA` };
    expect(await post("CreateProduct", product, { ...json, ...forged })).toMatchObject({
      status: 401,
      body: { code: "unauthenticated" },
    });
    expect((await post("CreateProduct", "", { "content-type": "application/proto", ...forged })).status).toBe(401);
  });

  it("enforces the timeout of the caller, in each encoding", async () => {
    for (const type of ["application/json", "application/proto"]) {
      const headers = { "content-type": type, "connect-timeout-ms": "0" };
      expect(await post("ListCategories", type.endsWith("json") ? "{}" : "", headers)).toMatchObject({
        status: 504,
        body: { code: "deadline_exceeded" },
      });
      headers["connect-timeout-ms"] = "soon";
      expect((await post("ListCategories", "", headers)).status).toBe(400);
    }
  });

  it("accepts compressed messages, and rejects one that is too large after decompression", async () => {
    const send = async (message: Uint8Array) => {
      const headers = { "content-type": "application/proto", "content-encoding": "gzip" };
      const body = new Uint8Array(gzipSync(message));
      return (await fetch(`${service}/ListCategories`, { method: "POST", headers, body })).status;
    };
    expect(await send(new Uint8Array())).toBe(200);
    expect(await send(new Uint8Array(16 * 1024 * 1024))).toBe(429);
  });

  it("ends requests without their announced body after a timeout, in each encoding", async () => {
    const send = (type: string, headers: readonly string[] = []) =>
      sendWithoutBody(service, "ListCategories", [`content-type: ${type}`, ...headers]);
    const responses = await Promise.all([
      send("application/json"),
      send("application/json", ["connect-timeout-ms: 200"]),
      send("application/proto", ["content-encoding: gzip"]),
      send("application/grpc-web+proto", ["grpc-timeout: 200m"]),
      send("text/plain"),
    ]);
    expect(responses.map(({ status }) => status)).toEqual([504, 504, 504, 200, 415]);
    expect(responses[0]?.text).toContain('"deadline_exceeded"');
    expect(responses[3]?.text).toContain(`grpc-status: ${Code.DeadlineExceeded}`);
  }, 30_000);

  it("rejects unknown methods, malformed bodies and unknown content types", async () => {
    expect((await post("NoSuchMethod", "{}")).status).toBe(404);
    expect((await post("ListCategories", "{")).status).toBe(400);
    expect((await post("ListCategories", "\u0007\u0007", { "content-type": "application/proto" })).status).toBe(400);
    expect((await post("ListCategories", "{}", { "content-type": "text/plain" })).status).toBe(415);
  });
});

describe("work that a service defers until after its response", () => {
  const encodings = [
    { name: "JSON", headers: { "content-type": "application/json" } },
    { name: "binary", headers: { "content-type": "application/proto" } },
    { name: "binary with a deadline", headers: { "content-type": "application/proto", "connect-timeout-ms": "5000" } },
    { name: "gRPC-Web", headers: { "content-type": "application/grpc-web+proto", "x-grpc-web": "1" } },
  ] as const;

  /** Encodes a request message for a content type. */
  function encode<M extends DescMessage>(type: string, schema: M, init: MessageInitShape<M>): Uint8Array<ArrayBuffer> {
    const message = create(schema, init);
    if (type === "application/json") return new Uint8Array(Buffer.from(toJsonString(schema, message)));
    const binary = toBinary(schema, message);
    if (type === "application/proto") return new Uint8Array(binary);
    const frame = Buffer.alloc(5);
    frame.writeUInt32BE(binary.length, 1);
    return new Uint8Array(Buffer.concat([frame, binary]));
  }

  it.each(encodings)("publishes the changes of a write within half a second, in $name", async ({ name, headers }) => {
    const identity = { accountId: "acc_1", roles: ["CATALOG_MANAGER"] as const };
    const signed = await signIdentity(shop.stack.services.secrets, identity);
    const slug = `deferred-${name.toLowerCase().replaceAll(" ", "-")}`;
    const body = encode(headers["content-type"], CreateCategoryRequestSchema, { slug, name });
    const response = await fetch(`${service}/CreateCategory`, {
      method: "POST",
      headers: { ...headers, [identityHeader]: signed },
      body,
    });
    expect(response.status).toBe(200);
    await response.arrayBuffer();
    const pending = () => shop.sql("catalog")`select 1 from outbox where refused is null`;
    await expect.poll(pending, { timeout: 1_000, interval: 50 }).toEqual([]);
  });

  it.each(encodings)("records a failed sign-in in the audit trail, in $name", async ({ headers }) => {
    const count = async () => {
      const [row] = await shop.sql("account")`
        select count(*)::int as events from security_events where type = 'SIGN_IN_FAILED'`;
      return Number(row?.events);
    };
    const before = await count();
    const url = `${shop.stack.directUrls.account}/stoa.account.v1.AccountService/AuthenticateUser`;
    const body = encode(headers["content-type"], AuthenticateUserRequestSchema, {
      email: "unknown@example.com",
      password: "wrong password",
    });
    const response = await fetch(url, { method: "POST", headers, body });
    await response.arrayBuffer();
    await expect.poll(count, { timeout: 2_000, interval: 50 }).toBe(before + 1);
  });
});
