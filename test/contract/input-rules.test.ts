import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { listInputFields } from "../validation/input-fields.ts";
import { inputRules } from "../validation/input-rules.ts";
import { renderValidationPage, validationPage } from "../validation/validation-page.ts";

describe("the rules of input", () => {
  it("cover every input field and argument of the schema, and no other", () => {
    expect(new Set(inputRules.keys())).toEqual(new Set(listInputFields().map(({ path }) => path)));
  });

  it("are on the page that is generated from them", () => {
    expect(readFileSync(validationPage, "utf8")).toBe(renderValidationPage());
  });
});
