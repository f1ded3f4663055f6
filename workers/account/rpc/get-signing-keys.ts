import { publicJwks } from "../auth/tokens.ts";
import type { AccountContext } from "../context.ts";

export async function getSigningKeys(_request: unknown, ctx: AccountContext) {
  return { jwksJson: publicJwks(ctx.config.signingKeys) };
}
