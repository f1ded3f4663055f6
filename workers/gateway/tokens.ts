import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import { unauthenticated } from "../kit/failure.ts";
import { type Identity, parseRole } from "../kit/identity.ts";

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** How old the keys may be; one that is not among them is looked for again at most every ten seconds. */
const freshMs = 5 * 60_000;
const againMs = 10_000;
const mostVerified = 5_000;

export interface Verifier {
  /** Who a token speaks for. Throws UNAUTHENTICATED for one that is not ours, or is over. */
  verify(token: string, fetchKeys: () => Promise<JSONWebKeySet>, now: number): Promise<Identity>;
}

/**
 * Checks access tokens: Ed25519 and nothing else, by a key that the account service publishes, for this issuer and
 * audience. A token that was found genuine is remembered until it expires.
 */
export function createVerifier(issuer: string): Verifier {
  const verified = new Map<string, { readonly identity: Identity; readonly until: number }>();
  let keys: { readonly set: KeySet; readonly at: number } | undefined;

  const load = async (fetchKeys: () => Promise<JSONWebKeySet>, now: number): Promise<KeySet> => {
    keys = { set: createLocalJWKSet(await fetchKeys()), at: now };
    return keys.set;
  };

  const check = async (token: string, set: KeySet, now: number): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, set, {
      algorithms: ["EdDSA"],
      issuer,
      audience: "stoa",
      typ: "at+jwt",
      clockTolerance: 5,
      currentDate: new Date(now),
      requiredClaims: ["sub", "sid", "exp"],
    });
    return payload;
  };

  return {
    verify: async (token, fetchKeys, now) => {
      const known = verified.get(token);
      if (known !== undefined && known.until > now) return known.identity;
      const fresh = keys !== undefined && now - keys.at < freshMs;
      const set = keys !== undefined && fresh ? keys.set : await load(fetchKeys, now);
      try {
        const payload = await check(token, set, now).catch(async (error: unknown) => {
          const rotated = error instanceof errors.JWKSNoMatchingKey && now - (keys?.at ?? 0) > againMs;
          if (!rotated) throw error;
          return check(token, await load(fetchKeys, now), now);
        });
        const identity = identityOf(payload);
        if (verified.size >= mostVerified) verified.clear();
        verified.set(token, { identity, until: (payload.exp ?? 0) * 1000 });
        return identity;
      } catch (error) {
        if (error instanceof errors.JOSEError) throw unauthenticated("the access token is not valid: sign in again");
        throw error;
      }
    },
  };
}

function identityOf({ sub, sid, roles }: JWTPayload): Identity {
  const names: readonly unknown[] = Array.isArray(roles) ? roles : [];
  return {
    accountId: String(sub),
    sessionId: String(sid),
    roles: names.flatMap((name) => (typeof name === "string" ? (parseRole(name) ?? []) : [])),
  };
}
