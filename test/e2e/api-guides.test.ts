import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";
import { seedWhenEmpty } from "../../dev/cli/demo/seed.ts";
import { useShop } from "../support/use-shop.ts";

interface Example {
  readonly script: string;
  /** The response that the guide shows below the script. */
  readonly response: unknown;
}

const examplePattern = /```sh\n([\s\S]*?)```(?:\s*```json\n([\s\S]*?)```)?/g;
const separator = "==== end of example ====";

/** Returns the shell blocks of a page, each with the JSON block that follows it directly. */
function readExamples(page: string): readonly Example[] {
  return [...readFileSync(page, "utf8").matchAll(examplePattern)].map(([, script = "", json]) => ({
    script,
    response: json === undefined ? undefined : JSON.parse(json),
  }));
}

/** Runs the scripts of a page in one shell, as a reader pastes them. Returns what each printed. */
async function runExamples(url: string, examples: readonly Example[]): Promise<readonly string[]> {
  const script = examples.map((example) => `${example.script}\necho '${separator}'\n`).join("");
  const pasted = script.replaceAll("http://127.0.0.1:8787", url);
  const { stdout } = await promisify(execFile)("bash", ["-euo", "pipefail", "-c", `TOKEN=\n${pasted}`]);
  return stdout.split(`${separator}\n`).slice(0, -1);
}

/** Turns a response of a guide into a matcher: "…" matches anything, and "prefix…" any string with this prefix. */
function toMatcher(shown: unknown): unknown {
  if (shown === "…") return expect.anything();
  if (typeof shown === "string" && shown.endsWith("…")) return expect.stringContaining(shown.slice(0, -1));
  if (Array.isArray(shown)) return shown.map(toMatcher);
  if (typeof shown !== "object" || shown === null) return shown;
  return expect.objectContaining(
    Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, toMatcher(value)])),
  );
}

const shop = useShop({ limits: true });

beforeAll(() => seedWhenEmpty(shop.url, shop.stack.services));

const guides = globSync("docs/api/*.md", { cwd: root })
  .map((path) => join(root, path))
  .filter((path) => basename(path) !== "README.md");

describe.each(guides.map((path) => [basename(path), path] as const))("docs/api/%s", (_, path) => {
  const examples = readExamples(path);
  let outputs: readonly string[];

  beforeAll(async () => {
    outputs = await runExamples(shop.url, examples);
  });

  it("has examples that run without an unexpected error", () => {
    expect(examples.length).toBeGreaterThan(1);
    for (const [index, { response }] of examples.entries()) {
      if (!JSON.stringify(response ?? "").includes('"errors"')) expect(outputs[index]).not.toContain('"errors"');
    }
  });

  it("shows the responses that the API returns", () => {
    const shown = examples.flatMap(({ response }, index) => (response === undefined ? [] : [{ response, index }]));
    for (const { response, index } of shown) expect(JSON.parse(outputs[index] ?? "")).toEqual(toMatcher(response));
  });
});

describe("the examples of docs/api", () => {
  const outputOf = async (guide: string) => (await runExamples(shop.url, readExamples(join(root, guide)))).join("");

  it("find products and facets on the category page", async () => {
    const output = await outputOf("docs/api/browse-and-search.md");
    expect(output).toMatch(/"totalCount":[1-9]\d*,"edges":\[\{"node":\{"slug"/);
    expect(output).toContain("<em>Lamp</em>");
  });

  it("follow an order from its first event to its last", async () => {
    const output = await outputOf("docs/api/live-updates.md");
    const types = [...output.matchAll(/"type":"(\w+)"/g)].map(([, type]) => type);
    expect([types[0], types.at(-1)]).toEqual(["OrderPlaced", "OrderRejected"]);
    expect(output).toMatch(/event: complete\ndata:\n*$/);
  });

  it("set the session cookies and show the rate limit", async () => {
    expect(await outputOf("docs/api/accounts-and-cookies.md")).toMatch(
      /set-cookie: __Host-stoa-access=…; .*HttpOnly; Secure/i,
    );
    expect(await outputOf("docs/api/pagination-errors-limits.md")).toMatch(/ratelimit-remaining: \d+/i);
  });
});
