import type { UndoEmailChangeRequest } from "../../../proto/gen/account/v1/account_pb.js";
import type { AccountContext } from "../context.ts";
import { hashMailToken, prepareTokenMail } from "../mail/tokens.ts";
import { sendMailTask } from "../outbox.ts";
import { undoEmailChange as undoByToken } from "../store/credential-statements.ts";
import { findMailToken } from "../store/mail-tokens.ts";
import { catchEmailTaken } from "../store/user-statements.ts";
import { commitChange } from "../unit-of-work.ts";
import { emailTaken, invalidToken } from "./shared/errors.ts";

export async function undoEmailChange(request: UndoEmailChangeRequest, ctx: AccountContext) {
  const now = ctx.now();
  const hash = await hashMailToken(request.token);
  const undo = await findMailToken(ctx.db, { purposes: ["UNDO_EMAIL_CHANGE"], hash, now });
  if (undo === undefined) throw invalidToken();
  const { userId, email, expiresAt } = undo;
  const { mail, token } = await prepareTokenMail(ctx, "RESET_PASSWORD", { userId, email });
  const undone = await catchEmailTaken(() =>
    commitChange(ctx, undoByToken(ctx.db, { hash, email }, new Date(now)), {
      userId,
      event: "EMAIL_CHANGE_UNDONE",
      deletesMailTokens: true,
      undoneUntil: expiresAt,
      tokens: [token],
      sync: [{ type: "endSessions", accountId: userId }],
      // The token of the notice can be used once, so the mail needs no other limit.
      deferred: [sendMailTask(mail, "none")],
    }),
  );
  if (!undone.ok) throw emailTaken();
  if (!undone.value) throw invalidToken();
  return {};
}
