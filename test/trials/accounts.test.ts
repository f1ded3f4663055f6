import { describe, expect, it } from "vitest";
import { asUser, changePassword, login, person, refresh, register, userErrorCodes } from "../support/accounts.ts";
import { errorCodes } from "../support/harness.ts";
import { runRedisCommand } from "../support/redis-command.ts";
import { useShop } from "../support/use-shop.ts";

const newPassword = "another horse battery 9";

describe("sessions of a password that is being changed", () => {
  const shop = useShop();
  const api = () => ({ url: shop.url });
  const createCart = "mutation { createCart { order { id } } }";

  it("ends a session whose password was checked before the change and that was created after it", async () => {
    const email = "overlap@example.com";
    const owner = asUser(shop, await register(api(), { email }));
    const late = await login(api(), email);
    const key = `session:${late.refreshToken?.split(".")[0]}`;
    const fields = (await runRedisCommand(shop, "HGETALL", key)) as string[];
    const changed = await changePassword(owner, person.password, newPassword);
    // The sign-in has read the old hash, and only now creates its session.
    await runRedisCommand(shop, "HSET", key, ...fields);
    await runRedisCommand(shop, "HSET", key, "createdAt", String(Date.now() + 1_000));
    expect(userErrorCodes(await refresh(api(), late.refreshToken))).toEqual(["SESSION_EXPIRED input refreshToken"]);
    expect(await errorCodes(asUser(shop, late), createCart)).toEqual(["UNAUTHENTICATED"]);
    expect((await refresh(api(), changed.refreshToken)).accessToken).not.toBeNull();
    expect(await errorCodes(asUser(shop, changed), createCart)).toEqual([]);
  });

  it("leaves no live session to 16 concurrent sign-ins with the old password", async () => {
    const email = "overlaps@example.com";
    const owner = asUser(shop, await register(api(), { email }));
    const change = changePassword(owner, person.password, newPassword);
    await new Promise((resolve) => setTimeout(resolve, 70));
    const sessions = await Promise.all(Array.from({ length: 16 }, () => login(api(), email)));
    await change;
    for (const session of sessions.filter(({ accessToken }) => accessToken !== null)) {
      expect(userErrorCodes(await refresh(api(), session.refreshToken))).toEqual([
        "SESSION_EXPIRED input refreshToken",
      ]);
      expect(await errorCodes(asUser(shop, session), createCart)).toEqual(["UNAUTHENTICATED"]);
    }
  });
});
