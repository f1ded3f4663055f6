import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as account from "../../workers/account/domain/limits.ts";
import * as catalog from "../../workers/catalog/domain/limits.ts";
import { limits, quotas } from "../../workers/gateway/policies/limits.ts";
import * as kit from "../../workers/kit/domain/limits.ts";
import * as order from "../../workers/order/domain/limits.ts";
import { root } from "./root.ts";

export const limitsPage = "docs/limits.md";

const sections = [
  { title: "Orders and carts", file: "workers/order/domain/limits.ts", values: order },
  { title: "Accounts", file: "workers/account/domain/limits.ts", values: account },
  { title: "Catalog, search and import", file: "workers/catalog/domain/limits.ts", values: catalog },
  { title: "Requests", file: "workers/gateway/policies/limits.ts", values: { limits, quotas } },
  { title: "Shared by all services", file: "workers/kit/domain/limits.ts", values: kit },
] as const;

const intro = `# Limits

Every limit of the business and of requests, with the constant that defines it. This page is generated: change the constant and
run \`npm run gen\`. [Validation](validation.md) lists the rules of each
input field, and [the guide](api/pagination-errors-limits.md#limits) the limits that a client of the API meets first.

Cloudflare counts requests before anything else does:

| Limit | Value | Binding |
|---|---|---|
`;

/** Returns docs/limits.md. */
export function renderLimitsPage(): string {
  const tables = sections.map(({ title, file, values }) => {
    const descriptions = readDescriptions(readFileSync(join(root, file), "utf8"));
    const leaves = new Map(leavesOf(values));
    const undocumented = [...leaves.keys()].filter((path) => !descriptions.has(path));
    if (undocumented.length > 0) throw new Error(`${file}: without a comment: ${undocumented.join(", ")}`);
    // In the order of the source.
    const rows = [...descriptions].flatMap(([path, description]) => {
      const value = leaves.get(path);
      return value === undefined ? [] : [`| ${description} | ${formatValue(path, value)} | \`${path}\` |`];
    });
    return [
      `## ${title}`,
      "",
      `[\`${file}\`](../${file})`,
      "",
      "| Limit | Value | Constant |",
      "|---|---|---|",
      ...rows,
    ].join("\n");
  });
  return `${intro}${platformRows()}\n\n${tables.join("\n\n")}\n`;
}

type Leaf = number | bigint | string | readonly [count: number, window: string];

const isLeaf = (value: unknown): value is Leaf => typeof value !== "object" || Array.isArray(value);

function leavesOf(values: object, prefix = ""): readonly (readonly [path: string, value: Leaf])[] {
  return Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === "function") return [];
    const path = `${prefix}${name}`;
    return isLeaf(value) ? [[path, value] as const] : leavesOf(value as object, `${path}.`);
  });
}

/** Reads the comment before each constant and each property of a constant, by its path. */
export function readDescriptions(source: string): ReadonlyMap<string, string> {
  const descriptions = new Map<string, string>();
  const parents: { readonly indent: number; readonly name: string }[] = [];
  let comment: string[] | undefined;
  let isOpen = false;
  for (const line of source.split("\n")) {
    const text = line.trim();
    if (text.startsWith("/**")) {
      comment = [];
      isOpen = true;
    }
    if (isOpen) {
      comment?.push(text.replace(/^\/\*\*\s?|^\*\/|^\*\s?|\s*\*\/$/g, ""));
      if (text.endsWith("*/")) isOpen = false;
      continue;
    }
    const [, spaces = "", plain, quoted] =
      /^(\s*)(?:export const )?(?:(\w+)|"([^"]+)")(?:: [^=]+)?\s*[:=]/.exec(line) ?? [];
    const name = plain ?? quoted;
    if (name === undefined) continue;
    while ((parents.at(-1)?.indent ?? -1) >= spaces.length) parents.pop();
    parents.push({ indent: spaces.length, name });
    const description = comment?.filter(Boolean).join(" ").trim();
    comment = undefined;
    if (description)
      descriptions.set(parents.map((parent) => parent.name).join("."), description.replaceAll("|", "\\|"));
  }
  return descriptions;
}

function formatValue(path: string, value: Leaf): string {
  if (typeof value === "object") return `${value[0]} in ${value[1]}`;
  if (typeof value === "string") return value;
  if (/Ms$/.test(path)) return formatDuration(Number(value) / 1_000);
  if (/seconds$/i.test(path)) return formatDuration(Number(value));
  if (/days$/i.test(path)) return `${value} days`;
  if (/bytes(PerHour)?$/i.test(path)) return formatBytes(Number(value));
  return value.toLocaleString("en");
}

const durations = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

function formatDuration(seconds: number): string {
  const [unit, length] = durations.find(([, each]) => seconds >= 2 * each && seconds % each === 0) ?? ["second", 1];
  const count = seconds / length;
  return `${count.toLocaleString("en")} ${unit}${count === 1 ? "" : "s"}`;
}

function formatBytes(bytes: number): string {
  if (bytes % (1024 * 1024) === 0) return `${bytes / 1024 / 1024} MB`;
  return bytes % 1024 === 0 ? `${bytes / 1024} KB` : `${bytes.toLocaleString("en")} bytes`;
}

const platformLimits: Readonly<Record<string, string>> = {
  ADDRESS_LIMIT: "Requests from one network address",
  PREFETCH_LIMIT: "Requests for pages that the browser of one network address prefetches",
  WEBHOOK_LIMIT: "Webhooks from one network address",
  EMERGENCY_LIMIT: "Sign-ins of one account, and from one network address, while Redis is down",
  TAX_ID_LIMIT: "Tax ids that quotes and orders from one network address have verified",
  ORDER_LOOKUP_LIMIT: "Orders that one network address looks up by number and email",
};

/** Returns the rate limits of the platform for production. */
function platformRows(): string {
  const files = ["wrangler.toml", "workers/account/wrangler.toml", "workers/order/wrangler.toml"];
  const rows = files.flatMap((file) => {
    const config = readFileSync(join(root, file), "utf8");
    const limits = config.matchAll(/^\[\[ratelimits\]\][^[]*?name = "(\w+)"[^[]*?limit = (\d+), period = (\d+)/gm);
    return [...limits].map(([, name = "", limit, period]) => {
      const description = platformLimits[name];
      if (description === undefined) throw new Error(`${file}: ${name} has no description`);
      return `| ${description} | ${Number(limit).toLocaleString("en")} in ${period} seconds | \`${name}\` (\`${file}\`) |`;
    });
  });
  return rows.join("\n");
}
