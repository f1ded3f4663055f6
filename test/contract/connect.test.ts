import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { Code } from "@connectrpc/connect";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { identityHeader, signIdentity } from "../../workers/kit/auth/identity.ts";
import { openShop, type Shop } from "../support/harness.ts";

let shop: Shop;
let service: string;

beforeAll(async () => {
  shop = await openShop();
  service = `${shop.stack.directUrls.catalog}/stoa.catalog.v1.CatalogService`;
});

afterAll(() => shop?.stop());

const json = { "content-type": "application/json" };

async function post(method: string, body: string, headers: Record<string, string> = json) {
  const response = await fetch(`${service}/${method}`, { method: "POST", headers, body });
  const text = await response.text();
  return { status: response.status, body: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : text };
}

/** What a client is answered that says how long its message is, and then nothing. */
async function announce(url: string, method: string, headers: readonly string[]) {
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

describe("a service of the Connect protocol", () => {
  it("answers JSON as it answers the binary form", async () => {
    const category = { slug: "json", name: "JSON" };
    const identity = { accountId: "acc_1", roles: ["CATALOG_MANAGER"] as const };
    const signed = await signIdentity(identity, shop.stack.services.secrets.identityKey, Date.now());
    const created = await post("CreateCategory", JSON.stringify(category), { ...json, [identityHeader]: signed });
    expect(created).toMatchObject({ status: 200, body: { category } });
    const listed = await post("ListCategories", "{}");
    expect(listed).toMatchObject({ status: 200, body: { categories: [category] } });
  });

  it("answers a read over GET", async () => {
    const url = `${service}/ListCategories?connect=v1&encoding=json&message=${encodeURIComponent("{}")}`;
    expect((await fetch(url)).status).toBe(200);
    const write = `${service}/CreateCategory?connect=v1&encoding=json&message=${encodeURIComponent("{}")}`;
    expect((await fetch(write)).status).toBe(405);
  });

  it("answers gRPC-Web", async () => {
    const headers = { "content-type": "application/grpc-web+proto", "x-grpc-web": "1" };
    const response = await fetch(`${service}/ListCategories`, { method: "POST", headers, body: new Uint8Array(5) });
    const body = new TextDecoder().decode(await response.arrayBuffer());
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/grpc-web+proto"]);
    expect(body).toContain("grpc-status: 0");
  });

  it("tells a failure with its code, its reason and its field", async () => {
    const reply = await post("GetProduct", JSON.stringify({ slug: "none" }));
    expect(reply).toMatchObject({ status: 404, body: { code: "not_found" } });
    const [detail] = (reply.body as { details: { type: string; debug?: unknown }[] }).details;
    expect(detail?.type).toBe("stoa.common.v1.Failure");
  });

  it("refuses whom the method is not for, and who is not who they say, in the form of the call", async () => {
    const product = JSON.stringify({ product: {} });
    expect(await post("CreateProduct", product)).toMatchObject({ status: 401, body: { code: "unauthenticated" } });
    const forged = { [identityHeader]: `${btoa(JSON.stringify({ roles: ["ADMIN"], accountId: "acc_1" }))}.AAAA` };
    expect(await post("CreateProduct", product, { ...json, ...forged })).toMatchObject({
      status: 401,
      body: { code: "unauthenticated" },
    });
    expect((await post("CreateProduct", "", { "content-type": "application/proto", ...forged })).status).toBe(401);
  });

  it("minds a caller's deadline, in every form", async () => {
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

  it("understands a compressed message, and refuses one that grows beyond measure", async () => {
    const send = async (message: Uint8Array) => {
      const headers = { "content-type": "application/proto", "content-encoding": "gzip" };
      const body = new Uint8Array(gzipSync(message));
      return (await fetch(`${service}/ListCategories`, { method: "POST", headers, body })).status;
    };
    expect(await send(new Uint8Array())).toBe(200);
    expect(await send(new Uint8Array(16 * 1024 * 1024))).toBe(429);
  });

  it("waits for nobody who announces a message and does not send it, in any form", async () => {
    const announced = (type: string, headers: readonly string[] = []) =>
      announce(service, "ListCategories", [`content-type: ${type}`, ...headers]);
    const answers = await Promise.all([
      announced("application/json"),
      announced("application/json", ["connect-timeout-ms: 200"]),
      announced("application/proto", ["content-encoding: gzip"]),
      announced("application/grpc-web+proto", ["grpc-timeout: 200m"]),
      announced("text/plain"),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([504, 504, 504, 200, 415]);
    expect(answers[0]?.text).toContain('"deadline_exceeded"');
    expect(answers[3]?.text).toContain(`grpc-status: ${Code.DeadlineExceeded}`);
  }, 30_000);

  it("refuses what it does not understand", async () => {
    expect((await post("NoSuchMethod", "{}")).status).toBe(404);
    expect((await post("ListCategories", "{")).status).toBe(400);
    expect((await post("ListCategories", "\u0007\u0007", { "content-type": "application/proto" })).status).toBe(400);
    expect((await post("ListCategories", "{}", { "content-type": "text/plain" })).status).toBe(415);
  });
});
