import type { ConfirmPasswordRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { recordInBackground } from "../audit/security-events.ts";
import type { AccountContext } from "../context.ts";
import { requireCurrentUser, confirmPassword as verifyPasswordAgain } from "./shared/current-user.ts";
import { startSession } from "./shared/mappers.ts";

export async function confirmPassword({ password }: ConfirmPasswordRequest, ctx: AccountContext) {
  const user = await requireCurrentUser(ctx);
  await verifyPasswordAgain(ctx, user, password, "password");
  const session = await startSession(ctx, user);
  recordInBackground(ctx, "PASSWORD_CONFIRMED", user.id);
  return { session };
}
