import type { MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { ApiTokenSchema } from "../../../proto/gen/account/v1/account_pb.js";
import { Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import type { ApiTokenRow } from "../store/api-tokens.ts";
import { newSecret, sha256 } from "./crypto.ts";

/** How a token begins: who finds one lying about knows whose it is, and so do programs that look for such. */
const prefix = "stoa_";
const hintLength = prefix.length + 6;

export interface NewToken {
  readonly token: string;
  readonly hash: string;
  readonly hint: string;
}

/** `stoa_`, 256 random bits and the first 32 of their SHA-256, in hex: a checksum tells a token from what looks like one. */
export async function makeToken(): Promise<NewToken> {
  const secret = newSecret();
  const token = `${prefix}${secret}${(await sha256(secret)).slice(0, 8)}`;
  return { token, hash: await sha256(token), hint: token.slice(0, hintLength) };
}

export function apiTokenMessage(row: ApiTokenRow): MessageInitShape<typeof ApiTokenSchema> {
  const { id, name, hint, createdBy, createdAt, expiresAt, lastUsedAt, revokedAt } = row;
  return {
    id,
    name,
    hint,
    createdBy,
    scopes: scopesOf(row),
    createTime: timestampFromDate(createdAt),
    expireTime: timestampFromDate(expiresAt),
    ...(lastUsedAt === null ? {} : { lastUsedTime: timestampFromDate(lastUsedAt) }),
    ...(revokedAt === null ? {} : { revokeTime: timestampFromDate(revokedAt) }),
  };
}

/** A scope that the contract no longer has is worth nothing. */
export function scopesOf({ scopes }: Pick<ApiTokenRow, "scopes">): Scope[] {
  return scopes.flatMap((name) => Scope[name as keyof typeof Scope] ?? []);
}
