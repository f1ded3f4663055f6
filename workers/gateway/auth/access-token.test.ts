import { createHmac } from "node:crypto";
import { CompactSign, exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../kit/domain/ids.ts";
import { createVerifier } from "./access-token.ts";

type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

const issuer = "https://shop.example";
const now = Date.now();
const seconds = Math.floor(now / 1000);
let keys: Keys;
let otherKeys: Keys;
let jwks: { keys: object[] };

beforeAll(async () => {
  keys = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  otherKeys = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "EdDSA", use: "sig" }] };
});

const accountId = newId("acc", now);
const sessionId = newId("ses", now);
const validClaims = {
  iss: issuer,
  aud: "stoa",
  sub: accountId,
  sid: sessionId,
  roles: ["CUSTOMER"],
  epoch: 3,
  iat: seconds,
  exp: seconds + 600,
};
const header = { alg: "EdDSA", typ: "at+jwt", kid: "k1" };

const sign = (claims: object, protectedHeader: JWTHeaderParameters = header, by: Keys = keys) =>
  new SignJWT({ ...claims }).setProtectedHeader(protectedHeader).sign(by.privateKey);

const verify = (token: string) => createVerifier(issuer).verify(token, async () => jwks as never, now);

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("an access token verifier", () => {
  it("returns the owner of a valid token", async () => {
    const identity = { accountId, sessionId, roles: ["CUSTOMER"] };
    expect(await verify(await sign(validClaims))).toEqual({ identity, epoch: 3, expiresAt: validClaims.exp * 1000 });
  });

  it("returns when the password was proved, and ignores an invalid time", async () => {
    const verifyAt = async (authTime: unknown) =>
      (await verify(await sign({ ...validClaims, auth_time: authTime }))).identity.authenticatedAt;
    expect(await verifyAt(seconds - 30)).toBe((seconds - 30) * 1000);
    for (const invalid of ["now", 1.5, null]) expect(await verifyAt(invalid)).toBeUndefined();
  });

  it("returns whether the account has a tax id", async () => {
    expect((await verify(await sign({ ...validClaims, tax_id: true }))).hasTaxId).toBe(true);
    for (const none of [undefined, false, "true", 1, "DE123456789"]) {
      expect((await verify(await sign({ ...validClaims, tax_id: none }))).hasTaxId).toBeUndefined();
    }
  });

  it("returns the customer groups, and ignores values that are no ids of groups", async () => {
    const group = newId("grp", now);
    const groupsOf = async (groups: unknown) =>
      (await verify(await sign({ ...validClaims, groups }))).identity.customerGroupIds;
    expect(await groupsOf([group])).toEqual([group]);
    expect(await groupsOf([group, "gold", accountId, 7])).toEqual([group]);
    for (const none of [undefined, [], "gold", ["gold"], null]) expect(await groupsOf(none)).toBeUndefined();
  });

  it("ignores unknown roles", async () => {
    const token = await sign({ ...validClaims, roles: ["ADMIN", "ROOT", 7] });
    expect((await verify(token)).identity.roles).toEqual(["ADMIN"]);
  });

  const hostile: readonly (readonly [string, () => Promise<string> | string])[] = [
    ["without a signature (alg none)", () => `${part({ alg: "none", typ: "at+jwt" })}.${part(validClaims)}.`],
    [
      "without a signature (alg none), with our key ID",
      () => `${part({ ...header, alg: "none" })}.${part(validClaims)}.`,
    ],
    ["signed with the public key as an HMAC secret", hmacWithPublicKey],
    ["signed by another key under our key ID", () => sign(validClaims, header, otherKeys)],
    ["with an unknown key ID", () => sign(validClaims, { ...header, kid: "k2" })],
    [
      "with an embedded key",
      async () => sign(validClaims, { ...header, jwk: await exportJWK(otherKeys.publicKey) }, otherKeys),
    ],
    ["with a key URL", () => sign(validClaims, { ...header, jku: "https://evil.example/keys" }, otherKeys)],
    ["of another issuer", () => sign({ ...validClaims, iss: "https://evil.example" })],
    ["for another audience", () => sign({ ...validClaims, aud: "other" })],
    ["without an audience", () => sign({ ...validClaims, aud: undefined })],
    ["of another type", () => sign(validClaims, { ...header, typ: "JWT" })],
    ["without a type", () => sign(validClaims, { alg: "EdDSA", kid: "k1" })],
    ["that has expired", () => sign({ ...validClaims, exp: seconds - 60 })],
    ["without an expiry time", () => sign({ ...validClaims, exp: undefined })],
    ["that is not valid yet", () => sign({ ...validClaims, nbf: seconds + 600 })],
    ["without a subject", () => sign({ ...validClaims, sub: undefined })],
    ["without a session", () => sign({ ...validClaims, sid: undefined })],
    ["that is truncated", async () => (await sign(validClaims)).slice(0, -10)],
    ["with another payload", async () => swapPayload(await sign(validClaims))],
    ["without a signature (alg NONE)", () => `${part({ ...header, alg: "NONE" })}.${part(validClaims)}.`],
    ["without a signature (alg nOnE)", () => `${part({ ...header, alg: "nOnE" })}.${part(validClaims)}.`],
    ["without an algorithm", () => `${part({ typ: "at+jwt", kid: "k1" })}.${part(validClaims)}.AAAA`],
    ["signed with the key set as an HMAC secret", () => hmac(JSON.stringify(jwks))],
    ["signed with an empty HMAC secret and HS512", () => hmac("", "HS512")],
    ["signed with RSA under our key ID", signWithRsa],
    ["signed with another curve under our key ID", signWithP256],
    ["that claims RSA with our own signature", () => swapHeader({ ...header, alg: "RS256" })],
    ["with a critical extension", () => swapHeader({ ...header, crit: ["exp"], exp: seconds + 600 })],
    ["with an unencoded payload", () => swapHeader({ ...header, b64: false, crit: ["b64"] })],
    ["with a certificate", () => sign(validClaims, { ...header, x5c: ["MIIB"] }, otherKeys)],
    ["with a certificate URL", () => sign(validClaims, { ...header, x5u: "https://evil.example" }, otherKeys)],
    ["whose key ID is a path", () => sign(validClaims, { ...header, kid: "../../dev/null" })],
    ["whose key ID is SQL", () => sign(validClaims, { ...header, kid: "k1' OR '1'='1" })],
    ["whose key ID is a number", () => swapHeader({ ...header, kid: 1 })],
    ["whose key ID is a list", () => swapHeader({ ...header, kid: ["k1"] })],
    ["of the type of an ID token", () => sign(validClaims, { ...header, typ: "id_token" })],
    ["of an issuer that starts with ours", () => sign({ ...validClaims, iss: `${issuer}.evil.example` })],
    ["without an issuer", () => sign({ ...validClaims, iss: undefined })],
    ["for an audience that starts with ours", () => sign({ ...validClaims, aud: "stoa-admin" })],
    ["whose expiry time is a string", () => sign({ ...validClaims, exp: "tomorrow" })],
    ["whose expiry time is negative", () => sign({ ...validClaims, exp: -1 })],
    ["that is valid for a year", () => sign({ ...validClaims, iat: seconds - 3_600, exp: seconds + 31_536_000 })],
    ["issued in the future", () => sign({ ...validClaims, iat: seconds + 86_400, exp: seconds + 87_000 })],
    ["without the time of its issue", () => sign({ ...validClaims, iat: undefined })],
    ["whose subject is a number", () => sign({ ...validClaims, sub: 1 })],
    ["whose subject is a session", () => sign({ ...validClaims, sub: sessionId })],
    ["whose subject is SQL", () => sign({ ...validClaims, sub: "acc_' OR 1=1" })],
    ["whose session is an account", () => sign({ ...validClaims, sid: accountId })],
    ["without an epoch", () => sign({ ...validClaims, epoch: undefined })],
    ["with an invalid epoch", () => sign({ ...validClaims, epoch: "latest" })],
    ["whose payload is a list", () => signText("[]")],
    ["whose payload is not JSON", () => signText("sub=admin")],
    ["with a signature of zeros", async () => swapSignature(await sign(validClaims), new Uint8Array(64))],
    ["with a short signature", async () => swapSignature(await sign(validClaims), new Uint8Array(32))],
    ["without a signature", async () => `${(await sign(validClaims)).split(".").slice(0, 2).join(".")}.`],
    ["of two parts", async () => (await sign(validClaims)).split(".").slice(0, 2).join(".")],
    ["of four parts", async () => `${await sign(validClaims)}.AAAA`],
    ["encrypted instead of signed", () => `${part({ alg: "dir", enc: "A256GCM" })}..AAAA.AAAA.AAAA`],
    ["with a changed character", async () => flipCharacter(await sign(validClaims))],
    ["that occurs twice", async () => `${await sign(validClaims)}, ${await sign(validClaims)}`],
    ["with a zero byte", async () => `${await sign(validClaims)}\u0000`],
    ["of 100,000 characters", () => `${part(header)}.${"A".repeat(100_000)}.AAAA`],
    ["that is empty", () => ""],
    ["of three dots", () => "..."],
    ["that is no JWT", () => "correct horse battery staple"],
  ];

  it.each(hostile)("rejects a token %s", async (_name, make) => {
    await expect(verify(await make())).rejects.toMatchObject({ reason: "UNAUTHENTICATED" });
  });

  it("accepts a token of a new key when the key is published", async () => {
    const published = { ...jwks, keys: [...jwks.keys] };
    const verifier = createVerifier(issuer);
    await verifier.verify(await sign(validClaims), async () => published as never, now);
    const jwk = await exportJWK(otherKeys.publicKey);
    published.keys.push({ ...jwk, kid: "k2", alg: "EdDSA", use: "sig" });
    const token = await sign({ ...validClaims, exp: seconds + 900 }, { ...header, kid: "k2" }, otherKeys);
    const early = verifier.verify(token, async () => published as never, now + 1_000);
    await expect(early).rejects.toMatchObject({ reason: "UNAUTHENTICATED" });
    const later = verifier.verify(token, async () => published as never, now + 11_000);
    expect((await later).identity.accountId).toBe(accountId);
  });
});

async function hmacWithPublicKey(): Promise<string> {
  const { x = "" } = await exportJWK(keys.publicKey);
  return hmac(Buffer.from(x, "base64url"));
}

function hmac(secret: string | Buffer, alg: "HS256" | "HS512" = "HS256"): string {
  const signed = `${part({ ...header, alg })}.${part(validClaims)}`;
  const digest = createHmac(alg === "HS256" ? "sha256" : "sha512", secret)
    .update(signed)
    .digest("base64url");
  return `${signed}.${digest}`;
}

async function signWithRsa(): Promise<string> {
  const { privateKey } = await generateKeyPair("RS256");
  return new SignJWT(validClaims).setProtectedHeader({ ...header, alg: "RS256" }).sign(privateKey);
}

async function signWithP256(): Promise<string> {
  const { privateKey } = await generateKeyPair("ES256");
  return new SignJWT(validClaims).setProtectedHeader({ ...header, alg: "ES256" }).sign(privateKey);
}

/** Signs any text with our key. */
function signText(text: string): Promise<string> {
  return new CompactSign(new TextEncoder().encode(text)).setProtectedHeader(header).sign(keys.privateKey);
}

async function swapHeader(head: object): Promise<string> {
  const [, payload, signature] = (await sign(validClaims)).split(".");
  return [part(head), payload, signature].join(".");
}

function swapPayload(token: string): string {
  const [head, , signature] = token.split(".");
  return [head, part({ ...validClaims, roles: ["ADMIN"] }), signature].join(".");
}

function swapSignature(token: string, signature: Uint8Array): string {
  const [head, payload] = token.split(".");
  return [head, payload, Buffer.from(signature).toString("base64url")].join(".");
}

function flipCharacter(token: string): string {
  const at = token.length - 20;
  return `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
}
