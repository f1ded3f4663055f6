import { timestampMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import type { Partner } from "../../kit/auth/identity.ts";
import type { Rpc } from "../../kit/connect/client.ts";
import { isInNetworks } from "../../kit/domain/ip-network.ts";
import { sha256Hex } from "../../kit/encoding.ts";
import { Failure, unauthenticated } from "../../kit/errors/failure.ts";
import { createMemoryCache } from "../../kit/storage/memory-cache.ts";

/** How long this isolate still accepts a token after its revocation. */
const cacheTtlMs = 4_000;

/** The owner of an API token, and the CIDR blocks from which the token is accepted: any network if there are none. */
interface TokenOwner {
  readonly partner: Partner;
  readonly allowedNetworks: readonly string[];
}

const owners = createMemoryCache<string, TokenOwner>({ max: 1_000 });

/** A token and the request that it came with. */
export interface TokenUse {
  readonly token: string;
  readonly request: Request;
  readonly now: number;
}

/**
 * Returns the owner of an API token from the cache; undefined when it was not authenticated recently. Throws FORBIDDEN as
 * `authenticatePartner` does.
 */
export async function cachedPartner({ token, request, now }: TokenUse): Promise<Partner | undefined> {
  const owner = owners.get(await sha256Hex(token), now);
  return owner === undefined ? undefined : partnerInNetwork(owner, request);
}

/**
 * Returns the owner of an API token. Only the token's hash is sent to the account service. Throws UNAUTHENTICATED for an
 * invalid or expired token, FORBIDDEN for a request from a network that the token does not allow, and UNAVAILABLE when the
 * account service cannot be reached.
 */
export async function authenticatePartner({ token, request, now }: TokenUse, account: Rpc): Promise<Partner> {
  const hash = await sha256Hex(token);
  const cached = owners.get(hash, now);
  if (cached !== undefined) return partnerInNetwork(cached, request);
  const [, secret = "", checksum] = /^stoa_([0-9a-f]{64})([0-9a-f]{8})$/.exec(token) ?? [];
  if (checksum !== (await sha256Hex(secret)).slice(0, 8)) throw unauthenticated("This is not an API token");
  const { id, scopes, expireTime, allowedNetworks } = await account(AccountService.method.identifyApiToken, {
    hash,
  }).catch((error: unknown) => {
    const isUnknown = error instanceof Failure && error.code === Code.NotFound;
    throw isUnknown ? unauthenticated("The API token is invalid or expired") : error;
  });
  const owner: TokenOwner = { partner: { tokenId: id, scopes }, allowedNetworks };
  owners.set(hash, owner, Math.min(now + cacheTtlMs, expireTime === undefined ? 0 : timestampMs(expireTime)));
  return partnerInNetwork(owner, request);
}

function partnerInNetwork({ partner, allowedNetworks }: TokenOwner, { headers }: Request): Partner {
  const ip = headers.get("cf-connecting-ip") ?? "";
  if (allowedNetworks.length > 0 && !isInNetworks(ip, allowedNetworks)) {
    throw new Failure(Code.PermissionDenied, "FORBIDDEN", "This API token is not allowed from this network", {
      metadata: { tokenId: partner.tokenId },
    });
  }
  return partner;
}
