import type { VerifyEmailRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import type { AccountContext } from "../context.ts";
import { hashMailToken } from "../mail/tokens.ts";
import { applyPendingEmail, verifyEmail as verifyEmailByToken } from "../store/credential-statements.ts";
import { findMailToken, isAddressReserved, type MailToken } from "../store/mail-tokens.ts";
import { catchEmailTaken } from "../store/user-statements.ts";
import { findUser, type UserRow } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { emailTaken, invalidToken } from "./shared/errors.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function verifyEmail(request: VerifyEmailRequest, ctx: AccountContext) {
  const hash = await hashMailToken(request.token);
  const token = await findMailToken(ctx.db, { purposes: ["VERIFY_EMAIL"], hash, now: ctx.now() });
  const before = token === undefined ? undefined : await findUser(ctx.db, token.userId);
  if (token === undefined || before === undefined) throw invalidToken();
  const isVerified =
    token.email === before.pendingEmail
      ? await changeEmail(ctx, before, { ...token, hash })
      : await commitChange(ctx, verifyEmailByToken(ctx.db, hash, new Date(ctx.now())), {
          userId: before.id,
          event: "EMAIL_VERIFIED",
        });
  const user = isVerified ? await findUser(ctx.db, before.id) : undefined;
  if (user === undefined) throw invalidToken();
  return { user: toUserMessage(user) };
}

/** Makes the pending address the account's address, and ends all sessions but the caller's. */
async function changeEmail(
  ctx: AccountContext,
  { id }: UserRow,
  token: MailToken & { readonly hash: string },
): Promise<boolean> {
  const now = ctx.now();
  const { accountId, sessionId = "" } = ctx.identity;
  if (await isAddressReserved(ctx.db, { emailKey: toEmailKey(token.email), userId: id, now })) throw emailTaken();
  const changed = await catchEmailTaken(() =>
    commitChange(ctx, applyPendingEmail(ctx.db, token, new Date(now)), {
      userId: id,
      event: "EMAIL_CHANGED",
      deletesMailTokens: true,
      sync: [{ type: "endSessions", accountId: id, ...(accountId === id ? { except: sessionId } : {}) }],
    }),
  );
  if (!changed.ok) throw emailTaken();
  return changed.value;
}
