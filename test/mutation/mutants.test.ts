import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { mutants } from "./mutants.ts";
import { renderMutationPage } from "./mutation-page.ts";
import { hasTitle } from "./test-titles.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
  'the mutant "%s"',
  (_, { file, find, killedBy: [testFile, title] }) => {
    it("replaces code that occurs exactly once in its file", () => {
      expect(read(file).split(find)).toHaveLength(2);
    });

    it("names a test that exists", () => {
      expect(hasTitle(read(testFile), title), `${testFile}: ${title}`).toBe(true);
    });
  },
);

describe("hasTitle", () => {
  const source = `it("rejects a cursor", f); it.each(rows)("%s counts as %s", f); it(\`runs \${count} times\`, f);`;

  it.each([
    { text: "rejects a", expected: true },
    { text: "2001:db8::1 counts as", expected: true },
    { text: "runs 40 times", expected: true },
    { text: "stops 40 times", expected: false },
    { text: "accepts a cursor", expected: false },
  ])("returns $expected for $text", ({ text, expected }) => {
    expect(hasTitle(source, text)).toBe(expected);
  });
});

describe("docs/mutation-testing.md", () => {
  it("is generated from the list of mutants", () => {
    expect(read("docs/mutation-testing.md")).toBe(renderMutationPage());
  });
});
