import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../build/root.ts";
import { type Finding, failed, passed } from "./finding.ts";

/** A link in a document to a test. Its text is the title of the test or a part of it. */
export interface TestLink {
  readonly title: string;
  /** The path of the test file, relative to the document. */
  readonly target: string;
}

const link = /\[([^\]]+)\]\(([^)\s]+\.test\.ts)\)/g;

/** Finds the links to tests in a document. */
export function findTestLinks(markdown: string): readonly TestLink[] {
  return [...markdown.matchAll(link)].map(([, title = "", target = ""]) => ({
    title: title.replace(/\s+/g, " "),
    target,
  }));
}

/** Fails if a document links to a test that does not exist. */
export async function checkTestLinks(): Promise<Finding> {
  const documents = ["README.md", "AGENTS.md", ...globSync("docs/**/*.md", { cwd: root })].map((path) =>
    join(root, path),
  );
  const links = documents.flatMap((document) =>
    findTestLinks(readFileSync(document, "utf8")).map((test) => ({ document, ...test })),
  );
  const missing = links.filter(({ document, title, target }) => {
    const file = join(dirname(document), target);
    return !existsSync(file) || !readFileSync(file, "utf8").includes(title);
  });
  if (missing.length === 0) return passed(`${links.length} links to tests`);
  return failed(
    missing.map(
      ({ document, title, target }) => `${relative(root, document)}: there is no test "${title}" in ${target}`,
    ),
  );
}
