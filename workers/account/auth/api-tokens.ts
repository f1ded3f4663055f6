import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { ApiTokenSchema } from "../../../proto/gen/account/v1/account_pb.js";
import { Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { createSecret } from "../../kit/auth/random-secret.ts";
import { sha256Hex } from "../../kit/encoding.ts";
import type { ApiTokenRow } from "../store/api-tokens.ts";

/** The prefix lets people and secret scanners recognise a leaked token. */
const prefix = "stoa_";
const hintLength = prefix.length + 6;

export interface NewToken {
  readonly token: string;
  readonly hash: string;
  readonly hint: string;
}

/**
 * Creates a token: `stoa_`, 256 random bits, and a checksum, which is the first 32 bits of their SHA-256. Both are in
 * hexadecimal. The gateway rejects a string with a wrong checksum without a call.
 */
export async function createToken(): Promise<NewToken> {
  const secret = createSecret();
  const token = `${prefix}${secret}${(await sha256Hex(secret)).slice(0, 8)}`;
  return { token, hash: await sha256Hex(token), hint: token.slice(0, hintLength) };
}

/** Converts a row to the protobuf message. */
export function toApiTokenMessage(row: ApiTokenRow): MessageInitShape<typeof ApiTokenSchema> {
  const { id, name, hint, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt, allowedNetworks } = row;
  return {
    id,
    name,
    hint,
    createdBy,
    scopes: parseScopes(row),
    allowedNetworks,
    createTime: timestampFromDate(createdAt),
    expireTime: timestampFromDate(expiresAt),
    ...(lastUsedAt === null ? {} : { lastUsedTime: timestampFromDate(lastUsedAt) }),
    ...(revokedAt === null ? {} : { revokeTime: timestampFromDate(revokedAt) }),
  };
}

/** Narrows the stored scope names. Scopes that the contract no longer has are dropped. */
export function parseScopes({ scopes }: Pick<ApiTokenRow, "scopes">): Scope[] {
  return scopes.flatMap((name) => Scope[name as keyof typeof Scope] ?? []);
}
