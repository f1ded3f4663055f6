import { Code } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { Failure, forbidden, notFound, unauthenticated } from "../../kit/errors/failure.ts";
import { denialTypeOf } from "./audit.ts";

const anonymous = { roles: [] };
const customer = { accountId: "acc_1", roles: ["CUSTOMER"] } as const;

describe("denialTypeOf", () => {
  it("returns ACCESS_DENIED without the permission, or without a token", () => {
    expect(denialTypeOf(forbidden("no"), customer)).toBe("ACCESS_DENIED");
    expect(denialTypeOf(unauthenticated("Sign in first"), anonymous)).toBe("ACCESS_DENIED");
  });

  it("returns TOKEN_REFUSED for a signed-in caller whose token was revoked", () => {
    expect(denialTypeOf(unauthenticated("revoked"), customer)).toBe("TOKEN_REFUSED");
  });

  it("returns LIMIT_EXCEEDED for a limit, unless the service that threw has counted it", () => {
    const limited = (metadata: Record<string, string>) =>
      new Failure(Code.ResourceExhausted, "RATE_LIMITED", "slow", { metadata });
    expect(denialTypeOf(limited({ retryAfterSeconds: "1" }), customer)).toBe("LIMIT_EXCEEDED");
    expect(denialTypeOf(limited({ counted: "account" }), customer)).toBeUndefined();
  });

  it("returns undefined for an expired token and for failures that are no denial", () => {
    const expired = new Failure(Code.Unauthenticated, "UNAUTHENTICATED", "x", { metadata: { expired: "true" } });
    expect(denialTypeOf(expired, anonymous)).toBeUndefined();
    expect(denialTypeOf(notFound("no"), customer)).toBeUndefined();
  });
});
