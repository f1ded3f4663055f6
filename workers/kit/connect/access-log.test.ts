import { Code } from "@connectrpc/connect";
import { expect, it } from "vitest";
import { logged } from "./access-log.ts";

const call = { service: "order", method: "GetOrder", traceId: undefined };

const codeOf = (error: unknown) =>
  logged(call, () => Promise.reject(error)).then(
    () => undefined,
    ({ code }) => code,
  );

// As the platform marks what it throws in an object's place, and what an object threw itself.
it.each([
  [{ retryable: true }, Code.Unavailable],
  [{ retryable: true, durableObjectReset: true }, Code.Unavailable],
  [{ durableObjectReset: true }, Code.Unavailable],
  [{ overloaded: true }, Code.Unavailable],
  [{ remote: true }, Code.Internal],
  [{}, Code.Internal],
])("an object that answers with an error marked %j is told as code %i", async (marks, code) => {
  expect(await codeOf(Object.assign(new Error("the object's"), marks))).toBe(code);
});
