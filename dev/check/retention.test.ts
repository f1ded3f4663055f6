import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../build/root.ts";

const page = readFileSync(join(root, "docs/retention.md"), "utf8");

/** Returns the tables of all services, such as `order.orders`. */
function findTables(): readonly string[] {
  return globSync(["workers/*/tables.ts", "workers/*/tables/*.ts"], { cwd: root }).flatMap((file) => {
    const source = readFileSync(join(root, file), "utf8");
    const service = file.split(/[\\/]/)[1];
    return [...source.matchAll(/pgTable\(\s*"(\w+)"/g)].map(([, table]) => `${service}.${table}`);
  });
}

describe("docs/retention.md", () => {
  it("has every table of every service, and no other", () => {
    const listed = [...page.matchAll(/\b(?:account|catalog|order)\.\w+/g)].map(([table]) => table);
    const tables = findTables();
    expect(tables.length).toBeGreaterThan(15);
    expect(tables.filter((table) => !listed.includes(table))).toEqual([]);
    expect(listed.filter((table) => !tables.includes(table))).toEqual([]);
  });
});
