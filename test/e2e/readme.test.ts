import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { openShop, readStock, type Shop } from "../support/harness.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");
let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
  await seedWhenEmpty(shop.url, shop.stack.services);
});

afterAll(() => shop?.stop());

/** What the first shell script of a page prints when it is pasted after this heading, with the shop running. */
async function paste(page: string, heading = ""): Promise<string> {
  const text = readFileSync(join(root, page), "utf8");
  const pasted = /```sh\n([\s\S]*?)```/.exec(text.slice(text.indexOf(heading)))?.[1] ?? "";
  const script = pasted.replace("http://127.0.0.1:8787", shop.url);
  expect(script).not.toBe(pasted);
  return (await promisify(execFile)("bash", ["-eo", "pipefail", "-c", script])).stdout;
}

describe("the README", () => {
  it("has a first order that works when it is pasted", async () => {
    const before = await readStock({ url: shop.url }, "halden-reading-lamp");
    const printed = await paste("README.md", "## A first order");
    expect(printed).toContain('"status":"CONFIRMED"');
    expect(printed).toContain("Halden Reading Lamp");
    const after = await readStock({ url: shop.url }, "halden-reading-lamp");
    expect(after.available).toBe(before.available - 2);
  });

  it("names commands that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm (?:run )?(start|test|[a-z:]+)(?=[ `\n])/g)].map(([, name]) => name ?? "");
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(scripts).toHaveProperty(name);
  });
});

describe("a page of the docs", () => {
  it("asks for a visitor", async () => {
    const printed = await paste("docs/gateway.md", "## Storefronts that render on a server");
    expect(JSON.parse(printed)).toEqual({ data: { product: { name: "Halden Reading Lamp" } } });
  });

  it("asks for a document by its hash", async () => {
    const [unknown, told, ...known] = (await paste("docs/gateway.md", "## Response cache")).split("\n");
    expect(unknown).toContain('"PERSISTED_QUERY_NOT_FOUND"');
    for (const answer of [told, known.findLast((line) => line !== "")]) {
      expect(JSON.parse(answer ?? "")).toEqual({ data: { product: { name: "Halden Reading Lamp" } } });
    }
    expect(known.some((line) => /^cache-status: stoa; /i.test(line))).toBe(true);
  });
});
