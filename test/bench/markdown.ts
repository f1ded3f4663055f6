import { existsSync, readFileSync, writeFileSync } from "node:fs";

/** Returns a Markdown table. */
export function formatMarkdown(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const format = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [format(header), `|${"---|".repeat(header.length)}`, ...rows.map(format)].join("\n");
}

const [start, end] = ["<!-- results -->", "<!-- end of results -->"];

/** Returns a page with other content between its markers. Throws when it has no markers. */
export function withSection(page: string, content: string): string {
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The page has no markers ${start} and ${end}`);
  return `${page.slice(0, from + start.length)}\n\n${content}\n\n${page.slice(to)}`;
}

/** Replaces what is between the markers of a file. Creates the file if it does not exist. */
export function replaceSection(file: string, content: string): void {
  const page = existsSync(file) ? readFileSync(file, "utf8") : `${start}\n${end}\n`;
  writeFileSync(file, withSection(page, content));
}
