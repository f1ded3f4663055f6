import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSchema, findBreakingChanges, type GraphQLSchema } from "graphql";
import { root } from "../build/root.ts";
import { findBase, git } from "./base.ts";
import { type Finding, failed, passed } from "./finding.ts";

/** Reads the public schema of the checkout. Throws when it is not valid GraphQL. */
export function readSchema(): GraphQLSchema {
  const folder = join(root, "schema");
  const files = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
  return parseSchema(files.map((name) => readFileSync(join(folder, name), "utf8")).join("\n"));
}

/** Parses a schema. Federation's directives are not defined in it, because the gateway's library adds them. */
export function parseSchema(text: string): GraphQLSchema {
  return buildSchema(text, { assumeValidSDL: true });
}

/** Fails if the schema has changes since the base that break clients. */
export async function checkSchemaChanges(): Promise<Finding> {
  const base = await findBase(["schema"]);
  if (base === undefined) return passed("no earlier commit has a schema");
  const listed = await git("ls-tree", "-r", "--name-only", base.commit, "--", "schema");
  const files = (listed ?? "").split("\n").filter((path) => path.endsWith(".graphql"));
  const contents = await Promise.all(files.map((path) => git("show", `${base.commit}:${path}`)));
  const changes = findBreakingChanges(parseSchema(contents.join("\n")), readSchema());
  if (changes.length === 0) return passed(`only additions since ${base.title}`);
  return failed([
    `breaks clients of ${base.title}:`,
    ...changes.map(({ type, description }) => `${type}: ${description}`),
  ]);
}
