import { describe, expect, it } from "vitest";
import { checkHealth, type Dependency } from "./readiness.ts";

const up = async () => undefined;
const refuses = () => Promise.reject(new Error("refused"));
const hangs = () => new Promise<undefined>(() => {});
const needed = (ask: Dependency["ask"]) => ({ ask, without: "away" }) as const;
const missed = (ask: Dependency["ask"]) => ({ ask, without: "degraded" }) as const;
const standing = async (dependencies: Readonly<Record<string, Dependency>>) =>
  (await checkHealth(dependencies, 20)).status;

describe("whoever needs", () => {
  it.each([
    ["nothing that is away is up", { a: needed(up), b: missed(up) }, "up"],
    ["what refuses is away without it", { a: needed(refuses), b: missed(up) }, "away"],
    ["what hangs is away without it", { a: needed(up), b: needed(hangs) }, "away"],
    ["what only helps is degraded without it", { a: needed(up), b: missed(refuses) }, "degraded"],
    ["both is away", { a: missed(refuses), b: needed(refuses) }, "away"],
    ["somebody who is degraded is so too", { a: needed(async () => ({ status: "degraded" })) }, "degraded"],
    ["somebody who says that they cannot is away", { a: needed(async () => ({ status: "away" })) }, "away"],
  ] as const)("%s", async (_what, dependencies, wanted) => {
    expect(await standing(dependencies)).toBe(wanted);
  });
});

it("a report names each, with what they say of their own, and tells nobody why", async () => {
  const own = { status: "degraded", dependencies: { cellar: { status: "away", ms: 3 } } } as const;
  const { dependencies } = await checkHealth({ house: needed(async () => own), tower: missed(refuses) }, 20);
  expect(dependencies).toEqual({
    house: { ...own, ms: expect.any(Number) },
    tower: { status: "away", ms: expect.any(Number) },
  });
});
