import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, findBreakingChanges, type GraphQLSchema } from "graphql";
import { root } from "../build/root.ts";
import { findBase, git } from "./base.ts";
import { type Finding, failed, passed } from "./finding.ts";

/** The public schema as the checkout has it. Throws when it is not valid GraphQL. */
export function readSchema(): GraphQLSchema {
  const folder = join(root, "schema");
  const files = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
  return parseSchema(files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n"));
}

/** Federation's directives are not defined in the text: the gateway's library brings them. */
export function parseSchema(text: string): GraphQLSchema {
  return buildSchema(text, { assumeValidSDL: true });
}

/** What a client written against the base's schema would miss in this one. */
export async function checkSchemaChanges(): Promise<Finding> {
  const base = await findBase(["schema"]);
  if (base === undefined) return passed("no earlier commit has a schema to compare with");
  const listed = await git("ls-tree", "-r", "--name-only", base.commit, "--", "schema");
  const files = (listed ?? "").split("\n").filter((path) => path.endsWith(".graphql"));
  const texts = await Promise.all(files.map((path) => git("show", `${base.commit}:${path}`)));
  const changes = findBreakingChanges(parseSchema(texts.join("\n")), readSchema());
  if (changes.length === 0) return passed(`only added to since ${base.title}`);
  return failed([
    `breaks clients of ${base.title}:`,
    ...changes.map(({ type, description }) => `${type}: ${description}`),
  ]);
}
