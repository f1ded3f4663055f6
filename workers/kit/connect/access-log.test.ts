import { Code } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { createSpan } from "../observability/trace.ts";
import { logCall } from "./access-log.ts";

const call = { service: "order.v1.OrderService", method: "GetOrder", trace: createSpan() };

const getErrorCode = (error: unknown) =>
  logCall(call, () => Promise.reject(error)).then(
    () => undefined,
    ({ code }) => code,
  );

describe("logCall", () => {
  // The properties that workerd sets on errors of its own, and on those that a Durable Object threw.
  it.each([
    [{ retryable: true }, Code.Unavailable],
    [{ retryable: true, durableObjectReset: true }, Code.Unavailable],
    [{ durableObjectReset: true }, Code.Unavailable],
    [{ overloaded: true }, Code.Unavailable],
    [{ remote: true }, Code.Internal],
    [{}, Code.Internal],
  ])("maps a Durable Object error with %j to code %i", async (properties, code) => {
    expect(await getErrorCode(Object.assign(new Error("the object failed"), properties))).toBe(code);
  });
});
