import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Argon2 from "@phi-ag/argon2";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { checkPassword, hashPassword } from "./passwords.ts";

function compileArgon2() {
  const path = createRequire(import.meta.url).resolve("@phi-ag/argon2/argon2.wasm");
  // The types of this folder are those of Workers, which cannot compile a module.
  const { Module } = WebAssembly as unknown as { Module: new (bytes: Uint8Array) => WebAssembly.Module };
  return new Module(readFileSync(path));
}

// Workers import a compiled module. Node compiles the same file.
vi.mock("@phi-ag/argon2/argon2.wasm", () => ({ default: compileArgon2() }));

const verified = vi.spyOn(Argon2.prototype, "tryVerify");
const isCorrect = (password: string, hash: string | undefined) => checkPassword(password, hash).isCorrect;

beforeEach(() => verified.mockClear());

describe("a password", () => {
  it.each(["x", "é", "ж", "語", "😀"])("of 128 characters %s is hashed completely", (char) => {
    const hash = hashPassword(char.repeat(128));
    expect(checkPassword(char.repeat(128), hash)).toEqual({ isCorrect: true, needsRehash: false });
    expect(isCorrect(`${char.repeat(127)}y`, hash)).toBe(false);
    expect(isCorrect(char.repeat(127), hash)).toBe(false);
  });

  it.each([
    ["129 characters", "x".repeat(129)],
    ["129 emoji", "😀".repeat(129)],
    ["100,000 characters", "x".repeat(100_000)],
  ])("of %s is rejected before it is hashed, with and without an account", (_name, password) => {
    const hash = hashPassword([...password].slice(0, 128).join(""));
    expect(isCorrect(password, hash)).toBe(false);
    expect(isCorrect(password, undefined)).toBe(false);
    expect(verified).not.toHaveBeenCalled();
    expect(() => hashPassword(password)).toThrow("The password is too long");
  });

  it("has the same hash in composed and in decomposed form", () => {
    const hash = hashPassword("caf\u00e9 con leche");
    expect(isCorrect("cafe\u0301 con leche", hash)).toBe(true);
    expect(isCorrect("cafe con leche", hash)).toBe(false);
  });

  it("is checked against the hash of an account that does not exist as often as against a real one", () => {
    for (const hash of [hashPassword("another password"), undefined, null]) {
      verified.mockClear();
      expect(checkPassword("пароль и слово", hash)).toEqual({ isCorrect: false, needsRehash: false });
      expect(verified).toHaveBeenCalledTimes(2);
    }
  });

  it("whose first bytes only were hashed by release 0.1.0 is accepted and hashed again", () => {
    const password = "пароль и слово";
    const library = new Argon2(new WebAssembly.Instance(compileArgon2()));
    const { encoded } = library.hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 });
    expect(checkPassword(password, encoded)).toEqual({ isCorrect: true, needsRehash: true });
    expect(isCorrect("нет", encoded)).toBe(false);
  });

  it("that was hashed with other parameters is hashed again", () => {
    const library = new Argon2(new WebAssembly.Instance(compileArgon2()));
    const { encoded } = library.hash("correct horse", {
      memoryCost: 1_024,
      timeCost: 1,
      parallelism: 1,
      hashLength: 32,
    });
    expect(checkPassword("correct horse", encoded)).toEqual({ isCorrect: true, needsRehash: true });
    expect(checkPassword("wrong horse", encoded)).toEqual({ isCorrect: false, needsRehash: false });
  });
});
