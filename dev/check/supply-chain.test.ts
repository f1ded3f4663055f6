import { describe, expect, it } from "vitest";
import { findRefusedLicences, findUnpinned, isAllowed } from "./licences.ts";
import { findSecret } from "./secrets-in-history.ts";

const pinned = { version: "1.0.0", license: "MIT", integrity: "sha512-x" };
const lockOf = (entry: object) => ({ packages: { "": {}, "node_modules/thing": { ...pinned, ...entry } } });

describe("the check of licences", () => {
  it("reads every part of an expression", () => {
    const licences = new Set(["MIT", "ISC"]);
    const results = [
      "MIT",
      "(MIT OR GPL-3.0)",
      "MIT AND ISC",
      "MIT AND GPL-3.0",
      "GPL-3.0",
      "unknown",
      "(MIT) OR (ISC)",
    ];
    expect(results.map((text) => isAllowed(text, licences))).toEqual([true, true, true, false, false, false, false]);
  });

  it("allows fewer licences in packages that are shipped than in those of development", () => {
    expect(findRefusedLicences(lockOf({ license: "MPL-2.0", dev: true }))).toEqual([]);
    expect(findRefusedLicences(lockOf({ license: "MPL-2.0" }))).toEqual([
      "thing@1.0.0: licence MPL-2.0 is not allowed in a package that is shipped",
    ]);
    expect(findRefusedLicences(lockOf({ license: undefined, dev: true }))).toEqual([
      "thing@1.0.0: licence unknown is not allowed in a package of development",
    ]);
    expect(findRefusedLicences(lockOf({ license: "AGPL-3.0", dev: true }))).toHaveLength(1);
  });

  it("rejects a package without a checksum, and an install script without a decision", () => {
    expect(findUnpinned(lockOf({}), {})).toEqual([]);
    expect(findUnpinned(lockOf({ integrity: undefined }), {})).toEqual([
      "thing: the lock file has no SHA-512 checksum",
    ]);
    expect(findUnpinned(lockOf({ hasInstallScript: true }), { thing: false })).toEqual([]);
    expect(findUnpinned(lockOf({ hasInstallScript: true }), {})).toHaveLength(1);
    expect(findUnpinned(lockOf({}), { thing: true })).toHaveLength(1);
  });
});

describe("the check of secrets in the history", () => {
  it.each([
    ["private key", `-----BEGIN EC ${"PRIVATE"} KEY-----`],
    ["private JSON Web Key", `"d": "${"a".repeat(43)}"`],
    ["JSON Web Token", `ey${"J".repeat(20)}.ey${"J".repeat(20)}.${"a".repeat(20)}`],
    ["Stripe live key", `sk_${"live"}_${"a".repeat(24)}`],
    ["Stripe webhook secret", `whsec${"_"}${"a".repeat(32)}`],
    ["Resend key", `re${"_"}${"a".repeat(8)}_${"b".repeat(24)}`],
    ["Neon database", `postgresql${"://"}user:${"p".repeat(12)}@ep-x.eu.aws.neon.tech/db`],
    ["Upstash token", `UPSTASH_REDIS_REST_TOKEN${"="}"${"a".repeat(40)}"`],
    ["AWS key", `AK${"IA"}${"A".repeat(16)}`],
    ["GitHub token", `gh${"p_"}${"a".repeat(36)}`],
  ])("finds a %s", (kind, line) => {
    expect(findSecret(`+const value = '${line}';`)).toBe(kind);
  });

  it("finds none in names and in values of tests", () => {
    const lines = [
      "STRIPE_SECRET_KEY=sk_test_local",
      "whsec_local",
      '"d": "short"',
      "postgresql://user:secret@localhost/db",
    ];
    expect(lines.map(findSecret)).toEqual([undefined, undefined, undefined, undefined]);
  });
});
