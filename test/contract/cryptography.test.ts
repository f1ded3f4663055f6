import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "../../dev/build/root.ts";

const usesCryptography =
  /"node:crypto"|\bcrypto\.(subtle|getRandomValues|randomUUID)\b|from "jose"|argon2|createSubtleCryptoProvider|\bMath\.random\b/;

const sources = readdirSync(join(root, "workers"), { recursive: true, encoding: "utf8" })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => /\.ts$/.test(file) && !/\.(test|d)\.ts$|test-support/.test(file));

describe("the inventory of cryptography", () => {
  const page = readFileSync(join(root, "docs", "cryptography.md"), "utf8");
  const listed = [...page.matchAll(/`([a-z]+\/[^`]+\.ts)`/g)].map(([, file = ""]) => file);

  it("lists every source file that uses cryptography or random numbers", () => {
    const using = sources.filter((file) => usesCryptography.test(readFileSync(join(root, "workers", file), "utf8")));
    expect(using.filter((file) => !listed.includes(file))).toEqual([]);
    expect(using.length).toBeGreaterThan(10);
  });

  it("lists only files that exist", () => {
    expect(listed.filter((file) => !existsSync(join(root, "workers", file)))).toEqual([]);
  });
});
