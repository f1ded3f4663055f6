import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { readStock } from "../support/harness.ts";
import { useShop } from "../support/use-shop.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");
const shop = useShop();

beforeAll(() => seedWhenEmpty(shop.url, shop.stack.services));

/** Runs the first shell script after a heading of a page against the shop, and returns its output. */
async function runScript(page: string, heading = ""): Promise<string> {
  const text = readFileSync(join(root, page), "utf8");
  const block = /```sh\n([\s\S]*?)```/.exec(text.slice(text.indexOf(heading)))?.[1] ?? "";
  const script = block.replace("http://127.0.0.1:8787", shop.url);
  expect(script).not.toBe(block);
  return (await promisify(execFile)("bash", ["-eo", "pipefail", "-c", script])).stdout;
}

describe("README.md", () => {
  it("has a script that places an order as written", async () => {
    const before = await readStock({ url: shop.url }, "halden-reading-lamp");
    const output = await runScript("README.md", "## A first order");
    expect(output).toContain('"status":"CONFIRMED"');
    expect(output).toContain("Halden Reading Lamp");
    const after = await readStock({ url: shop.url }, "halden-reading-lamp");
    expect(after.available).toBe(before.available - 2);
  });

  it("names npm scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm (?:run )?(start|test|[a-z:]+)(?=[ `\n])/g)].map(([, name]) => name ?? "");
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(scripts).toHaveProperty(name);
  });
});

describe("docs/gateway.md", () => {
  it("has a script that sends a request on behalf of a visitor", async () => {
    const output = await runScript("docs/gateway.md", "## Storefronts that render on a server");
    expect(JSON.parse(output)).toEqual({ data: { product: { name: "Halden Reading Lamp" } } });
  });

  it("has a script that registers a persisted query and sends its hash", async () => {
    const [unknown, registered, ...byHash] = (await runScript("docs/gateway.md", "## Response cache")).split("\n");
    expect(unknown).toContain('"PERSISTED_QUERY_NOT_FOUND"');
    for (const response of [registered, byHash.findLast((line) => line !== "")]) {
      expect(JSON.parse(response ?? "")).toEqual({ data: { product: { name: "Halden Reading Lamp" } } });
    }
    expect(byHash.some((line) => /^cache-status: stoa; /i.test(line))).toBe(true);
  });
});
