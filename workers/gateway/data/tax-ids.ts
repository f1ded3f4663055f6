import type { GatewayContext } from "../context.ts";

/**
 * Returns the tax id that the caller's account has now. Its access token says whether it may have one, so that the orders
 * of all other accounts need no call.
 */
export async function findOwnTaxId({ caller, loaders }: GatewayContext): Promise<string | undefined> {
  const { accountId } = caller.identity;
  if (!caller.hasTaxId || accountId === undefined) return undefined;
  return (await loaders.user.load(accountId))?.taxId?.value;
}
