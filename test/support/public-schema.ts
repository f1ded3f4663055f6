import { readFileSync } from "node:fs";
import { buildSchema } from "graphql";

const files = ["common", "account", "catalog", "order"].map((name) => `schema/${name}.graphql`);
const federation = `scalar _Any union _Entity = Product
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
const text = [...files.map((file) => readFileSync(file, "utf8")), federation].join("\n");

/** The public schema without what is behind it, for tests of what is said of documents. */
export const publicSchema = buildSchema(text, { assumeValidSDL: true });
