import { Permission } from "../../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../../kit/auth/permissions.ts";
import type { AccountContext } from "../../context.ts";

/** Whether the caller may see this user: themselves, or anybody with the permission. */
export function maySee({ identity }: AccountContext, userId: string): boolean {
  return identity.accountId === userId || hasPermission(identity, Permission.ACCOUNT_READ_ANY);
}

/** The caller's account when they are a guest whose session is not over; undefined for everybody else. */
export async function findGuest({ identity, sessions }: AccountContext): Promise<string | undefined> {
  const { accountId, sessionId, roles } = identity;
  if (accountId === undefined || sessionId === undefined || !roles.includes("GUEST")) return undefined;
  return (await sessions.has(accountId, sessionId)) ? accountId : undefined;
}
