import { expect, it } from "vitest";
import { findUnshared } from "./kit-importers.ts";

it("findUnshared counts Workers that import a file of kit directly or through kit, and ignores tests", () => {
  const imports = new Map([
    ["workers/kit/connect.ts", ["workers/kit/codec.ts"]],
    ["workers/kit/codec.ts", []],
    ["workers/kit/validation/paging.ts", []],
    ["workers/kit/unused.ts", []],
    ["workers/kit/paging.test.ts", ["workers/kit/validation/paging.ts"]],
    ["workers/order/index.ts", ["workers/kit/connect.ts", "workers/kit/validation/paging.ts"]],
    ["workers/order/rpc/list.ts", ["workers/kit/validation/paging.ts"]],
    ["workers/catalog/index.ts", ["workers/kit/connect.ts"]],
    ["workers/catalog/list.test.ts", ["workers/kit/validation/paging.ts"]],
  ]);
  expect(findUnshared(imports)).toEqual([
    { file: "workers/kit/validation/paging.ts", workers: ["order"] },
    { file: "workers/kit/unused.ts", workers: [] },
  ]);
});
