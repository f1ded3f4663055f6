import { Permission } from "../../proto/gen/common/v1/permission_pb.js";
import { isGranted } from "../kit/permissions.ts";
import type { AccountContext } from "./context.ts";

/** Whether the caller may see this user: themselves, or anybody with the permission. */
export function maySee({ identity }: AccountContext, userId: string): boolean {
  return identity.accountId === userId || isGranted(identity, Permission.ACCOUNT_READ_ANY);
}
