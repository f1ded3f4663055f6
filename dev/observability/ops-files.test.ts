import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { metrics } from "../../workers/kit/observability/metric-table.ts";
import { root } from "../build/root.ts";
import { causeAlerts, slos } from "./alerts.ts";
import { createOpsFiles } from "./ops-files.ts";

const files = createOpsFiles();
const page = readFileSync(join(root, "docs", "observability.md"), "utf8");

/** All SQL in the files. */
const queries = Object.entries(files).flatMap(([file, content]) =>
  [...content.matchAll(/"query": ("SELECT (?:[^"\\]|\\.)*")/g)].map(
    ([, json = '""']) => [file, JSON.parse(json) as string] as const,
  ),
);

describe("the files for Grafana", () => {
  it.each(Object.keys(files))("%s is generated from the code", (name) => {
    expect(readFileSync(join(root, "ops", name), "utf8")).toBe(files[name]);
  });

  it("use only metrics of the table, and of each only its labels", () => {
    expect(queries.length).toBeGreaterThan(60);
    for (const [file, sql] of queries) {
      const name = /index1 = '([^']+)'/.exec(sql)?.[1] ?? "";
      expect(Object.keys(metrics), `${file}: ${sql}`).toContain(name);
      const { labels } = metrics[name as keyof typeof metrics];
      const blobs = [...sql.matchAll(/blob(\d+)/g)].map(([, number]) => Number(number));
      for (const blob of blobs) expect(blob, `${file}: ${sql}`).toBeLessThanOrEqual(labels.length + 2);
      expect(sql, file).not.toMatch(/undefined|NaN|double[3-9]/);
    }
  });

  it("show every metric of the table", () => {
    const used = new Set(queries.map(([, sql]) => /index1 = '([^']+)'/.exec(sql)?.[1]));
    expect(Object.keys(metrics).filter((name) => !used.has(name))).toEqual([]);
  });

  it("give each alert its own id, a severity and a page of docs/operating", () => {
    const { groups } = JSON.parse(files["grafana-alerts.json"] ?? "") as {
      groups: {
        rules: { uid: string; title: string; labels: { severity: string }; annotations: { runbook_url: string } }[];
      }[];
    };
    const rules = groups.flatMap((group) => group.rules);
    expect(new Set(rules.map(({ uid }) => uid)).size).toBe(rules.length);
    for (const { title, labels, annotations } of rules) {
      expect(["page", "ticket"], title).toContain(labels.severity);
      expect(existsSync(join(root, annotations.runbook_url)), title).toBe(true);
    }
  });
});

describe("docs/observability.md", () => {
  it("has a row for each metric with its labels", () => {
    const rows = Object.entries(metrics).map(([name, { labels, unit, meaning }]) => {
      const names = labels.length === 0 ? "-" : labels.map((label) => `\`${label}\``).join(", ");
      return `| \`${name}\` | ${names} | ${unit} | ${meaning} |`;
    });
    expect(rows.filter((row) => !page.includes(`${row}\n`))).toEqual([]);
  });

  it("says what each alert means and what to do, and has each objective", () => {
    const [, alerts = ""] = page.split("\n## Alerts\n");
    const named = (name: string) => name.replace(/^cron of \w+ is missing$/, "cron of … is missing");
    for (const { name } of causeAlerts)
      expect(alerts, name).toMatch(new RegExp(`^\\| ${named(name)} \\| .{20,} \\|$`, "m"));
    for (const { name, objective } of slos) expect(page, name).toContain(`| ${name} | ${objective * 100} % |`);
  });
});
