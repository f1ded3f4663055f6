import { Code } from "@connectrpc/connect";
import { createLocalJWKSet, decodeJwt, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from "jose";
import { type Identity, parseRole } from "../../kit/auth/identity.ts";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import { Failure } from "../../kit/errors/failure.ts";
import { createMemoryCache } from "../../kit/storage/memory-cache.ts";

type KeySet = ReturnType<typeof createLocalJWKSet>;

/** Maximum age of the key set. For an unknown key ID it is fetched again, at most every ten seconds. */
const keySetTtlMs = 5 * 60_000;
const minRefetchMs = 10_000;
const maxVerifiedTokens = 5_000;
/** Tokens with a longer lifetime are rejected, even if they have not expired. */
const maxTokenAgeSeconds = 10 * 60;

/** The owner of a verified access token. */
export interface Caller {
  readonly identity: Identity;
  /** Whether the account had a tax id when the token was issued. */
  readonly hasTaxId?: true;
  /** The account's epoch at the time the token was issued. */
  readonly epoch: number;
  /** In milliseconds since the Unix epoch. */
  readonly expiresAt: number;
}

export interface Verifier {
  /** Returns the owner of a token. Throws UNAUTHENTICATED for an invalid or expired token. */
  verify(token: string, fetchKeys: () => Promise<JSONWebKeySet>, now: number): Promise<Caller>;
}

/**
 * Creates a verifier for access tokens. It accepts only Ed25519 signatures by a key that the account service publishes,
 * for this issuer and audience. A verified token is cached until it expires.
 */
export function createVerifier(issuer: string): Verifier {
  const verified = createMemoryCache<string, Caller>({ max: maxVerifiedTokens });
  let keys: { readonly set: KeySet; readonly fetchedAt: number } | undefined;

  const loadKeys = async (fetchKeys: () => Promise<JSONWebKeySet>, now: number): Promise<KeySet> => {
    keys = { set: createLocalJWKSet(await fetchKeys()), fetchedAt: now };
    return keys.set;
  };

  const verifyWith = async (token: string, set: KeySet, now: number): Promise<JWTPayload> => {
    const { payload } = await jwtVerify(token, set, {
      algorithms: ["EdDSA"],
      issuer,
      audience: "stoa",
      typ: "at+jwt",
      clockTolerance: 5,
      currentDate: new Date(now),
      requiredClaims: ["sub", "sid", "iat", "exp", "epoch"],
      maxTokenAge: maxTokenAgeSeconds,
    });
    return payload;
  };

  return {
    verify: async (token, fetchKeys, now) => {
      const cached = verified.get(token, now);
      if (cached !== undefined) return cached;
      const isFresh = keys !== undefined && now - keys.fetchedAt < keySetTtlMs;
      const set = keys !== undefined && isFresh ? keys.set : await loadKeys(fetchKeys, now);
      try {
        const payload = await verifyWith(token, set, now).catch(async (error: unknown) => {
          const mayBeRotated = error instanceof errors.JWKSNoMatchingKey && now - (keys?.fetchedAt ?? 0) > minRefetchMs;
          if (!mayBeRotated) throw error;
          return verifyWith(token, await loadKeys(fetchKeys, now), now);
        });
        const caller = callerFromClaims(payload);
        verified.set(token, caller, caller.expiresAt);
        return caller;
      } catch (error) {
        if (error instanceof errors.JOSEError) throw invalidToken(error instanceof errors.JWTExpired);
        throw error;
      }
    },
  };
}

/** Returns the owner of a token that the account service has just issued in this request. It needs no verification. */
export function callerFromOwnToken(token: string): Caller {
  return callerFromClaims(decodeJwt(token));
}

function callerFromClaims({ sub, sid, roles, groups, epoch, exp = 0, ...claims }: JWTPayload): Caller {
  const isComplete =
    typeof sub === "string" &&
    parseIdPrefix(sub) === "acc" &&
    typeof sid === "string" &&
    parseIdPrefix(sid) === "ses" &&
    Number.isSafeInteger(epoch);
  if (!isComplete) throw invalidToken();
  const knownRoles = toStrings(roles).flatMap((name) => parseRole(name) ?? []);
  const groupIds = toStrings(groups).filter((id) => parseIdPrefix(id) === "grp");
  const customerGroupIds = groupIds.length === 0 ? {} : { customerGroupIds: groupIds };
  // Tokens of guests have no such time, because guests have no password.
  const { auth_time: authTime, tax_id: taxId } = claims;
  const authenticatedAt = Number.isSafeInteger(authTime) ? { authenticatedAt: Number(authTime) * 1000 } : {};
  return {
    identity: { accountId: sub, sessionId: sid, roles: knownRoles, ...customerGroupIds, ...authenticatedAt },
    ...(taxId === true ? { hasTaxId: true } : {}),
    epoch: Number(epoch),
    expiresAt: exp * 1000,
  };
}

/** Returns the strings of a claim that is a list. */
function toStrings(claim: unknown): readonly string[] {
  return Array.isArray(claim) ? claim.filter((item) => typeof item === "string") : [];
}

/** A token that is only expired has a valid signature: `expired` is in the failure's metadata. */
function invalidToken(isExpired = false): Failure {
  const message = "The access token is invalid or expired. Sign in again.";
  return new Failure(Code.Unauthenticated, "UNAUTHENTICATED", message, {
    metadata: isExpired ? { expired: "true" } : {},
  });
}
