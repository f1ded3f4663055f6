import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import { type Identity, parseRole } from "../../kit/auth/identity.ts";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { unauthenticated } from "../../kit/errors/failure.ts";

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** How old the keys may be; one that is not among them is looked for again at most every ten seconds. */
const freshMs = 5 * 60_000;
const againMs = 10_000;
const mostVerified = 5_000;
/** No token of ours is good for longer, whatever it says. */
const longestSeconds = 10 * 60;

/** Who asks, as their access token says. */
export interface Caller {
  readonly identity: Identity;
  /** Of the account when the token was made. */
  readonly epoch: number;
  /** When the token expires, in milliseconds. */
  readonly until: number;
}

export interface Verifier {
  /** Who a token speaks for. Throws UNAUTHENTICATED for one that is not ours, or is over. */
  verify(token: string, fetchKeys: () => Promise<JSONWebKeySet>, now: number): Promise<Caller>;
}

/**
 * Checks access tokens: Ed25519 and nothing else, by a key that the account service publishes, for this issuer and
 * audience. A token that was found genuine is remembered until it expires.
 */
export function createVerifier(issuer: string): Verifier {
  const verified = new Map<string, Caller>();
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
      requiredClaims: ["sub", "sid", "iat", "exp", "epoch"],
      maxTokenAge: longestSeconds,
    });
    return payload;
  };

  return {
    verify: async (token, fetchKeys, now) => {
      const known = verified.get(token);
      if (known !== undefined && known.until > now) return known;
      const fresh = keys !== undefined && now - keys.at < freshMs;
      const set = keys !== undefined && fresh ? keys.set : await load(fetchKeys, now);
      try {
        const payload = await check(token, set, now).catch(async (error: unknown) => {
          const rotated = error instanceof errors.JWKSNoMatchingKey && now - (keys?.at ?? 0) > againMs;
          if (!rotated) throw error;
          return check(token, await load(fetchKeys, now), now);
        });
        const caller = callerOf(payload);
        if (verified.size >= mostVerified) verified.clear();
        verified.set(token, caller);
        return caller;
      } catch (error) {
        if (error instanceof errors.JOSEError) throw unauthenticated("the access token is not valid: sign in again");
        throw error;
      }
    },
  };
}

/** Whom a token speaks for that the account service has just answered with: nobody else had it in between. */
export function callerFromOwnToken(token: string): Caller {
  return callerOf(decodeJwt(token));
}

function callerOf({ sub, sid, roles, epoch, exp = 0 }: JWTPayload): Caller {
  const named =
    typeof sub === "string" &&
    parseIdPrefix(sub) === "acc" &&
    typeof sid === "string" &&
    parseIdPrefix(sid) === "ses" &&
    Number.isSafeInteger(epoch);
  if (!named) throw unauthenticated("the access token is not valid: sign in again");
  const names: readonly unknown[] = Array.isArray(roles) ? roles : [];
  const held = names.flatMap((name) => (typeof name === "string" ? (parseRole(name) ?? []) : []));
  return { identity: { accountId: sub, sessionId: sid, roles: held }, epoch: Number(epoch), until: exp * 1000 };
}
