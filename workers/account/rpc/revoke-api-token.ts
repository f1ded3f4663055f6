import type { RevokeApiTokenRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import { securityEvent } from "../audit/security-events.ts";
import { apiTokenMessage } from "../auth/api-tokens.ts";
import type { AccountContext } from "../context.ts";
import { endApiToken } from "../store/api-tokens.ts";

export async function revokeApiToken({ id }: RevokeApiTokenRequest, ctx: AccountContext) {
  const row = await endApiToken(ctx.db, id, await securityEvent(ctx, "API_TOKEN_REVOKED", null));
  if (row === undefined) throw notFound("there is no such API token", "id");
  return { apiToken: apiTokenMessage(row) };
}
