import { describe, expect, it } from "vitest";
import type { Role } from "../../kit/auth/identity.ts";
import { unauthenticated, unavailable } from "../../kit/errors/failure.ts";
import type { RedisConnection } from "../../kit/storage/redis.ts";
import { acceptUncheckedRead, requireUnrevoked } from "./revocation.ts";

let sessions = 0;

function createCaller(...roles: Role[]) {
  const identity = { accountId: "acc_1", sessionId: `ses_${++sessions}`, roles };
  return { identity, epoch: 1, expiresAt: Number.POSITIVE_INFINITY };
}

describe("requireUnrevoked", () => {
  it("checks Redis at most once in four seconds", async () => {
    let calls = 0;
    const redis = { run: async () => [null, String(calls++ === 0 ? 1 : 2)] } as unknown as RedisConnection;
    const caller = createCaller("CUSTOMER");
    await requireUnrevoked(caller, redis, 0);
    await requireUnrevoked(caller, redis, 3_999);
    expect(calls).toBe(1);
    await expect(requireUnrevoked(caller, redis, 4_001)).rejects.toMatchObject({ reason: "UNAUTHENTICATED" });
  });
});

describe("acceptUncheckedRead", () => {
  it("accepts reads of customers and guests while Redis is unavailable", () => {
    for (const role of ["CUSTOMER", "GUEST"] as const) {
      expect(() => acceptUncheckedRead(createCaller(role), unavailable("Redis is unavailable"))).not.toThrow();
    }
  });

  it("rejects reads of staff while Redis is unavailable", () => {
    for (const role of ["SUPPORT", "CATALOG_MANAGER", "ADMIN"] as const) {
      const check = () => acceptUncheckedRead(createCaller("CUSTOMER", role), unavailable("Redis is unavailable"));
      expect(check).toThrow("Redis is unavailable");
    }
  });

  it("rejects a revoked token of any caller", () => {
    expect(() => acceptUncheckedRead(createCaller("CUSTOMER"), unauthenticated("revoked"))).toThrow("revoked");
  });
});
