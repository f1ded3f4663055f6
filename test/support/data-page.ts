import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../dev/build/root.ts";

const classes = ["public", "internal", "personal", "secret"];

/** Returns the rows of a section of docs/data.md: the name in the first column, its class, and the names in the third. */
export function readDataPage(heading: string): readonly { name: string; class: string; fields: readonly string[] }[] {
  const page = readFileSync(join(root, "docs", "data.md"), "utf8");
  const [, rest = ""] = page.split(`\n${heading}\n`);
  const [section = ""] = rest.split(/\n##+ /);
  return [...section.matchAll(/^\| `(\w+)` \| (\w+) \| ([^|]+) \|/gm)].map(
    ([, name = "", rowClass = "", fields = ""]) => {
      if (!classes.includes(rowClass)) throw new Error(`docs/data.md: ${rowClass} is no class`);
      return { name, class: rowClass, fields: fields.split(", ").map((field) => field.replaceAll("`", "").trim()) };
    },
  );
}

/** Returns `table.column` for each column of a service in docs/data.md, sorted. A column with two classes is in it twice. */
export function listDocumentedColumns(service: string): readonly string[] {
  return readDataPage(`### ${service}`)
    .flatMap(({ name, fields }) => fields.map((column) => `${name}.${column}`))
    .sort();
}
