import { timestampMs } from "@bufbuild/protobuf/wkt";
import { Code } from "@connectrpc/connect";
import { AccountService } from "../../../proto/gen/account/v1/account_pb.js";
import type { Partner } from "../../kit/auth/identity.ts";
import type { Rpc } from "../../kit/connect/client.ts";
import { Failure, unauthenticated } from "../../kit/errors/failure.ts";

/** How long a token that was found good is taken for good: within this, one that was revoked still works here. */
const cacheTtlMs = 4_000;
const mostRemembered = 1_000;

const good = new Map<string, { readonly partner: Partner; readonly until: number }>();

/** Who calls with this API token, where that was found out a moment ago. */
export async function cachedPartner(token: string, now: number): Promise<Partner | undefined> {
  return recall(await sha256(token), now);
}

/**
 * Who calls with this API token. The token itself goes no further than here. Throws UNAUTHENTICATED for one that is not
 * ours or is over, and UNAVAILABLE when that cannot be found out.
 */
export async function authenticatePartner(token: string, account: Rpc, now: number): Promise<Partner> {
  const hash = await sha256(token);
  const known = recall(hash, now);
  if (known !== undefined) return known;
  const [, secret = "", check] = /^stoa_([0-9a-f]{64})([0-9a-f]{8})$/.exec(token) ?? [];
  if (check !== (await sha256(secret)).slice(0, 8)) throw unauthenticated("this is not an API token");
  const { id, scopes, expireTime } = await account(AccountService.method.identifyApiToken, { hash }).catch(
    (error: unknown) => {
      const unknown = error instanceof Failure && error.code === Code.NotFound;
      throw unknown ? unauthenticated("this API token is not valid, or is over") : error;
    },
  );
  const partner: Partner = { tokenId: id, scopes };
  if (good.size >= mostRemembered) good.clear();
  good.set(hash, {
    partner,
    until: Math.min(now + cacheTtlMs, expireTime === undefined ? 0 : timestampMs(expireTime)),
  });
  return partner;
}

function recall(hash: string, now: number): Partner | undefined {
  const known = good.get(hash);
  return known !== undefined && known.until > now ? known.partner : undefined;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
