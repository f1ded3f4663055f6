import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { listen, stopListening } from "../../process/listen.ts";
import { type ImportResult, importProductFile } from "./product-import.ts";

/** A line of these tests. An invalid one is rejected before its slug and SKUs count. */
interface Line {
  readonly slug: string;
  readonly variants: readonly { readonly sku: string }[];
  readonly invalid?: boolean;
  /** Number of categories that the line creates, unless an earlier request created some of them. */
  readonly newCategories?: number;
}

const maxNewCategories = 1_000;

let folder: string;
let url: string;
let bodies: Buffer[];
/** The product that owns each SKU. */
let owners: Map<string, string>;
let products: Set<string>;

/** Imports lines in order as the shop does, for the checks that depend on other lines. */
function importBatch(lines: readonly Line[]): readonly ImportResult[] {
  const seen = new Set<string>();
  let newCategories = 0;
  return lines.map(({ slug, variants, invalid, newCategories: ofLine = 0 }, index): ImportResult => {
    const refuse = (reason: string): ImportResult => ({ line: index + 1, result: "refused", reason });
    if (invalid === true) return refuse("INVALID_LINE");
    const keys = [`slug ${slug}`, ...variants.map(({ sku }) => `SKU ${sku.toLowerCase()}`)];
    if (keys.some((key) => seen.has(key))) return refuse("DUPLICATE");
    for (const key of keys) seen.add(key);
    if (variants.some(({ sku }) => (owners.get(sku) ?? slug) !== slug)) return refuse("SKU_TAKEN");
    newCategories += ofLine;
    if (newCategories > maxNewCategories) return refuse("TOO_MANY_NEW_CATEGORIES");
    for (const [sku, owner] of owners) if (owner === slug) owners.delete(sku);
    for (const { sku } of variants) owners.set(sku, slug);
    const result = products.has(slug) ? "updated" : "created";
    products.add(slug);
    return { line: index + 1, result };
  });
}

const server = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  bodies.push(Buffer.concat(chunks));
  const lines = Buffer.concat(chunks).toString("utf8").split("\n");
  await sleep(Math.random() * 5);
  const results = importBatch(lines.map((line) => JSON.parse(line) as Line));
  response.end(JSON.stringify({ results }));
});

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stoa-import-"));
  url = `http://127.0.0.1:${await listen(server)}`;
});

afterAll(async () => {
  await stopListening(server);
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  bodies = [];
  owners = new Map();
  products = new Set();
});

async function importText(text: string | Buffer) {
  const file = join(folder, "file.ndjson");
  writeFileSync(file, text);
  const { created, updated, rejected } = await importProductFile({ url }, file);
  return { created, updated, rejected: rejected.map(({ line, reason }) => [line, reason]) };
}

const importAll = (lines: readonly object[]) => importText(lines.map((line) => JSON.stringify(line)).join("\n"));
const product = (slug: string, ...skus: readonly string[]): Line => ({ slug, variants: skus.map((sku) => ({ sku })) });
const products500 = Array.from({ length: 500 }, (_, index) => product(`p${index}`, `S${index}`));

describe("importProductFile", () => {
  it("ends a batch at 250 lines, or before its body exceeds 4 MB", async () => {
    const description = "x".repeat(17_947);
    const lines = products500.slice(0, 260).map((line) => ({ ...line, description }));
    expect(await importAll(lines)).toEqual({ created: 260, updated: 0, rejected: [] });
    expect(bodies.length).toBe(2);
    expect(Math.max(...bodies.map(({ length }) => length))).toBeLessThanOrEqual(4_194_304);
    bodies = [];
    await importAll(products500);
    expect(bodies.map((body) => body.toString().split("\n").length)).toEqual([250, 250]);
  });

  it("sends a line of exactly 4 MB, rejects a longer one with its number, and imports the others", async () => {
    const ofLength = (slug: string, length: number) => {
      const empty = JSON.stringify({ ...product(slug, slug), description: "" }).length;
      return { ...product(slug, slug), description: "x".repeat(length - empty) };
    };
    const lines = [product("a", "A"), ofLength("b", 4_194_305), ofLength("c", 4_194_304), product("d", "D")];
    expect(await importAll(lines)).toEqual({ created: 3, updated: 0, rejected: [[2, "TOO_LARGE"]] });
  });

  it("rejects a duplicate slug or SKU in another batch as in the same batch", async () => {
    const lines = [...products500, product("p0", "NEW"), product("new", "S1"), product("other", "OTHER")];
    expect(await importAll(lines)).toEqual({
      created: 501,
      updated: 0,
      rejected: [
        [501, "DUPLICATE"],
        [502, "DUPLICATE"],
      ],
    });
  });

  it("imports a line whose slug only an invalid line of another batch has", async () => {
    const lines = [{ ...product("k", "K"), invalid: true }, ...products500, product("k", "K"), product("k", "K")];
    expect(await importAll(lines)).toEqual({
      created: 501,
      updated: 0,
      rejected: [
        [1, "INVALID_LINE"],
        [503, "DUPLICATE"],
      ],
    });
  });

  it("sends lines with SKU_TAKEN again at the end, after other lines have released the SKU", async () => {
    await importAll([product("a", "A1", "A2"), product("b", "B1")]);
    const lines = [product("b", "B1", "A2"), ...products500, product("a", "A1")];
    expect(await importAll(lines)).toEqual({ created: 500, updated: 2, rejected: [] });
  });

  it("sends lines with TOO_MANY_NEW_CATEGORIES again until all categories exist", async () => {
    const lines = Array.from({ length: 10 }, (_, index) => ({
      ...product(`n${index}`, `N${index}`),
      newCategories: maxNewCategories / 2,
    }));
    expect(await importAll(lines)).toEqual({ created: 10, updated: 0, rejected: [] });
    expect(bodies).toHaveLength(5);
  });

  it("rejects a SKU that differs from an earlier one only in case, also in another batch", async () => {
    const lines = [product("first", "case-1"), ...products500, product("second", "CASE-1")];
    expect(await importAll(lines)).toEqual({ created: 501, updated: 0, rejected: [[502, "DUPLICATE"]] });
  });

  it("imports the same lines as one batch, for any duplicates", async () => {
    const random = (count: number) => Math.floor(Math.random() * count);
    const lines = Array.from({ length: 2_000 }, () => ({
      ...product(`p${random(1_500)}`, `S${random(3_000)}`),
      ...(random(5) === 0 ? { invalid: true } : {}),
    }));
    const expected = importBatch(lines);
    clearShop();
    const imported = await importAll(lines);
    // A line that is both invalid and a duplicate has either reason.
    const refused = expected.filter(({ result }) => result === "refused").map(({ line }) => line);
    expect(imported.rejected.map(([line]) => line)).toEqual(refused);
    expect(imported.created).toBe(expected.length - refused.length);
  });

  it("splits lines at LF and CRLF only, and counts empty lines", async () => {
    const line = (slug: string) => JSON.stringify({ ...product(slug, slug), description: "first\u2028second\u2029" });
    expect(await importText(`${line("a")}\r\n\n${line("b")}\n${line("a")}\n`)).toEqual({
      created: 2,
      updated: 0,
      rejected: [[4, "DUPLICATE"]],
    });
    expect(bodies[0]?.includes("\u2028")).toBe(true);
  });

  it("rejects a line that is not UTF-8", async () => {
    const text = Buffer.concat([
      Buffer.from(`${JSON.stringify(product("a", "A"))}\n{"slug":"`),
      Buffer.from([0xff, 0x0a]),
    ]);
    expect(await importText(text)).toEqual({ created: 1, updated: 0, rejected: [[2, "INVALID_ENCODING"]] });
  });
});

function clearShop(): void {
  owners = new Map();
  products = new Set();
}
