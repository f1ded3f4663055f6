import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { signAccessToken, toPublicJwks } from "./tokens.ts";

const now = 1_800_000_000_000;
const claims = {
  accountId: "acc_1",
  sessionId: "ses_1",
  roles: ["CUSTOMER"],
  customerGroupIds: [],
  hasTaxId: false,
  epoch: 2,
  authenticatedAt: now - 1_500,
};
let keys: object[];

async function createKey(kid: string, activeFrom: number): Promise<object> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return { ...(await exportJWK(privateKey)), kid, activeFrom };
}

beforeAll(async () => {
  keys = [
    await createKey("next", now / 1000 + 600),
    await createKey("current", now / 1000 - 600),
    await createKey("former", 0),
  ];
});

const sign = (at: number) =>
  signAccessToken(claims, {
    signingKeys: JSON.stringify({ keys }),
    issuer: "https://shop.example",
    now: at,
    expiresAt: at + 300_000,
  });

describe("signAccessToken", () => {
  it("signs with the newest key that is active at that time", async () => {
    expect(decodeProtectedHeader(await sign(now))).toEqual({ alg: "EdDSA", typ: "at+jwt", kid: "current" });
    expect(decodeProtectedHeader(await sign(now + 600_000)).kid).toBe("next");
  });

  it("sets the registered claims, the session, the roles, the epoch and the time of the sign-in", async () => {
    const seconds = now / 1000;
    expect(decodeJwt(await sign(now))).toEqual({
      iss: "https://shop.example",
      aud: "stoa",
      sub: "acc_1",
      sid: "ses_1",
      roles: ["CUSTOMER"],
      epoch: 2,
      auth_time: seconds - 2,
      iat: seconds,
      exp: seconds + 300,
    });
  });

  it("sets the customer groups of accounts that have some", async () => {
    const token = await signAccessToken(
      { ...claims, customerGroupIds: ["grp_1", "grp_2"] },
      { signingKeys: JSON.stringify({ keys }), issuer: "https://shop.example", now, expiresAt: now },
    );
    expect(decodeJwt(token)).toHaveProperty("groups", ["grp_1", "grp_2"]);
    expect(decodeJwt(await sign(now))).not.toHaveProperty("groups");
  });

  it("says that the account has a tax id, and not which one", async () => {
    const options = {
      signingKeys: JSON.stringify({ keys }),
      issuer: "https://shop.example",
      now,
      expiresAt: now + 1,
    };
    expect(decodeJwt(await signAccessToken({ ...claims, hasTaxId: true }, options))).toHaveProperty("tax_id", true);
    expect(decodeJwt(await sign(now))).not.toHaveProperty("tax_id");
  });

  it("sets no time of the sign-in for guests, who have no password", async () => {
    const token = await signAccessToken(
      { ...claims, authenticatedAt: undefined },
      { signingKeys: JSON.stringify({ keys }), issuer: "https://shop.example", now, expiresAt: now },
    );
    expect(decodeJwt(token)).not.toHaveProperty("auth_time");
  });
});

describe("toPublicJwks", () => {
  it("contains all keys, including future ones, without private members", () => {
    const published = JSON.parse(toPublicJwks(JSON.stringify({ keys }))) as { keys: Record<string, unknown>[] };
    expect(published.keys.map(({ kid }) => kid)).toEqual(["next", "current", "former"]);
    const publicMembers = ["kty", "crv", "x", "kid", "alg", "use"];
    expect(published.keys.flatMap((key) => Object.keys(key)).filter((name) => !publicMembers.includes(name))).toEqual(
      [],
    );
  });
});
