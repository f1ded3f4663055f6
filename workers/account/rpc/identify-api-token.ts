import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { IdentifyApiTokenRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import { parseScopes } from "../auth/api-tokens.ts";
import type { AccountContext } from "../context.ts";
import { useApiToken } from "../store/api-tokens.ts";

export async function identifyApiToken({ hash }: IdentifyApiTokenRequest, ctx: AccountContext) {
  const row = await useApiToken(ctx.db, hash, new Date(ctx.now()));
  if (row === undefined) throw notFound("The API token does not exist, is expired or was revoked");
  const { id, expiresAt, allowedNetworks } = row;
  return { id, scopes: parseScopes(row), expireTime: timestampFromDate(expiresAt), allowedNetworks };
}
