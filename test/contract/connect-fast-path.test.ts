import { create, toBinary } from "@bufbuild/protobuf";
import { Code } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { createSigningKeys, toIdentityPublicKeys } from "../../dev/local/signing-keys.ts";
import {
  type BatchGetStockRequest,
  BatchGetStockResponseSchema,
  InventoryService,
} from "../../proto/gen/catalog/v1/inventory_pb.js";
import { createIdentityVerifier } from "../../workers/kit/auth/identity-verifier.ts";
import type { CallContext } from "../../workers/kit/connect/call-context.ts";
import { type CallOptions, createRpcClient, type ServiceBinding } from "../../workers/kit/connect/client.ts";
import { serveConnect } from "../../workers/kit/connect/server.ts";
import { bindService, type Implementation } from "../../workers/kit/connect/service.ts";
import { Failure } from "../../workers/kit/errors/failure.ts";

// The fast path for unary calls between Workers and the library's own client and handlers are interchangeable.

const { batchGetStock } = InventoryService.method;

async function respond({ skus }: BatchGetStockRequest) {
  switch (skus[0]) {
    case "failing":
      throw new Failure(Code.NotFound, "NOT_FOUND", "Product not found", {
        field: ["skus", "0"],
        metadata: { sku: "failing" },
      });
    case "broken":
      throw new Error("a secret");
    case "slow":
      return new Promise<never>(() => {});
    default:
      return { stock: skus.map((sku) => ({ sku, available: 3, reserved: 1 })) };
  }
}

const implementation = { batchGetStock: respond } as unknown as Implementation<typeof InventoryService, CallContext>;

const publicKeys = toIdentityPublicKeys({ gateway: JSON.stringify(await createSigningKeys()) });
const verifier = createIdentityVerifier({ publicKeys });

const serve = serveConnect<{ readonly FAST_PATHS: string }, CallContext>({
  services: [bindService(InventoryService, implementation)],
  identityVerifier: () => verifier,
  context: (_env, call) => call,
});

const execution = { waitUntil: () => {} } as unknown as Parameters<typeof serve>[2];

/** Rejects when the signal aborts, as a service binding does. */
function abortable(signal: AbortSignal, response: Promise<Response>): Promise<Response> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  if (signal.aborted) reject(signal.reason);
  signal.addEventListener("abort", () => reject(signal.reason));
  return Promise.race([response, aborted]);
}

interface Mode {
  readonly client: boolean;
  readonly server: boolean;
}

/** Calls the method, and returns its outcome and the headers of the request. */
async function call({ client, server }: Mode, sku: string, options: Partial<CallOptions> = {}, reply?: Response) {
  let headers: Record<string, string> = {};
  const env = { FAST_PATHS: server ? "connect" : "none" };
  const service: ServiceBinding = {
    fetch: (url, init) => {
      const request = new Request(url, init);
      headers = Object.fromEntries(request.headers);
      return abortable(request.signal, reply === undefined ? serve(request, env, execution) : Promise.resolve(reply));
    },
  };
  const trace = { traceId: "1".repeat(32), spanId: "2".repeat(16) };
  const rpc = createRpcClient(service, { trace, fastPath: client, ...options });
  const outcome = await rpc(batchGetStock, { skus: [sku] }).then(
    ({ stock }) => stock.map(({ available, reserved }) => ({ available, reserved })),
    (error: unknown) => {
      if (!(error instanceof Failure)) throw error;
      const { code, reason, field, metadata, message } = error;
      return { code, reason, field, metadata, message };
    },
  );
  return { outcome, headers };
}

const modes = [
  ["fast client, fast server", { client: true, server: true }],
  ["library client, fast server", { client: false, server: true }],
  ["fast client, library server", { client: true, server: false }],
  ["library client, library server", { client: false, server: false }],
] as const;

describe.each(modes)("a unary call with %s", (_name, mode) => {
  it("returns the response message", async () => {
    expect((await call(mode, "A")).outcome).toEqual([{ available: 3, reserved: 1 }]);
  });

  it("sends the same headers", async () => {
    const client = { ip: "203.0.113.7", userAgent: "Firefox" };
    expect((await call(mode, "A", { client })).headers).toEqual({
      "content-type": "application/proto",
      "connect-protocol-version": "1",
      traceparent: `00-${"1".repeat(32)}-${"2".repeat(16)}-01`,
      "x-stoa-client-address": "203.0.113.7",
      "user-agent": "Firefox",
    });
    expect(Object.keys((await call(mode, "A")).headers).sort()).toEqual([
      "connect-protocol-version",
      "content-type",
      "traceparent",
    ]);
  });

  it("throws the service's failure with its code, reason, field and metadata", async () => {
    expect((await call(mode, "failing")).outcome).toEqual({
      code: Code.NotFound,
      reason: "NOT_FOUND",
      field: ["skus", "0"],
      metadata: { sku: "failing" },
      message: "Product not found",
    });
  });

  it("throws INTERNAL without details for an unexpected error", async () => {
    expect((await call(mode, "broken")).outcome).toMatchObject({
      code: Code.Internal,
      reason: "INTERNAL",
      message: "Internal error",
    });
  });

  it("rejects a string with U+0000", async () => {
    expect((await call(mode, "\u0000")).outcome).toMatchObject({ reason: "INVALID_TEXT", field: ["skus", "0"] });
  });

  it("throws UNAUTHENTICATED for a forged identity", async () => {
    expect((await call(mode, "A", { identity: "forged.signature" })).outcome).toMatchObject({
      code: Code.Unauthenticated,
      reason: "UNAUTHENTICATED",
    });
  });

  it("throws DEADLINE_EXCEEDED after its timeout, and when the caller's deadline passes", async () => {
    const late = { code: Code.DeadlineExceeded, reason: "DEADLINE_EXCEEDED" };
    expect((await call(mode, "slow", { timeoutMs: 20 })).outcome).toMatchObject(late);
    expect((await call(mode, "slow", { signal: AbortSignal.timeout(20) })).outcome).toMatchObject(late);
  });

  it("throws CANCELED when the caller aborts", async () => {
    const caller = new AbortController();
    const pending = call(mode, "slow", { signal: caller.signal });
    caller.abort();
    expect((await pending).outcome).toMatchObject({ code: Code.Canceled, reason: "CANCELED" });
    expect((await call(mode, "A", { signal: AbortSignal.abort() })).outcome).toMatchObject({ code: Code.Canceled });
  });
});

describe("a body that is not a valid message", () => {
  it.each([
    ["INVALID_ARGUMENT", "fast", "connect", 400, "invalid_argument"],
    ["INTERNAL", "library", "none", 500, "internal"],
  ] as const)("is %s with the %s server", async (_code, _server, fastPaths, status, code) => {
    const url = `http://service/${InventoryService.typeName}/BatchGetStock`;
    const headers = { "content-type": "application/proto" };
    const request = new Request(url, { method: "POST", headers, body: new Uint8Array([7, 7]) });
    const response = await serve(request, { FAST_PATHS: fastPaths }, execution);
    expect([response.status, await response.json()]).toMatchObject([status, { code }]);
  });
});

describe.each([
  ["fast client", true],
  ["library client", false],
] as const)("a response that does not follow the protocol, with %s", (_name, client) => {
  const mode = { client, server: true };
  const reasonFor = async (reply: Response) => ((await call(mode, "A", {}, reply)).outcome as Failure).reason;

  it("is UNKNOWN with another content type", async () => {
    expect(await reasonFor(new Response("<html>", { headers: { "content-type": "text/html" } }))).toBe("UNKNOWN");
  });

  it("is INTERNAL with an invalid message", async () => {
    const headers = { "content-type": "application/proto" };
    expect(await reasonFor(new Response(new Uint8Array([255]), { headers }))).toBe("INTERNAL");
    const valid = toBinary(BatchGetStockResponseSchema, create(BatchGetStockResponseSchema));
    expect(await call(mode, "A", {}, new Response(valid as Uint8Array<ArrayBuffer>, { headers }))).toMatchObject({
      outcome: [],
    });
  });

  it("has the reason of its HTTP status without a Connect error", async () => {
    expect(await reasonFor(new Response("<html>", { status: 503 }))).toBe("UNAVAILABLE");
    const json = { "content-type": "application/json" };
    expect(await reasonFor(new Response("{", { status: 404, headers: json }))).toBe("UNIMPLEMENTED");
  });

  it("is UNAVAILABLE when the service cannot be reached", async () => {
    const service = { fetch: () => Promise.reject(new Error("connection refused")) };
    const trace = { traceId: "1".repeat(32), spanId: "2".repeat(16) };
    const rpc = createRpcClient(service, { trace, fastPath: client });
    await expect(rpc(batchGetStock, {})).rejects.toMatchObject({
      code: Code.Unavailable,
      message: "BatchGetStock could not be reached",
    });
  });
});
