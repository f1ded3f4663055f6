import { describe, expect, it } from "vitest";
import { checkHealth, type Dependency, type VersionEnv, withReadiness } from "./readiness.ts";

const up = async () => undefined;
const fails = () => Promise.reject(new Error("refused"));
const hangs = () => new Promise<undefined>(() => {});
const required = (check: Dependency["check"]) => ({ check, whenDown: "down" }) as const;
const optional = (check: Dependency["check"]) => ({ check, whenDown: "degraded" }) as const;
const statusOf = async (dependencies: Readonly<Record<string, Dependency>>) =>
  (await checkHealth(dependencies, 20)).status;

describe("checkHealth", () => {
  it.each([
    ["up when all dependencies are up", { a: required(up), b: optional(up) }, "up"],
    ["down when a required dependency fails", { a: required(fails), b: optional(up) }, "down"],
    ["down when a required dependency does not respond", { a: required(up), b: required(hangs) }, "down"],
    ["degraded when an optional dependency fails", { a: required(up), b: optional(fails) }, "degraded"],
    ["down when a required and an optional dependency fail", { a: optional(fails), b: required(fails) }, "down"],
    ["degraded when a dependency is degraded", { a: required(async () => ({ status: "degraded" })) }, "degraded"],
    ["down when a required dependency reports down", { a: required(async () => ({ status: "down" })) }, "down"],
  ] as const)("returns %s", async (_case, dependencies, expected) => {
    expect(await statusOf(dependencies)).toBe(expected);
  });

  it("reports each dependency with its own dependencies, and without error details", async () => {
    const own = { status: "degraded", dependencies: { database: { status: "down", ms: 3 } } } as const;
    const { dependencies } = await checkHealth({ service: required(async () => own), cache: optional(fails) }, 20);
    expect(dependencies).toEqual({
      service: { ...own, ms: expect.any(Number) },
      cache: { status: "down", ms: expect.any(Number) },
    });
  });
});

describe("withReadiness", () => {
  const execution = {} as ExecutionContext;
  const CF_VERSION_METADATA = { id: "version-1", tag: "", timestamp: "" };
  const handler = withReadiness<VersionEnv & { readonly check: Dependency["check"] }>(
    () => new Response("handler"),
    ({ check }) => ({ database: required(check) }),
  );
  const get = (path: string, check: Dependency["check"]) =>
    handler(new Request(`http://service${path}`), { check, CF_VERSION_METADATA }, execution);

  it.each([
    [200, "up", up],
    [503, "down", fails],
  ] as const)("responds to /ready with %i when the dependency is %s", async (code, status, check) => {
    const response = await get("/ready", check);
    expect([response.status, await response.json()]).toEqual([
      code,
      { status, version: "version-1", dependencies: { database: { status, ms: expect.any(Number) } } },
    ]);
  });

  it("passes other requests to the handler", async () => {
    expect(await (await get("/stoa.order.v1.OrderService/GetOrder", up)).text()).toBe("handler");
  });
});
