import type { DescMessage, DescMethodUnary, MessageInitShape, MessageShape } from "@bufbuild/protobuf";
import type { CustomerGroup } from "../../../proto/gen/account/v1/account_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
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
