import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { createVerifier } from "./tokens.ts";

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

const issuer = "https://shop.example";
const now = Date.now();
const seconds = Math.floor(now / 1000);
let keys: Keys;
let strangers: Keys;
let jwks: { keys: object[] };

beforeAll(async () => {
  keys = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  strangers = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "EdDSA", use: "sig" }] };
});

const good = {
  iss: issuer,
  aud: "stoa",
  sub: "acc_1",
  sid: "ses_1",
  roles: ["CUSTOMER"],
  iat: seconds,
  exp: seconds + 600,
};
const header = { alg: "EdDSA", typ: "at+jwt", kid: "k1" };

const sign = (claims: object, protectedHeader: JWTHeaderParameters = header, by: Keys = keys) =>
  new SignJWT({ ...claims }).setProtectedHeader(protectedHeader).sign(by.privateKey);

const verify = (token: string) => createVerifier(issuer).verify(token, async () => jwks as never, now);

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("an access token", () => {
  it("that is ours tells whose it is", async () => {
    expect(await verify(await sign(good))).toEqual({ accountId: "acc_1", sessionId: "ses_1", roles: ["CUSTOMER"] });
  });

  it("gives no role that there is not", async () => {
    const token = await sign({ ...good, roles: ["ADMIN", "ROOT", 7] });
    expect((await verify(token)).roles).toEqual(["ADMIN"]);
  });

  const hostile: readonly (readonly [string, () => Promise<string> | string])[] = [
    ["signed by nobody", () => `${part({ alg: "none", typ: "at+jwt" })}.${part(good)}.`],
    ["signed by nobody, with our key's name", () => `${part({ ...header, alg: "none" })}.${part(good)}.`],
    ["signed with the public key as a secret", hmacWithPublicKey],
    ["signed by a stranger under our key's name", () => sign(good, header, strangers)],
    ["of a key that we do not have", () => sign(good, { ...header, kid: "k2" })],
    [
      "with a key of its own inside",
      async () => sign(good, { ...header, jwk: await exportJWK(strangers.publicKey) }, strangers),
    ],
    ["that names where its key is", () => sign(good, { ...header, jku: "https://evil.example/keys" }, strangers)],
    ["of another issuer", () => sign({ ...good, iss: "https://evil.example" })],
    ["for another audience", () => sign({ ...good, aud: "other" })],
    ["for nobody", () => sign({ ...good, aud: undefined })],
    ["of another type", () => sign(good, { ...header, typ: "JWT" })],
    ["without a type", () => sign(good, { alg: "EdDSA", kid: "k1" })],
    ["that is over", () => sign({ ...good, exp: seconds - 60 })],
    ["that never ends", () => sign({ ...good, exp: undefined })],
    ["that is not good yet", () => sign({ ...good, nbf: seconds + 600 })],
    ["without a subject", () => sign({ ...good, sub: undefined })],
    ["without a session", () => sign({ ...good, sid: undefined })],
    ["cut short", async () => (await sign(good)).slice(0, -10)],
    ["with another payload", async () => swapPayload(await sign(good))],
    ["that is empty", () => ""],
    ["that is three dots", () => "..."],
    ["that is not one", () => "correct horse battery staple"],
  ];

  it.each(hostile)("%s is refused", async (_name, make) => {
    await expect(verify(await make())).rejects.toMatchObject({ reason: "UNAUTHENTICATED" });
  });

  it("of a new key is accepted once the key is published", async () => {
    const published = { ...jwks, keys: [...jwks.keys] };
    const verifier = createVerifier(issuer);
    await verifier.verify(await sign(good), async () => published as never, now);
    const jwk = await exportJWK(strangers.publicKey);
    published.keys.push({ ...jwk, kid: "k2", alg: "EdDSA", use: "sig" });
    const token = await sign({ ...good, exp: seconds + 900 }, { ...header, kid: "k2" }, strangers);
    const soon = verifier.verify(token, async () => published as never, now + 1_000);
    await expect(soon).rejects.toMatchObject({ reason: "UNAUTHENTICATED" });
    const later = verifier.verify(token, async () => published as never, now + 11_000);
    expect((await later).accountId).toBe("acc_1");
  });
});

async function hmacWithPublicKey(): Promise<string> {
  const { x = "" } = await exportJWK(keys.publicKey);
  return new SignJWT(good).setProtectedHeader({ ...header, alg: "HS256" }).sign(Buffer.from(x, "base64url"));
}

function swapPayload(token: string): string {
  const [head, , signature] = token.split(".");
  return [head, part({ ...good, roles: ["ADMIN"] }), signature].join(".");
}
