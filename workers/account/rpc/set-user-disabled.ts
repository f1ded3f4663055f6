import type { SetUserDisabledRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { findUser, updateDisabled } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { lastAdminError } from "./shared/errors.ts";
import { userMessage } from "./shared/mappers.ts";

export async function setUserDisabled({ userId, disabled }: SetUserDisabledRequest, ctx: AccountContext) {
  const made = await commitChange(ctx, updateDisabled(ctx.db, userId, disabled, new Date(ctx.now() + 1)), {
    userId,
    ofAdmins: true,
    event: disabled ? "DISABLED" : "ENABLED",
    before: disabled ? [{ type: "endSessions", accountId: userId }] : [],
  });
  const user = await findUser(ctx.db, userId);
  if (user === undefined || user.email === null) throw notFound("there is no such account", "accountId");
  if (!made) throw lastAdminError();
  return { user: userMessage(user) };
}
