import { readdirSync, readFileSync } from "node:fs";
import { buildSchema } from "graphql";

const files = readdirSync("schema").map((name) => `schema/${name}`);
const federation = `scalar _Any union _Entity = Product
  extend type Query { _entities(representations: [_Any!]!): [_Entity]! }`;
const sdl = [...files.map((file) => readFileSync(file, "utf8")), federation].join("\n");

/** The public schema without resolvers, for tests that validate or analyse documents. */
export const publicSchema = buildSchema(sdl, { assumeValidSDL: true });
