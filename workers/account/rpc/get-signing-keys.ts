import { toPublicJwks } from "../auth/tokens.ts";
import type { AccountContext } from "../context.ts";

export async function getSigningKeys(_request: unknown, ctx: AccountContext) {
  return { jwksJson: toPublicJwks(ctx.config.signingKeys) };
}
