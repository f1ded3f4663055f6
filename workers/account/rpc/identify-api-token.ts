import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { IdentifyApiTokenRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import { scopesOf } from "../auth/api-tokens.ts";
import type { AccountContext } from "../context.ts";
import { useApiToken } from "../store/api-tokens.ts";

export async function identifyApiToken({ hash }: IdentifyApiTokenRequest, ctx: AccountContext) {
  const row = await useApiToken(ctx.db, hash, new Date(ctx.now()));
  if (row === undefined) throw notFound("there is no such API token, or it is over");
  return { id: row.id, scopes: scopesOf(row), expireTime: timestampFromDate(row.expiresAt) };
}
