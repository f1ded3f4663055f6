import { parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { publicSchema } from "../../../../test/support/public-schema.ts";
import { limitAliases, limitDepth, limitDirectives } from "./limits.ts";

const rules = [limitDepth(4), limitAliases(2), limitDirectives(2)];
const validateLimits = (query: string) => validate(publicSchema, parse(query), rules).map(({ message }) => message);

describe("limitDepth", () => {
  it.each([
    ["fields", (last: string) => `{ category(slug: "a") { parent { parent { ${last} } } } }`],
    [
      "fragments",
      (last: string) =>
        `{ category(slug: "a") { ...A } } fragment A on Category { parent { ...B } } fragment B on Category { parent { ${last} } }`,
    ],
    [
      "inline fragments",
      (last: string) => `{ ... { category(slug: "a") { ... on Category { parent { ... { parent { ${last} } } } } } } }`,
    ],
    [
      "the deepest of several fields",
      (last: string) => `{ me { id } category(slug: "a") { id parent { parent { ${last} } name } } }`,
    ],
  ])("rejects a fifth level: %s", (_name, query) => {
    expect(validateLimits(query("id"))).toEqual([]);
    expect(validateLimits(query("parent { id }"))).toEqual(["The query has a depth of 5. The maximum is 4."]);
  });

  it("counts a fragment at its deepest spread", () => {
    const query =
      '{ category(slug: "a") { ...A parent { parent { ...A } } } } fragment A on Category { parent { id } }';
    expect(validateLimits(query)).toEqual(["The query has a depth of 5. The maximum is 4."]);
  });
});

describe("limitAliases", () => {
  it("rejects a third alias, also in a fragment", () => {
    const query = "{ a: me { b: id } ...C } fragment C on Query { c: me { id } }";
    expect(validateLimits(query)).toEqual(["The document has more than 2 aliases"]);
    expect(validateLimits(query.replace("c: ", ""))).toEqual([]);
  });
});

describe("limitDirectives", () => {
  it("rejects a third directive, also in a fragment", () => {
    const skip = "@skip(if: false)";
    const query = `{ me ${skip} { id ${skip} } ...D } fragment D on Query { me ${skip} { id } }`;
    expect(validateLimits(query)).toEqual(["The document has more than 2 directives"]);
    expect(validateLimits(query.replace(`me ${skip} { id }`, "me { id }"))).toEqual([]);
  });
});
