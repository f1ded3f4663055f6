import type { SetCustomerGroupsRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { parseGroupIds } from "../domain/customer-group.ts";
import { findUnknownGroup } from "../store/customer-groups.ts";
import { updateGroupIds } from "../store/user-statements.ts";
import type { UserRow } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { canReadUser } from "./shared/access.ts";
import { unwrap } from "./shared/errors.ts";
import { toUserMessage } from "./shared/mappers.ts";
import { changeRegisteredUser } from "./shared/registered-user.ts";

/** Access tokens that exist are not revoked: they expire within ten minutes. */
export async function setCustomerGroups(request: SetCustomerGroupsRequest, ctx: AccountContext) {
  const { userId } = request;
  const groupIds = unwrap(parseGroupIds(request.customerGroupIds));
  // Groups are never deleted, so they still exist when the row is written.
  if ((await findUnknownGroup(ctx.db, groupIds)) !== undefined) {
    throw invalid("UNKNOWN_CUSTOMER_GROUP", "There is no customer group with this ID", "customerGroupIds");
  }
  let user: UserRow | undefined;
  const changed = await changeRegisteredUser(ctx, userId, async (before) => {
    const added = groupIds.filter((id) => !before.groupIds.includes(id));
    const removed = before.groupIds.filter((id) => !groupIds.includes(id));
    user = before;
    if (added.length === 0 && removed.length === 0) return false;
    const detail = { added, removed };
    return commitChange(ctx, updateGroupIds(ctx.db, before, groupIds), {
      userId,
      event: "CUSTOMER_GROUPS_CHANGED",
      detail,
    });
  });
  user = changed ?? user;
  return user !== undefined && canReadUser(ctx, userId) ? { user: toUserMessage(user) } : {};
}
