import { timestampMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import type { Partner } from "../../kit/auth/identity.ts";
import type { Rpc } from "../../kit/connect/client.ts";
import { sha256Hex } from "../../kit/encoding.ts";
import { Failure, unauthenticated } from "../../kit/errors/failure.ts";
import { createMemoryCache } from "../../kit/storage/memory-cache.ts";

/** How long this isolate still accepts a token after its revocation. */
const cacheTtlMs = 4_000;

const partners = createMemoryCache<string, Partner>({ max: 1_000 });

/** Returns the owner of an API token from the cache; undefined when it was not authenticated recently. */
export async function cachedPartner(token: string, now: number): Promise<Partner | undefined> {
  return partners.get(await sha256Hex(token), now);
}

/**
 * Returns the owner of an API token. Only the token's hash is sent to the account service. Throws UNAUTHENTICATED for an
 * invalid or expired token, and UNAVAILABLE when the account service cannot be reached.
 */
export async function authenticatePartner(token: string, account: Rpc, now: number): Promise<Partner> {
  const hash = await sha256Hex(token);
  const cached = partners.get(hash, now);
  if (cached !== undefined) return cached;
  const [, secret = "", checksum] = /^stoa_([0-9a-f]{64})([0-9a-f]{8})$/.exec(token) ?? [];
  if (checksum !== (await sha256Hex(secret)).slice(0, 8)) throw unauthenticated("This is not an API token");
  const { id, scopes, expireTime } = await account(AccountService.method.identifyApiToken, { hash }).catch(
    (error: unknown) => {
      const isUnknown = error instanceof Failure && error.code === Code.NotFound;
      throw isUnknown ? unauthenticated("The API token is invalid or expired") : error;
    },
  );
  const partner: Partner = { tokenId: id, scopes };
  partners.set(hash, partner, Math.min(now + cacheTtlMs, expireTime === undefined ? 0 : timestampMs(expireTime)));
  return partner;
}
