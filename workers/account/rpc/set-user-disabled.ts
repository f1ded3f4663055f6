import type { SetUserDisabledRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { updateDisabled } from "../store/user-statements.ts";
import { findUser } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { lastAdminError } from "./shared/errors.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function setUserDisabled({ userId, disabled }: SetUserDisabledRequest, ctx: AccountContext) {
  const changed = await commitChange(ctx, updateDisabled(ctx.db, userId, disabled, new Date(ctx.now() + 1)), {
    userId,
    guardsLastAdmin: true,
    deletesMailTokens: disabled,
    event: disabled ? "DISABLED" : "ENABLED",
    sync: disabled ? [{ type: "endSessions", accountId: userId }] : [],
  });
  const user = await findUser(ctx.db, userId);
  if (user === undefined || user.email === null) throw notFound("Account not found", "accountId");
  if (!changed) throw lastAdminError();
  return { user: toUserMessage(user) };
}
