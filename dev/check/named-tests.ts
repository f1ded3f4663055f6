import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../build/root.ts";
import { type Finding, failed, passed } from "./finding.ts";

/** A test that a document names: a link to the test's file, whose text is the test's title or a part of it. */
export interface NamedTest {
  readonly title: string;
  /** As the link has it. */
  readonly target: string;
}

const link = /\[([^\]]+)\]\(([^)\s]+\.test\.ts)\)/g;

/** The tests that a document names. */
export function findNamedTests(markdown: string): readonly NamedTest[] {
  return [...markdown.matchAll(link)].map(([, title = "", target = ""]) => ({
    title: title.replace(/\s+/g, " "),
    target,
  }));
}

/** Every test that a document names is there, under that name. */
export async function checkNamedTests(): Promise<Finding> {
  const documents = ["README.md", "AGENTS.md", ...globSync("docs/**/*.md", { cwd: root })].map((path) =>
    join(root, path),
  );
  const named = documents.flatMap((document) =>
    findNamedTests(readFileSync(document, "utf8")).map((test) => ({ document, ...test })),
  );
  const missing = named.filter(({ document, title, target }) => {
    const file = join(dirname(document), target);
    return !existsSync(file) || !readFileSync(file, "utf8").includes(title);
  });
  if (missing.length === 0) return passed(`${named.length} tests are named in documents`);
  return failed(
    missing.map(({ document, title, target }) => `${relative(root, document)}: no "${title}" in ${target}`),
  );
}
