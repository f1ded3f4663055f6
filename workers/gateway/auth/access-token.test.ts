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
let strangers: Keys;
let jwks: { keys: object[] };

beforeAll(async () => {
  keys = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  strangers = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), kid: "k1", alg: "EdDSA", use: "sig" }] };
});

const accountId = newId("acc", now);
const sessionId = newId("ses", now);
const good = {
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

describe("an access token", () => {
  it("that is ours tells whose it is", async () => {
    const identity = { accountId, sessionId, roles: ["CUSTOMER"] };
    expect(await verify(await sign(good))).toEqual({ identity, epoch: 3, until: good.exp * 1000 });
  });

  it("gives no role that there is not", async () => {
    const token = await sign({ ...good, roles: ["ADMIN", "ROOT", 7] });
    expect((await verify(token)).identity.roles).toEqual(["ADMIN"]);
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
    ["signed by nobody, in capitals", () => `${part({ ...header, alg: "NONE" })}.${part(good)}.`],
    ["signed by nobody, in a mixture", () => `${part({ ...header, alg: "nOnE" })}.${part(good)}.`],
    ["without an algorithm", () => `${part({ typ: "at+jwt", kid: "k1" })}.${part(good)}.AAAA`],
    ["signed with the whole key set as a secret", () => hmac(JSON.stringify(jwks))],
    ["signed with nothing as a secret, and HS512", () => hmac("", "HS512")],
    ["signed with RSA under our key's name", signWithRsa],
    ["signed with another curve under our key's name", signWithP256],
    ["that says it is RSA with our own signature", () => swapHeader({ ...header, alg: "RS256" })],
    ["with a critical extension", () => swapHeader({ ...header, crit: ["exp"], exp: seconds + 600 })],
    ["whose payload is not encoded", () => swapHeader({ ...header, b64: false, crit: ["b64"] })],
    ["that brings a certificate", () => sign(good, { ...header, x5c: ["MIIB"] }, strangers)],
    ["that names where its certificate is", () => sign(good, { ...header, x5u: "https://evil.example" }, strangers)],
    ["whose key is a path", () => sign(good, { ...header, kid: "../../dev/null" })],
    ["whose key is a query", () => sign(good, { ...header, kid: "k1' OR '1'='1" })],
    ["whose key is a number", () => swapHeader({ ...header, kid: 1 })],
    ["whose key is a list", () => swapHeader({ ...header, kid: ["k1"] })],
    ["of an ID token's type", () => sign(good, { ...header, typ: "id_token" })],
    ["of an issuer that begins like ours", () => sign({ ...good, iss: `${issuer}.evil.example` })],
    ["of no issuer", () => sign({ ...good, iss: undefined })],
    ["for an audience that begins like ours", () => sign({ ...good, aud: "stoa-admin" })],
    ["whose end is a text", () => sign({ ...good, exp: "tomorrow" })],
    ["whose end lies before its beginning", () => sign({ ...good, exp: -1 })],
    ["that would be good for a year", () => sign({ ...good, iat: seconds - 3_600, exp: seconds + 31_536_000 })],
    ["made tomorrow", () => sign({ ...good, iat: seconds + 86_400, exp: seconds + 87_000 })],
    ["that does not say when it was made", () => sign({ ...good, iat: undefined })],
    ["whose subject is a number", () => sign({ ...good, sub: 1 })],
    ["whose subject is a session", () => sign({ ...good, sub: sessionId })],
    ["whose subject is a query", () => sign({ ...good, sub: "acc_' OR 1=1" })],
    ["whose session is an account", () => sign({ ...good, sid: accountId })],
    ["without an epoch", () => sign({ ...good, epoch: undefined })],
    ["of an epoch that is none", () => sign({ ...good, epoch: "latest" })],
    ["whose payload is a list", () => signText("[]")],
    ["whose payload is not JSON", () => signText("sub=admin")],
    ["signed with zeros", async () => swapSignature(await sign(good), new Uint8Array(64))],
    ["signed with too little", async () => swapSignature(await sign(good), new Uint8Array(32))],
    ["without a signature", async () => `${(await sign(good)).split(".").slice(0, 2).join(".")}.`],
    ["of two parts", async () => (await sign(good)).split(".").slice(0, 2).join(".")],
    ["of four parts", async () => `${await sign(good)}.AAAA`],
    ["encrypted instead of signed", () => `${part({ alg: "dir", enc: "A256GCM" })}..AAAA.AAAA.AAAA`],
    ["with a letter changed in the middle", async () => flipLetter(await sign(good))],
    ["twice", async () => `${await sign(good)}, ${await sign(good)}`],
    ["with a zero byte", async () => `${await sign(good)}\u0000`],
    ["as long as a book", () => `${part(header)}.${"A".repeat(100_000)}.AAAA`],
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
    expect((await later).identity.accountId).toBe(accountId);
  });
});

async function hmacWithPublicKey(): Promise<string> {
  const { x = "" } = await exportJWK(keys.publicKey);
  return hmac(Buffer.from(x, "base64url"));
}

function hmac(secret: string | Buffer, alg: "HS256" | "HS512" = "HS256"): string {
  const signed = `${part({ ...header, alg })}.${part(good)}`;
  const digest = createHmac(alg === "HS256" ? "sha256" : "sha512", secret)
    .update(signed)
    .digest("base64url");
  return `${signed}.${digest}`;
}

async function signWithRsa(): Promise<string> {
  const { privateKey } = await generateKeyPair("RS256");
  return new SignJWT(good).setProtectedHeader({ ...header, alg: "RS256" }).sign(privateKey);
}

async function signWithP256(): Promise<string> {
  const { privateKey } = await generateKeyPair("ES256");
  return new SignJWT(good).setProtectedHeader({ ...header, alg: "ES256" }).sign(privateKey);
}

/** Signed by our own key over what is not a set of claims. */
function signText(text: string): Promise<string> {
  return new CompactSign(new TextEncoder().encode(text)).setProtectedHeader(header).sign(keys.privateKey);
}

async function swapHeader(head: object): Promise<string> {
  const [, payload, signature] = (await sign(good)).split(".");
  return [part(head), payload, signature].join(".");
}

function swapPayload(token: string): string {
  const [head, , signature] = token.split(".");
  return [head, part({ ...good, roles: ["ADMIN"] }), signature].join(".");
}

function swapSignature(token: string, signature: Uint8Array): string {
  const [head, payload] = token.split(".");
  return [head, payload, Buffer.from(signature).toString("base64url")].join(".");
}

function flipLetter(token: string): string {
  const at = token.length - 20;
  return `${token.slice(0, at)}${token[at] === "A" ? "B" : "A"}${token.slice(at + 1)}`;
}
