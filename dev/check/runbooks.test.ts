import { execFile } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../build/root.ts";
import { causeAlerts, slos } from "../observability/alerts.ts";

const read = (path: string): string => readFileSync(join(root, path), "utf8");
const runbooks = globSync("docs/operating/*.md", { cwd: root }).filter((path) => basename(path) !== "README.md");
const pages = ["docs/operating/README.md", ...runbooks];
const { scripts } = JSON.parse(read("package.json")) as { readonly scripts: Readonly<Record<string, string>> };

/** A command in a page: `npm run NAME -- --option …`, or `npm start`. */
interface Command {
  readonly page: string;
  readonly script: string;
  readonly options: readonly string[];
}

const commands: readonly Command[] = pages.flatMap((page) =>
  [...read(page).matchAll(/npm run ([a-z:-]+)((?: +[^\s`]+)*)/g)].map(([, script = "", rest = ""]) => ({
    page,
    script,
    options: [...rest.matchAll(/(?<= )--[a-z-]+/g)].map(([option]) => option),
  })),
);

/** Returns what a command prints with `--help`, and its exit code if that is not 0. */
function readHelp(script: string): Promise<string> {
  const [file = "", ...args] = (scripts[script] ?? "").split(" ");
  const command = file === "node" ? process.execPath : file;
  // Without variables and with an empty folder, a command that ignores the option finds nothing to work on.
  const env = { PATH: process.env.PATH, HOME: "/nonexistent" };
  return new Promise((resolve) => {
    execFile(command, [...args, "--help"], { cwd: root, env, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve(`${stdout}${stderr}${error === null ? "" : `exit code ${error.code}`}`),
    );
  });
}

describe("the pages of docs/operating", () => {
  it("are all listed in its README", () => {
    const readme = read("docs/operating/README.md");
    expect(runbooks.filter((page) => !readme.includes(`](${basename(page)})`))).toEqual([]);
    expect(runbooks).toHaveLength(16);
  });

  it.each(runbooks)("%s says what users see, how it is noticed, what to do and how to be sure", (page) => {
    const sections = [...read(page).matchAll(/^## (.+)$/gm)].map(([, title]) => title);
    const required = [
      "What users see",
      "How it is noticed",
      "Repair",
      "What heals by itself",
      "How to be sure",
      "Record",
      "Rehearsed by",
    ];
    expect(sections.filter((title) => required.includes(title ?? ""))).toEqual(required);
  });

  it("name npm scripts that exist, with options that their --help lists", async () => {
    expect(commands.length).toBeGreaterThan(20);
    expect(commands.filter(({ script }) => scripts[script] === undefined)).toEqual([]);
    const operated = [...new Set(commands.map(({ script }) => script))].filter((script) => !script.startsWith("test:"));
    const help = new Map(await Promise.all(operated.map(async (script) => [script, await readHelp(script)] as const)));
    const withoutUsage = operated.filter((script) => !help.get(script)?.includes(`Usage: npm run ${script}`));
    expect(withoutUsage).toEqual([]);
    const unknown = commands.flatMap(({ page, script, options }) =>
      options
        .filter((option) => operated.includes(script) && !help.get(script)?.includes(option))
        .map((option) => `${page}: npm run ${script} has no option ${option}`),
    );
    expect(unknown).toEqual([]);
  }, 120_000);

  it("name log lines that docs/logging.md has", () => {
    const messages = new Set(
      [...read("docs/logging.md").matchAll(/^\| \w+ \| `([^`]+)` \|/gm)].map(([, name]) => name),
    );
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/[Ll](?:og l)?ines? ((?:`[^`]+`(?:, | and | or )?)+)/g)].flatMap(([, list = ""]) =>
        [...list.matchAll(/`([^`]+)`/g)].map(([, name]) => ({ page, name })),
      ),
    );
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter(({ name }) => !messages.has(name))).toEqual([]);
  });

  it("name metrics of the table of metrics", () => {
    const table = join(root, "workers/kit/observability/metric-table.ts");
    const source = existsSync(table) ? readFileSync(table, "utf8") : "";
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/[Mm]etrics? `([^`]+)`/g)].map(([, name]) => ({ page, name })),
    );
    expect(named.filter(({ name }) => !source.includes(`"${name}"`))).toEqual([]);
  });

  it("name the alerts that lead to them, and no others", () => {
    const alerts = [...causeAlerts, ...slos].map(({ name, runbook }) => `${runbook}: ${name}`);
    const named = pages.flatMap((page) =>
      [...read(page).matchAll(/^- (?:Alerts?|Error budget of) (.+)\.$/gm)].flatMap(([, list = ""]) =>
        [...list.matchAll(/`([^`]+)`/g)].map(([, name]) => `${basename(page, ".md")}: ${name}`),
      ),
    );
    // Each cron job has an alert.
    const withoutWorkers = new Set(alerts.map((alert) => alert.replace(/cron of \w+/, "cron of …")));
    expect(named.toSorted()).toEqual([...withoutWorkers].toSorted());
  });

  it("name fields and mutations of the public schema", () => {
    const schema = globSync("schema/*.graphql", { cwd: root }).map(read).join("\n");
    const named = runbooks.flatMap((page) =>
      [...read(page).matchAll(/`(?:mutation \{ |query \{ )?([a-z][A-Za-z]+)\((?:[a-z]|\))/g)].map(([, name]) => ({
        page,
        name,
      })),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter(({ name }) => !new RegExp(`^\\s+${name}\\(`, "m").test(schema))).toEqual([]);
  });
});

describe("commands that measure", () => {
  it.each(["profile", "bench"])(
    "print their usage with --help: %s",
    async (script) => {
      expect(await readHelp(script)).toMatch(new RegExp(`^Usage: npm run ${script} -- [^\\n]+\\n$`));
    },
    120_000,
  );
});
