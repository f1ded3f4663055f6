import { Permission } from "../../../../proto/gen/common/v1/permission_pb.js";
import { hasPermission } from "../../../kit/auth/permissions.ts";
import type { AccountContext } from "../../context.ts";

/** Returns whether the caller may read this user: their own, or any with the permission ACCOUNT_READ_ANY. */
export function canReadUser({ identity }: AccountContext, userId: string): boolean {
  return identity.accountId === userId || hasPermission(identity, Permission.ACCOUNT_READ_ANY);
}

/** Returns the caller's account id if they are a guest with a valid session, or undefined. */
export async function findGuest({ identity, sessions }: AccountContext): Promise<string | undefined> {
  const { accountId, sessionId, roles } = identity;
  if (accountId === undefined || sessionId === undefined || !roles.includes("GUEST")) return undefined;
  return (await sessions.exists(accountId, sessionId)) ? accountId : undefined;
}
