import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import type { CustomerGroup } from "../../../proto/gen/account/v1/account_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { GatewayContext } from "../context.ts";

/** Writes customer groups, and discards what the request has loaded: later fields of a mutation see the change. */
export async function changeCustomerGroups<I extends DescMessage, O extends DescMessage>(
  { services, loaders }: GatewayContext,
  rpc: DescMethodUnary<I, O>,
  request: MessageInitShape<I>,
): Promise<MessageShape<O>> {
  try {
    return await services.account(rpc, request);
  } finally {
    loaders.resetPricing();
  }
}

/** Returns the customer groups with these ids, in the order of the ids. For staff. */
export async function findCustomerGroups(
  { loaders }: GatewayContext,
  ids: readonly string[],
): Promise<CustomerGroup[]> {
  if (ids.length === 0) return [];
  const byId = new Map((await loaders.pricing.customerGroups()).map((group) => [group.id, group]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/**
 * Throws UNKNOWN_CUSTOMER_GROUP if an id is of no customer group. The catalog service stores the ids, and cannot read the
 * groups.
 */
export async function requireKnownGroups(
  ctx: GatewayContext,
  ids: readonly string[] | null | undefined,
  ...field: string[]
): Promise<void> {
  const groups = await findCustomerGroups(ctx, ids ?? []);
  if (ids?.some((id) => !groups.some((group) => group.id === id))) {
    throw invalid("UNKNOWN_CUSTOMER_GROUP", "There is no customer group with this ID", ...field);
  }
}

/** Returns the customer group with this id, for staff and for its members. */
export async function findCustomerGroup(
  { caller, loaders }: GatewayContext,
  id: string,
): Promise<CustomerGroup | null> {
  const { identity } = caller;
  await caller.requireUnrevokedForRead();
  // The service rejects anonymous callers.
  const isMemberAtMost = identity.accountId !== undefined && !hasPermission(identity, Permission.CUSTOMER_GROUP_WRITE);
  const groups = isMemberAtMost
    ? ((await loaders.user.load(identity.accountId))?.customerGroups ?? [])
    : await loaders.pricing.customerGroups();
  return groups.find((group) => group.id === id) ?? null;
}
