import { parse } from "graphql";
import { describe, expect, it } from "vitest";
import { assertSelectionLimits } from "./selection-limits.ts";

const limits = { fields: 8, fieldsPerResponseName: 3, fieldsPerPath: 7, expandedFields: 40 };
const check = (query: string) => () => assertSelectionLimits(parse(query), limits);
const distinctFields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}`).join(" ");

describe("assertSelectionLimits", () => {
  it("accepts as many fields as allowed", () => {
    expect(check(`{ ${distinctFields(8)} }`)).not.toThrow();
    expect(check("{ a { b } a { b } a { b } }")).not.toThrow();
  });

  it.each([
    ["fields", `{ ${distinctFields(9)} }`],
    ["fields of inline fragments", `{ ${distinctFields(5)} ... { a b c ... { d } } }`],
    ["fields of fragments", `{ ${distinctFields(5)} ...A } fragment A on T { a b ...B } fragment B on T { c d }`],
  ])("rejects a selection set with too many %s", (_name, query) => {
    expect(check(query)).toThrow("The document has more than 8 fields in one selection set");
  });

  it.each([
    ["in one selection set", "{ a { x } a { x } a { x } a { x } }"],
    ["by alias", "{ a: b a: c a: d a }"],
    ["in fragments", "{ a a ...A } fragment A on T { a ... { a } }"],
    ["below another field", "{ x { a a a a } }"],
    ["in a fragment that is not used", "{ x } fragment A on T { a a a a }"],
  ])("rejects too many fields with one response name: %s", (_name, query) => {
    expect(check(query)).toThrow("The document has more than 3 fields with the same response name");
  });

  it("counts the fields of all selection sets at one path together", () => {
    expect(check("{ a { b b } a { b b } a { b b } }")).not.toThrow();
    expect(check("{ a { b b b } a { b b b } a { b b b } }")).toThrow(
      "more than 7 fields with the same response name at one path",
    );
  });

  it("rejects fragments that multiply", () => {
    const fragment = (name: string, next: string) => `fragment ${name} on T { x { ...${next} } y { ...${next} } }`;
    const query = `{ ...A } ${fragment("A", "B")} ${fragment("B", "C")} ${fragment("C", "D")} ${fragment("D", "E")} fragment E on T { z }`;
    expect(check(query)).toThrow("The document has more than 40 fields");
  });

  it("ends for fragments that contain each other", () => {
    expect(check("{ ...A } fragment A on T { x { ...B } } fragment B on T { x { ...A } }")).not.toThrow();
  });
});
