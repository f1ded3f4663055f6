import { Permission } from "../../../../proto/gen/common/v1/permission_pb.js";
import type { Identity } from "../../../kit/auth/identity.ts";
import { hasPermission } from "../../../kit/auth/permissions.ts";
import { parseIdPrefix } from "../../../kit/domain/ids.ts";
import { notFound, unauthenticated } from "../../../kit/errors/failure.ts";
import type { OrderContext } from "../../context.ts";
import type { OrderView } from "../../saga/saga-runner.ts";

/** Returns the caller's account id. Throws UNAUTHENTICATED when the caller is not signed in. */
export function requireAccount({ identity }: OrderContext): string {
  if (identity.accountId === undefined) throw unauthenticated("Sign in first");
  return identity.accountId;
}

/**
 * Returns the order if the caller owns it or has the permission for all orders. Throws NOT_FOUND otherwise, so that other
 * callers cannot find out whether the order exists.
 */
export async function getVisibleOrder(
  ctx: OrderContext,
  orderId: string,
  { anyWith, field }: { anyWith: Permission; field: string },
): Promise<OrderView> {
  const view = parseIdPrefix(orderId) === "ord" ? await ctx.object(orderId).read() : undefined;
  if (view === undefined || !isVisible(ctx, view, anyWith)) throw notFound("Order not found", field);
  return view;
}

export function isVisible(ctx: OrderContext, { state }: OrderView, anyWith: Permission): boolean {
  const { accountId } = ctx.identity;
  return (accountId !== undefined && state.accountId === accountId) || hasPermission(ctx.identity, anyWith);
}

/** Returns the actor that the order's timeline shows: the owner of the order, staff, or a partner's API token. */
export function getActor(ctx: OrderContext, ownerId?: string): string {
  const { partner } = ctx.identity;
  if (partner !== undefined) return `partner:${partner.tokenId}`;
  const accountId = requireAccount(ctx);
  return accountId === ownerId ? `account:${accountId}` : `staff:${accountId}`;
}

/** Returns whether the caller is support staff. Partners are not. */
export function isSupport(identity: Identity): boolean {
  return identity.partner === undefined && hasPermission(identity, Permission.ORDER_READ_ANY);
}
