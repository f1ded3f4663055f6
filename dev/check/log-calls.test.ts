import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../build/root.ts";
import { listLogLines } from "./log-calls.ts";

describe("docs/logging.md", () => {
  const page = readFileSync(join(root, "docs", "logging.md"), "utf8");
  const [, table = ""] = page.split("## Lines");
  const documented = [...table.matchAll(/^\| (\w+ \| `[^`]+` \| [a-z, ]+ \| [^|]+) \| ([^|]+) \|$/gm)];

  it("has a row for each line that a Worker can write, with its level and fields", () => {
    const written = listLogLines().map(({ area, message, levels, fields }) =>
      [area, `\`${message}\``, levels.join(", "), fields.map((field) => `\`${field}\``).join(", ")].join(" | "),
    );
    expect(written.length).toBeGreaterThan(30);
    expect(documented.map(([, row]) => row).sort()).toEqual([...written].sort());
  });

  it("says what each line means", () => {
    for (const [, row, meaning = ""] of documented) expect(meaning.trim().length, row).toBeGreaterThan(10);
  });
});
