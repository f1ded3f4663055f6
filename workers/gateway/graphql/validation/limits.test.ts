import { parse, validate } from "graphql";
import { expect, it } from "vitest";
import { publicSchema } from "../../../../test/support/public-schema.ts";
import { limitAliases, limitDepth, limitDirectives } from "./limits.ts";

const rules = [limitDepth(4), limitAliases(2), limitDirectives(2)];
const told = (query: string) => validate(publicSchema, parse(query), rules).map(({ message }) => message);

it.each([
  ["fields", (last: string) => `{ category(slug: "a") { parent { parent { ${last} } } } }`],
  [
    "fragments",
    (last: string) =>
      `{ category(slug: "a") { ...A } } fragment A on Category { parent { ...B } } fragment B on Category { parent { ${last} } }`,
  ],
  [
    "fragments on the way",
    (last: string) => `{ ... { category(slug: "a") { ... on Category { parent { ... { parent { ${last} } } } } } } }`,
  ],
  [
    "the deepest of many",
    (last: string) => `{ me { id } category(slug: "a") { id parent { parent { ${last} } name } } }`,
  ],
])("%s may be four levels deep, and no more", (_name, ending) => {
  expect(told(ending("id"))).toEqual([]);
  expect(told(ending("parent { id }"))).toEqual(["the query is 5 levels deep, at most 4 are allowed"]);
});

it("a fragment counts as deep as it is where it is spread deepest", () => {
  const query = '{ category(slug: "a") { ...A parent { parent { ...A } } } } fragment A on Category { parent { id } }';
  expect(told(query)).toEqual(["the query is 5 levels deep, at most 4 are allowed"]);
});

it("aliases are two, and directives are two, wherever they stand", () => {
  const aliased = "{ a: me { b: id } ...C } fragment C on Query { c: me { id } }";
  expect(told(aliased)).toEqual(["at most 2 aliases are allowed"]);
  expect(told(aliased.replace("c: ", ""))).toEqual([]);
  const skip = "@skip(if: false)";
  const directed = `{ me ${skip} { id ${skip} } ...D } fragment D on Query { me ${skip} { id } }`;
  expect(told(directed)).toEqual(["at most 2 directives are allowed"]);
  expect(told(directed.replace(`me ${skip} { id }`, "me { id }"))).toEqual([]);
});
