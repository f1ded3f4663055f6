import { createHmac, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../config.ts";
import { anonymous, type Identity } from "./identity.ts";
import { createIdentitySigner } from "./identity-signer.ts";
import { createIdentityVerifier } from "./identity-verifier.ts";

const user: Identity = { accountId: "acc_1", sessionId: "ses_1", roles: ["CUSTOMER"] };
const now = 1_000;

const createKey = (kid: string, activeFrom = 0) => ({
  ...generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" }),
  kid,
  activeFrom,
});
type Key = ReturnType<typeof createKey>;

const signerOf = (service: string, ...keys: Key[]) => createIdentitySigner(service, JSON.stringify({ keys }));
const verifierOf = (keys: Readonly<Record<string, readonly Key[]>>, sharedKey?: string) => {
  const all = Object.entries(keys).flatMap(([service, list]) => list.map(({ d: _, ...key }) => ({ ...key, service })));
  return createIdentityVerifier({ publicKeys: JSON.stringify({ keys: all }), sharedKey });
};

const [gatewayKey, orderKey] = [createKey("g1"), createKey("o1")];
const [gateway, order] = [signerOf("gateway", gatewayKey), signerOf("order", orderKey)];
const verifier = verifierOf({ gateway: [gatewayKey], order: [orderKey] });

describe("IdentityVerifier", () => {
  it("accepts an identity of the gateway for one minute", async () => {
    const header = await gateway.sign({ ...user }, now);
    expect(header.split(".")[0]).toBe("g1");
    expect(await verifier.verify(header, now)).toMatchObject(user);
    expect(await verifier.verify(header, now + 59_999)).toMatchObject(user);
    await expect(verifier.verify(header, now + 60_000)).rejects.toThrow("not valid");
    await expect(verifierOf({ gateway: [gatewayKey] }).verify(header, now + 60_000)).rejects.toThrow("not valid");
  });

  it("accepts identities of two keys of one Worker", async () => {
    const next = createKey("g2");
    const both = verifierOf({ gateway: [next, gatewayKey] });
    expect(await both.verify(await gateway.sign({ ...user }, now), now)).toMatchObject(user);
    expect(await both.verify(await signerOf("gateway", next).sign({ ...user }, now), now)).toMatchObject(user);
  });

  it("rejects a key that is not listed, and a signature of another key with its id", async () => {
    const unknown = await signerOf("gateway", createKey("g9")).sign({ ...user }, now);
    const impostor = await signerOf("gateway", createKey("g1")).sign({ ...user }, now);
    for (const header of [unknown, impostor]) await expect(verifier.verify(header, now)).rejects.toThrow("not valid");
  });

  it("rejects a changed payload or id, and a missing or malformed signature", async () => {
    const header = await gateway.sign({ ...user }, now);
    const [kid = "", payload = "", signature = ""] = header.split(".");
    const forged = btoa(JSON.stringify({ ...user, roles: ["ADMIN"], expiresAt: 60_000 })).replace(/=+$/, "");
    const headers = [
      `${kid}.${forged}.${signature}`,
      `o1.${payload}.${signature}`,
      `${kid}.${payload}.`,
      `${kid}.${payload}`,
      `${payload}.${signature}`,
      `${header}.${signature}`,
      `${kid}.${payload}.${"A".repeat(86)}`,
      "x.y.z",
      "",
    ];
    for (const text of headers) await expect(verifier.verify(text, now), text).rejects.toThrow("not valid");
  });

  it("accepts a Worker's own identity, and no other identity with its key", async () => {
    expect(await verifier.verify(await order.signService(now), now)).toMatchObject({ service: "order", roles: [] });
    expect(await verifier.verify(await gateway.signService(now), now)).toMatchObject({ service: "gateway" });
    const refused: Identity[] = [
      user,
      { roles: [] },
      { roles: ["ADMIN"], service: "order" },
      { accountId: "acc_1", roles: [], service: "order" },
      { authenticatedAt: now, roles: [], service: "order" },
      { customerGroupIds: ["grp_1"], roles: [], service: "order" },
      { roles: [], service: "order", partner: { tokenId: "tok_1", scopes: [] } },
      { roles: [], partner: { tokenId: "tok_1", scopes: [] } },
      { roles: [], service: "gateway" },
    ];
    for (const identity of refused) {
      const header = await order.sign(identity, now);
      await expect(verifier.verify(header, now), JSON.stringify(identity)).rejects.toThrow("not valid");
    }
    const header = await gateway.sign({ roles: [], service: "order" }, now);
    await expect(verifier.verify(header, now)).rejects.toThrow("not valid");
  });

  it("returns the anonymous identity when there is no header", async () => {
    expect(await verifier.verify(null, now)).toBe(anonymous);
  });

  it("accepts identities of release 0.1.0 only while the shared key is set", async () => {
    const payload = Buffer.from(JSON.stringify({ ...user, expiresAt: now + 60_000 })).toString("base64url");
    const sign = (key: string) => `${payload}.${createHmac("sha256", key).update(payload).digest("base64url")}`;
    const upgrading = verifierOf({ gateway: [gatewayKey] }, "shared");
    expect(await upgrading.verify(sign("shared"), now)).toMatchObject(user);
    await expect(upgrading.verify(sign("shared"), now + 60_000)).rejects.toThrow("not valid");
    await expect(upgrading.verify(sign("other"), now)).rejects.toThrow("not valid");
    await expect(verifier.verify(sign("shared"), now)).rejects.toThrow("not valid");
  });

  it("throws a ConfigError for a key set that is no JSON, is empty or misses the Worker of a key", () => {
    const withoutService = JSON.stringify({ keys: [gatewayKey] });
    for (const publicKeys of ["x", "null", "{}", '{"keys":[]}', withoutService]) {
      expect(() => createIdentityVerifier({ publicKeys }), publicKeys).toThrow(ConfigError);
    }
  });
});

describe("IdentitySigner", () => {
  it("signs with the newest key that is active", async () => {
    const signer = signerOf("gateway", createKey("next", 700), createKey("current", 600), createKey("former"));
    const kidAt = async (seconds: number) => (await signer.sign({ ...user }, seconds * 1000)).split(".")[0];
    expect(await kidAt(599)).toBe("former");
    expect(await kidAt(600)).toBe("current");
    expect(await kidAt(700)).toBe("next");
  });

  it("reuses the signature of an identity for half of its lifetime", async () => {
    const identity = { ...user };
    const header = await gateway.sign(identity, now);
    expect(await gateway.sign(identity, now + 29_999)).toBe(header);
    expect(await gateway.sign(identity, now + 30_000)).not.toBe(header);
    expect(await gateway.sign({ ...user, accountId: "acc_2" }, now)).not.toBe(header);
  });
});
