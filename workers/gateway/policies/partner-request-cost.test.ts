import { create, toBinary, toJsonString } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { BatchListProductsRequestSchema } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import { costOfPartnerRequest } from "./partner-request-cost.ts";

const path = "/stoa.catalog.v1.CatalogService/BatchListProducts";
const message = create(BatchListProductsRequestSchema, { requests: [{ pageSize: 100 }, { pageSize: 5 }, {}] });
const binary = toBinary(BatchListProductsRequestSchema, message);
const json = new TextEncoder().encode(toJsonString(BatchListProductsRequestSchema, message));
const frame = new Uint8Array([0, 0, 0, 0, binary.length, ...binary]);

const costOf = (headers: Record<string, string>, body: Uint8Array | undefined, query = "") =>
  costOfPartnerRequest(path, { headers: new Headers(headers), searchParams: new URLSearchParams(query), body }, 10);

describe("costOfPartnerRequest", () => {
  it.each([
    ["Connect, binary", { "content-type": "application/proto" }, binary],
    ["Connect, JSON", { "content-type": "application/json; charset=utf-8" }, json],
    ["gRPC-Web", { "content-type": "application/grpc-web+proto" }, frame],
  ])("costs a point for each product that a batch may return: %s", (_name, headers, body) => {
    expect(costOf(headers, body)).toBe(100 + 5 + 20);
  });

  it("reads the message of a GET", () => {
    const base64 = Buffer.from(binary).toString("base64url");
    expect(costOf({}, undefined, `connect=v1&encoding=proto&base64=1&message=${base64}`)).toBe(125);
    expect(costOf({}, undefined, `encoding=json&message=${encodeURIComponent('{"requests":[{"pageSize":50}]}')}`)).toBe(
      50,
    );
  });

  it("costs the maximum for a message that is compressed or invalid", () => {
    expect(costOf({ "content-type": "application/proto", "content-encoding": "gzip" }, binary)).toBe(5_000);
    expect(costOf({ "content-type": "application/grpc-web+proto" }, new Uint8Array([1, 0, 0, 0, 0]))).toBe(5_000);
    expect(costOf({ "content-type": "application/json" }, new Uint8Array([123]))).toBe(5_000);
  });

  it("costs at least as much as the method, and as much as the method for other methods", () => {
    expect(costOf({ "content-type": "application/json" }, new TextEncoder().encode("{}"))).toBe(10);
    const request = { headers: new Headers(), searchParams: new URLSearchParams(), body: binary };
    expect(costOfPartnerRequest("/stoa.catalog.v1.CatalogService/ListProducts", request, 10)).toBe(10);
  });
});
