import type { Permission } from "../../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../../kit/auth/permissions.ts";
import { parseIdPrefix } from "../../../kit/domain/ids.ts";
import { notFound, unauthenticated } from "../../../kit/errors/failure.ts";
import type { OrderContext } from "../../context.ts";
import type { OrderView } from "../../saga/saga-runner.ts";

/** The caller's account; there is one, since every method here wants a signed-in caller. */
export function requireAccount({ identity }: OrderContext): string {
  if (identity.accountId === undefined) throw unauthenticated("sign in first");
  return identity.accountId;
}

/**
 * The order, if the caller owns it or holds the permission for any. Anybody else learns nothing: not even that there
 * is one.
 */
export async function getVisibleOrder(
  ctx: OrderContext,
  orderId: string,
  { anyWith, field, asOf }: { anyWith: Permission; field: string; asOf?: number },
): Promise<OrderView> {
  const view = parseIdPrefix(orderId) === "ord" ? await ctx.object(orderId).read(asOf) : undefined;
  if (view === undefined || !isVisible(ctx, view, anyWith)) throw notFound("there is no such order", field);
  return view;
}

export function isVisible(ctx: OrderContext, { state }: OrderView, anyWith: Permission): boolean {
  const { accountId } = ctx.identity;
  return (accountId !== undefined && state.accountId === accountId) || hasPermission(ctx.identity, anyWith);
}

/** Who acts, as the order's timeline shows it: its owner, somebody of the shop, or a partner's program. */
export function actorOf(ctx: OrderContext, ownerId?: string): string {
  const { partner } = ctx.identity;
  if (partner !== undefined) return `partner:${partner.tokenId}`;
  const accountId = requireAccount(ctx);
  return accountId === ownerId ? `account:${accountId}` : `staff:${accountId}`;
}
