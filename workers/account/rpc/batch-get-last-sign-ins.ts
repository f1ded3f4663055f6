import { timestampFromDate } from "@bufbuild/protobuf/wkt";
import type { BatchGetLastSignInsRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../kit/auth/permissions.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { maxBatchedUsers } from "../domain/limits.ts";
import { findLastSignIns } from "../store/security-events.ts";

export async function batchGetLastSignIns({ userIds }: BatchGetLastSignInsRequest, ctx: AccountContext) {
  if (userIds.length > maxBatchedUsers) {
    throw invalid("TOO_MANY", `At most ${maxBatchedUsers} accounts per request`, "userIds");
  }
  const readsAny = hasPermission(ctx.identity, Permission.ACCOUNT_WRITE_ANY);
  const visible = [...new Set(userIds)].filter((id) => readsAny || id === ctx.identity.accountId);
  const rows = visible.length === 0 ? [] : await findLastSignIns(ctx.db, visible);
  return { lastSignIns: rows.map(({ userId, at }) => ({ userId, time: timestampFromDate(at) })) };
}
