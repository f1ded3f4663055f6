import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { isSlug } from "../domain/fields.ts";
import { slugOfPath } from "./category-slug.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const nothingTaken = () => false;

describe("slugOfPath", () => {
  it("joins the names when their slug is free", async () => {
    expect(await slugOfPath(["Home", "Sofas & Beds"], nothingTaken)).toBe("home-sofas-beds");
  });

  it.each([["家具"], ["Home", "C++"], ["Home & Garden".repeat(5), "Cabinet Hinges".repeat(5)]])(
    "ends with eight digits of the path's digest when %s %s gives no free slug",
    async (...path) => {
      const slug = await slugOfPath(path, (candidate) => candidate === "home-c");
      expect(slug).toMatch(new RegExp(`${sha256(path.join("/")).slice(0, 8)}$`));
      expect(isSlug(slug)).toBe(true);
    },
  );

  it("uses more digits when the slug with eight digits is taken", async () => {
    const taken = new Set(["home-c"]);
    const next = async () => {
      const slug = await slugOfPath(["Home", "C++"], (candidate) => taken.has(candidate));
      taken.add(slug);
      return slug;
    };
    expect(await next()).not.toBe(await next());
    expect([...taken].every(isSlug)).toBe(true);
  });
});
