import type { CreateApiTokenRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Scope } from "../../../proto/gen/common/v1/permission_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { parseCidr } from "../../kit/domain/ip-network.ts";
import { invalid } from "../../kit/errors/failure.ts";
import { parseText } from "../../kit/validation/text.ts";
import { createSecurityEvent } from "../audit/security-events.ts";
import { createToken, toApiTokenMessage } from "../auth/api-tokens.ts";
import type { AccountContext } from "../context.ts";
import { maxApiTokenDays, maxApiTokenNameLength, maxApiTokenNetworks } from "../domain/limits.ts";
import { insertApiToken } from "../store/api-tokens.ts";

const dayMs = 24 * 3_600_000;

export async function createApiToken(request: CreateApiTokenRequest, ctx: AccountContext) {
  const name = parseText(request.name, maxApiTokenNameLength, "name");
  const requested = [...new Set(request.scopes)];
  const scopes = requested.filter((scope) => scope !== Scope.UNSPECIFIED).flatMap((scope) => Scope[scope] ?? []);
  if (scopes.length === 0 || scopes.length < requested.length) {
    throw invalid("INVALID_SCOPES", "At least one scope is required, and every scope must be known", "scopes");
  }
  const { days } = request;
  if (days < 1 || days > maxApiTokenDays)
    throw invalid("INVALID_DAYS", `\`days\` must be 1 to ${maxApiTokenDays}`, "days");
  const allowedNetworks = parseNetworks(request.allowedNetworks);
  const now = ctx.now();
  const id = newId("tok", now);
  const { token, hash, hint } = await createToken();
  const createdAt = new Date(now);
  const expiresAt = new Date(now + days * dayMs);
  const { accountId: createdBy = "" } = ctx.identity;
  // The networks of a partner are addresses, which the audit trail does not contain.
  const detail = { scopes, expiresAt: expiresAt.toISOString(), networks: allowedNetworks.length };
  const row = await insertApiToken(
    ctx.db,
    { id, name, hash, hint, scopes, createdBy, createdAt, expiresAt, allowedNetworks },
    { ...(await createSecurityEvent(ctx, "API_TOKEN_CREATED", null, detail)), subject: id },
  );
  return { token, apiToken: toApiTokenMessage(row) };
}

function parseNetworks(blocks: readonly string[]): string[] {
  const networks = blocks.map(parseCidr);
  const valid = networks.filter((network) => network !== undefined);
  if (valid.length < blocks.length || blocks.length > maxApiTokenNetworks) {
    const message = `\`allowedNetworks\` must be at most ${maxApiTokenNetworks} CIDR blocks, for example 192.0.2.0/24`;
    throw invalid("INVALID_NETWORK", message, "allowedNetworks");
  }
  return [...new Set(valid)];
}
