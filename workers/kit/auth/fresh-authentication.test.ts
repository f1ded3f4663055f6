import { describe, expect, it } from "vitest";
import { Permission, Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { freshMs, isFresh } from "./fresh-authentication.ts";
import { requireAccess } from "./permissions.ts";

const now = 1_800_000_000_000;
const admin = { accountId: "acc_1", roles: ["ADMIN"] } as const;

describe("a proof of the password", () => {
  it.each([
    ["now", now, true],
    ["ten minutes ago less a millisecond", now - freshMs + 1, true],
    ["ten minutes ago", now - freshMs, false],
    ["never", undefined, false],
  ])("%s is fresh: %o, %s", (_name, authenticatedAt, expected) => {
    expect(isFresh(authenticatedAt === undefined ? admin : { ...admin, authenticatedAt }, now)).toBe(expected);
  });
});

describe("a method that requires a fresh proof of the password", () => {
  const method = { permission: Permission.ACCOUNT_WRITE_ANY, scope: Scope.ORDER_READ, fresh: true };

  it("rejects users whose proof is too old, after it has checked their permission", () => {
    const reauthenticate = expect.objectContaining({ reason: "REAUTHENTICATION_REQUIRED" });
    expect(() => requireAccess(admin, method, now)).toThrow(reauthenticate);
    expect(() => requireAccess({ ...admin, authenticatedAt: now - freshMs }, method, now)).toThrow(reauthenticate);
    expect(() => requireAccess({ ...admin, authenticatedAt: now }, method, now)).not.toThrow();
    expect(() => requireAccess({ roles: [] }, method, now)).toThrow(
      expect.objectContaining({ reason: "UNAUTHENTICATED" }),
    );
  });

  it("does not ask partners, whose tokens have scopes and no password", () => {
    const partner = { roles: [], partner: { tokenId: "tok_1", scopes: [Scope.ORDER_READ] } };
    expect(() => requireAccess(partner, method, now)).not.toThrow();
  });
});
