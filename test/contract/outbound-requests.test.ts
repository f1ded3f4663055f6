import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { useShop } from "../support/use-shop.ts";

const shop = useShop();

/** Returns the rules that a source file at this path violates. */
function lint(path: string, source: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), "stoa-lint-"));
  try {
    for (const file of ["biome.json", ".gitignore"]) cpSync(join(root, file), join(folder, file));
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
    const biome = join(root, "node_modules", ".bin", "biome");
    const { stdout } = spawnSync(biome, ["lint", "--reporter=json", path], { cwd: folder, encoding: "utf8" });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly { category: string }[] };
    return diagnostics.map(({ category }) => category);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("the lint rule for requests to other hosts", () => {
  const global = 'export const load = () => fetch("https://example.com");\n';

  it.each(["gateway", "account", "catalog", "order", "kit"])("rejects the global fetch in %s", (folder) => {
    expect(lint(`workers/${folder}/example.ts`, global)).toEqual(["lint/style/noRestrictedGlobals"]);
  });

  it("accepts a service binding and kit's fetch", () => {
    expect(lint("workers/order/example.ts", "export const load = (binding: Fetcher) => binding.fetch('x');\n")).toEqual(
      [],
    );
    const source =
      'import { outboundFetch } from "../kit/outbound-fetch.ts";\n\nexport const load = () => outboundFetch("https://example.com");\n';
    expect(lint("workers/order/example.ts", source)).toEqual([]);
  });
});

describe("/.well-known/security.txt", () => {
  it("names the contact, the canonical address and a date of expiry less than a year ahead", async () => {
    const response = await fetch(`${shop.url}/.well-known/security.txt`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    const fields = Object.fromEntries(
      (await response.text())
        .trim()
        .split("\n")
        .map((line) => line.split(/: (.*)/)),
    );
    expect(fields).toMatchObject({
      Contact: "mailto:security@stoa.example",
      Canonical: "https://stoa.example/.well-known/security.txt",
    });
    const days = (Date.parse(fields.Expires ?? "") - Date.now()) / (24 * 3_600_000);
    expect(days).toBeGreaterThan(170);
    expect(days).toBeLessThan(365);
  });
});
