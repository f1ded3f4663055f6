import type { VerifyEmailRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { hashMailToken } from "../mail/tokens.ts";
import { findMailToken } from "../store/mail-tokens.ts";
import { verifyEmail as verifyEmailByToken } from "../store/user-statements.ts";
import { findUser } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function verifyEmail(request: VerifyEmailRequest, ctx: AccountContext) {
  const now = ctx.now();
  const hash = await hashMailToken(request.token);
  const { userId = "" } = (await findMailToken(ctx.db, { purpose: "VERIFY_EMAIL", hash, now })) ?? {};
  const write = verifyEmailByToken(ctx.db, hash, new Date(now));
  const verified = userId !== "" && (await commitChange(ctx, write, { userId, event: "EMAIL_VERIFIED" }));
  const user = verified ? await findUser(ctx.db, userId) : undefined;
  if (user === undefined)
    throw invalid("INVALID_TOKEN", "This link is expired or was already used. Request a new one.", "token");
  return { user: toUserMessage(user) };
}
