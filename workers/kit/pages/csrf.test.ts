import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { requireSameOrigin } from "./csrf.ts";
import { ForbiddenRequest } from "./http-errors.ts";

const origin = "https://shop.example";
const bindings = { SITE: origin };
const app = new Hono<{ Bindings: typeof bindings }>();
app.use(requireSameOrigin((env: typeof bindings) => env.SITE));
app.onError((error, c) => c.body(null, error instanceof ForbiddenRequest ? 403 : 500));
app.all("*", (c) => c.body(null, 204));

const send = async (method: string, headers: Readonly<Record<string, string>>) =>
  (await app.request("/cart/add", { method, headers }, bindings)).status;

describe("requireSameOrigin", () => {
  it.each([
    ["POST", { "sec-fetch-site": "same-origin" }, 204],
    ["POST", { origin }, 204],
    ["POST", {}, 403],
    ["POST", { "sec-fetch-site": "cross-site" }, 403],
    ["POST", { "sec-fetch-site": "same-site", origin }, 403],
    ["POST", { "sec-fetch-site": "none" }, 403],
    ["POST", { origin: "null" }, 403],
    ["POST", { origin: `${origin}.evil.example` }, 403],
    ["DELETE", { "sec-fetch-site": "cross-site" }, 403],
    ["GET", { "sec-fetch-site": "cross-site" }, 204],
  ])("responds to %s with %o by status %i", async (method, headers, status) => {
    expect(await send(method, headers)).toBe(status);
  });
});
