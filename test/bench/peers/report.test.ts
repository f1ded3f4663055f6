import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { replaceSection, withSection } from "../markdown.ts";
import type { Measured } from "../measure.ts";
import { formatReport, type PeerReport, summarize } from "./report.ts";

const measured = (workerd: number, errors = 0): Measured => ({
  name: "list",
  count: 10,
  errors,
  p50: workerd,
  p95: 2 * workerd,
  p99: 3 * workerd,
  perSecond: 100 / workerd,
  cpu: { workerd, Postgres: 1 },
});

describe("the comparison with other shops", () => {
  it("summarizes rounds by their medians, and adds up requests and errors", () => {
    expect(summarize("Stoa", "list of 10", [measured(4), measured(2, 1), measured(9), measured(4)])).toEqual({
      shop: "Stoa",
      work: "list of 10",
      requests: 40,
      errors: 1,
      perSecond: 25,
      p50: 4,
      p95: 8,
      p99: 12,
      cpuMs: { median: 5, min: 3, max: 10 },
      cpuMsByProcess: { workerd: 4, Postgres: 1 },
    });
  });

  it("divides the CPU of each work by that of an empty route and by that of Stoa", () => {
    const rows = [
      summarize("yardstick", "empty Worker route", [{ ...measured(1), cpu: { workerd: 0.5 } }]),
      summarize("Stoa", "full order", [measured(3)]),
      summarize("Vendure", "full order", [measured(19)]),
      summarize("Vendure", "full order, one request", [measured(9)]),
    ];
    const report: PeerReport = { machine: "", measuredAt: "", clients: 4, rounds: 1, shops: [], rows };
    const ratios = formatReport(report)
      .split("\n")
      .filter((line) => /^\| full order.* \| (Stoa|Vendure) \|/.test(line))
      .map((line) =>
        line
          .split("|")
          .slice(-3, -1)
          .map((cell) => cell.trim()),
      );
    expect(ratios.slice(0, 3)).toEqual([
      ["8 x", "1 x"],
      ["40 x", "5 x"],
      ["20 x", "2.5 x"],
    ]);
  });
});

describe("the results of a benchmark in a page", () => {
  const page = "before\n<!-- results -->\nold\n<!-- end of results -->\nafter\n";

  it("replace what is between the markers", () => {
    const replaced = withSection(page, "new");
    expect(replaced).toBe("before\n<!-- results -->\n\nnew\n\n<!-- end of results -->\nafter\n");
    expect(withSection(replaced, "new")).toBe(replaced);
  });

  it("are the page in a folder that has none", () => {
    const folder = mkdtempSync(join(tmpdir(), "stoa-report-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, "peers.md");
    replaceSection(file, "old");
    replaceSection(file, "new");
    expect(readFileSync(file, "utf8")).toBe("<!-- results -->\n\nnew\n\n<!-- end of results -->\n");
  });

  it("are not written to a page without markers", () => {
    expect(() => withSection("before", "new")).toThrow("no markers");
  });
});
