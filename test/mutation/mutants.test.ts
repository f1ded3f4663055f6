import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { mutants } from "./mutants.ts";
import { renderMutationPage } from "./mutation-page.ts";

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

it.each(mutants.map((mutant) => [mutant.name, mutant] as const))("%s: can be made, in one place", (_, mutant) => {
  expect(read(mutant.file).split(mutant.find)).toHaveLength(2);
});

it("docs/mutation-testing.md is what the list says", () => {
  expect(read("docs/mutation-testing.md")).toBe(renderMutationPage());
});
