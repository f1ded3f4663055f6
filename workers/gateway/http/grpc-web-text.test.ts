import { describe, expect, it } from "vitest";
import { decodeGrpcWebText, encodeGrpcWebText, isGrpcWebText } from "./grpc-web-text.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("gRPC-Web text", () => {
  it.each([
    ["application/grpc-web-text", true],
    ["application/grpc-web-text+proto; charset=utf-8", true],
    ["application/grpc-web+proto", false],
    ["application/grpc-web-textual", false],
  ])("is recognized by the content type %s: %s", (type, isText) => {
    expect(isGrpcWebText(new Headers({ "content-type": type }))).toBe(isText);
  });

  it("decodes one frame, and frames with padding between them", () => {
    expect(decodeGrpcWebText(bytes("AAAAAAA="))).toEqual(new Uint8Array(5));
    expect(decodeGrpcWebText(bytes("AQ==AgM="))).toEqual(new Uint8Array([1, 2, 3]));
    expect(decodeGrpcWebText(new Uint8Array())).toEqual(new Uint8Array());
  });

  it.each(["A", "AA==A", "=AAA", "A-AA", "\u00e9AAA"])("rejects invalid base64: %s", (text) => {
    expect(decodeGrpcWebText(bytes(text))).toBeUndefined();
  });

  it("encodes with padding at the end only", () => {
    const long = Uint8Array.from({ length: 100_000 }, (_, index) => index % 256);
    expect(encodeGrpcWebText(long)).toBe(Buffer.from(long).toString("base64"));
    expect(decodeGrpcWebText(bytes(encodeGrpcWebText(long)))).toEqual(long);
  });
});
