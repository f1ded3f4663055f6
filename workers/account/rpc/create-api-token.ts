import type { CreateApiTokenRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { invalid } from "../../kit/errors/failure.ts";
import { parseText } from "../../kit/validation/text.ts";
import { securityEvent } from "../audit/security-events.ts";
import { apiTokenMessage, makeToken } from "../auth/api-tokens.ts";
import type { AccountContext } from "../context.ts";
import { insertApiToken } from "../store/api-tokens.ts";

const mostDays = 365;
const dayMs = 24 * 3_600_000;

export async function createApiToken(request: CreateApiTokenRequest, ctx: AccountContext) {
  const name = parseText(request.name, 100, "name");
  const wanted = [...new Set(request.scopes)];
  const scopes = wanted.filter((scope) => scope !== Scope.UNSPECIFIED).flatMap((scope) => Scope[scope] ?? []);
  if (scopes.length === 0 || scopes.length < wanted.length) {
    throw invalid("INVALID_SCOPES", "at least one scope is needed, of those that there are", "scopes");
  }
  const { days } = request;
  if (days < 1 || days > mostDays) throw invalid("INVALID_DAYS", `a token is good for 1 to ${mostDays} days`, "days");
  const now = ctx.now();
  const id = newId("tok", now);
  const { token, hash, hint } = await makeToken();
  const createdAt = new Date(now);
  const expiresAt = new Date(now + days * dayMs);
  const { accountId: createdBy = "" } = ctx.identity;
  const row = await insertApiToken(
    ctx.db,
    { id, name, hash, hint, scopes, createdBy, createdAt, expiresAt },
    { ...(await securityEvent(ctx, "API_TOKEN_CREATED", null)), subject: id },
  );
  return { token, apiToken: apiTokenMessage(row) };
}
