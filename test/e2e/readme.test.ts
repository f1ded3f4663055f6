import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/bundle.ts";
import { seedWhenEmpty } from "../../dev/seed.ts";
import { openShop, readStock, type Shop } from "../harness.ts";

const readme = readFileSync(join(root, "README.md"), "utf8");
let shop: Shop;

beforeAll(async () => {
  shop = await openShop();
  await seedWhenEmpty(shop.url, shop.cloud.engines);
});

afterAll(() => shop?.stop());

describe("the README", () => {
  it("has a first order that works when it is pasted", async () => {
    const pasted = /## A first order[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    const script = pasted.replace("http://127.0.0.1:8787", shop.url);
    expect(script).not.toBe(pasted);
    const before = await readStock({ url: shop.url }, "halden-reading-lamp");
    const { stdout } = await promisify(execFile)("bash", ["-eo", "pipefail", "-c", script]);
    expect(stdout).toContain('"status":"CONFIRMED"');
    expect(stdout).toContain("Halden Reading Lamp");
    const after = await readStock({ url: shop.url }, "halden-reading-lamp");
    expect(after.available).toBe(before.available - 2);
  });

  it("names commands that there are", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = [...readme.matchAll(/npm (?:run )?(start|test|[a-z]+)(?=[ `\n])/g)].map(([, name]) => name ?? "");
    expect(named.length).toBeGreaterThan(5);
    for (const name of named) expect(scripts).toHaveProperty(name);
  });
});
