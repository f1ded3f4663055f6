import type { AccountContext } from "../context.ts";
import { publicJwks } from "../tokens.ts";

export async function getSigningKeys(_request: unknown, ctx: AccountContext) {
  return { jwksJson: publicJwks(ctx.config.signingKeys) };
}
