import type { RevokeApiTokenRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import { createSecurityEvent } from "../audit/security-events.ts";
import { toApiTokenMessage } from "../auth/api-tokens.ts";
import type { AccountContext } from "../context.ts";
import { revokeApiToken as revokeRow } from "../store/api-tokens.ts";

export async function revokeApiToken({ id }: RevokeApiTokenRequest, ctx: AccountContext) {
  const row = await revokeRow(ctx.db, id, await createSecurityEvent(ctx, "API_TOKEN_REVOKED", null));
  if (row === undefined) throw notFound("API token not found", "id");
  return { apiToken: toApiTokenMessage(row) };
}
