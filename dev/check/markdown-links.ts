import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { root } from "../build/root.ts";
import { type Finding, failed, passed } from "./finding.ts";
import { listTrackedFiles } from "./tracked-files.ts";

/** A link of a document to a file, a folder or a heading in the repository. */
export interface RelativeLink {
  readonly line: number;
  /** Empty for a heading of the same document. */
  readonly path: string;
  /** Undefined when the link has none. */
  readonly anchor: string | undefined;
}

const inlineLink = /!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g;
const definition = /^\s*\[[^\]]+\]:\s*<?([^\s>]+)>?/;
const otherScheme = /^[a-z][a-z0-9+.-]*:/i;

/** Returns the lines of a document without code. */
function proseLines(markdown: string): readonly string[] {
  let fence: string | undefined;
  return markdown.split("\n").map((line) => {
    const [, marker] = /^\s*(`{3,}|~{3,})/.exec(line) ?? [];
    if (marker !== undefined && (fence === undefined || marker.startsWith(fence))) {
      fence = fence === undefined ? marker : undefined;
      return "";
    }
    return fence === undefined ? line : "";
  });
}

/** Finds the links that are no URL of another host. */
export function findRelativeLinks(markdown: string): readonly RelativeLink[] {
  return proseLines(markdown).flatMap((line, index) => {
    const text = line.replace(/`[^`]*`/g, "``");
    const targets = [...text.matchAll(inlineLink)].map(([, target = ""]) => target);
    const [, defined] = definition.exec(text) ?? [];
    return [...targets, ...(defined === undefined ? [] : [defined])]
      .filter((target) => !otherScheme.test(target) && !target.startsWith("//"))
      .map((target) => {
        const [path = "", anchor] = decodeURIComponent(target).split("#");
        return { line: index + 1, path, anchor };
      });
  });
}

/** Returns the anchors that GitHub gives to the headings of a document, and those of HTML elements. */
export function findAnchors(markdown: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const line of proseLines(markdown)) {
    for (const [, id = ""] of line.matchAll(/<[a-z]+ (?:id|name)="([^"]+)"/g)) anchors.add(id);
    const [, heading] = /^#{1,6}\s+(.*?)\s*#*$/.exec(line) ?? [];
    if (heading === undefined) continue;
    const text = heading.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = text.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "").replaceAll(" ", "-");
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count++) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Fails if a Markdown document links to a file or a heading that does not exist. */
export async function checkMarkdownLinks(): Promise<Finding> {
  const documents = listTrackedFiles().filter((file) => file.endsWith(".md"));
  const anchors = new Map<string, ReadonlySet<string>>();
  const anchorsOf = (file: string) => {
    const known = anchors.get(file) ?? findAnchors(readFileSync(file, "utf8"));
    anchors.set(file, known);
    return known;
  };
  let count = 0;
  const broken = documents.flatMap((document) => {
    const file = join(root, document);
    return findRelativeLinks(readFileSync(file, "utf8")).flatMap(({ line, path, anchor }) => {
      count++;
      const target = path === "" ? file : path.startsWith("/") ? join(root, path) : join(dirname(file), path);
      const place = `${document}:${line}`;
      if (relative(root, target).startsWith("..") || !existsSync(target)) return [`${place}: ${path} does not exist`];
      const isMissing = anchor !== undefined && target.endsWith(".md") && !anchorsOf(target).has(anchor);
      return isMissing ? [`${place}: ${relative(root, target)} has no heading #${anchor}`] : [];
    });
  });
  return broken.length === 0 ? passed(`${count} links in ${documents.length} documents`) : failed(broken);
}
