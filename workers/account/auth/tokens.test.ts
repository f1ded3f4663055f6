import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { publicJwks, signAccessToken } from "./tokens.ts";

const now = 1_800_000_000_000;
const claims = { accountId: "acc_1", sessionId: "ses_1", roles: ["CUSTOMER"], epoch: 2 };
let keys: object[];

async function key(kid: string, activeFrom: number): Promise<object> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return { ...(await exportJWK(privateKey)), kid, activeFrom };
}

beforeAll(async () => {
  keys = [await key("next", now / 1000 + 600), await key("current", now / 1000 - 600), await key("former", 0)];
});

const sign = (at: number) =>
  signAccessToken(claims, { signingKeys: JSON.stringify({ keys }), issuer: "https://shop.example" }, at);

describe("an access token", () => {
  it("is signed with the newest key that may sign by then", async () => {
    expect(decodeProtectedHeader(await sign(now))).toEqual({ alg: "EdDSA", typ: "at+jwt", kid: "current" });
    expect(decodeProtectedHeader(await sign(now + 600_000)).kid).toBe("next");
  });

  it("says whose it is, for whom, and lasts ten minutes", async () => {
    const seconds = now / 1000;
    expect(decodeJwt(await sign(now))).toEqual({
      iss: "https://shop.example",
      aud: "stoa",
      sub: "acc_1",
      sid: "ses_1",
      roles: ["CUSTOMER"],
      epoch: 2,
      iat: seconds,
      exp: seconds + 600,
    });
  });
});

describe("the published keys", () => {
  it("are all of them, also the one that does not sign yet, without anything private", () => {
    const published = JSON.parse(publicJwks(JSON.stringify({ keys }))) as { keys: Record<string, unknown>[] };
    expect(published.keys.map(({ kid }) => kid)).toEqual(["next", "current", "former"]);
    const known = ["kty", "crv", "x", "kid", "alg", "use"];
    expect(published.keys.flatMap((open) => Object.keys(open)).filter((name) => !known.includes(name))).toEqual([]);
  });
});
