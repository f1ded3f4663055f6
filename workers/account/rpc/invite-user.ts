import { type InviteUserRequest, Role } from "../../../proto/gen/account/v1/account_pb.js";
import { parseEmail } from "../../kit/domain/email-address.ts";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { newId } from "../../kit/domain/ids.ts";
import type { AccountContext } from "../context.ts";
import { parsePersonName } from "../domain/credentials.ts";
import { parseStaffRoles } from "../domain/profile.ts";
import { prepareTokenMail } from "../mail/tokens.ts";
import { sendMailTask } from "../outbox.ts";
import { isAddressReserved } from "../store/mail-tokens.ts";
import { catchEmailTaken, insertInvited } from "../store/user-statements.ts";
import { findUser } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { emailTaken, unwrap } from "./shared/errors.ts";
import { toUserMessage } from "./shared/mappers.ts";

/** EMAIL_TAKEN reveals nothing new: administrators can list accounts. */
export async function inviteUser(request: InviteUserRequest, ctx: AccountContext) {
  const email = unwrap(parseEmail(request.email));
  const firstName = unwrap(parsePersonName(request.firstName, "firstName"));
  const lastName = unwrap(parsePersonName(request.lastName, "lastName"));
  const roles = unwrap(parseStaffRoles(request.roles.map((role) => Role[role])));
  const id = newId("acc", ctx.now());
  const reservation = { emailKey: toEmailKey(email), userId: id, now: ctx.now() };
  if (await isAddressReserved(ctx.db, reservation)) throw emailTaken();
  const { mail, token } = await prepareTokenMail(ctx, "INVITE_STAFF", { userId: id, email });
  const created = await catchEmailTaken(() =>
    commitChange(ctx, insertInvited(ctx.db, { id, email, firstName, lastName, roles }), {
      userId: id,
      event: "STAFF_INVITED",
      detail: { roles },
      tokens: [token],
      // An administrator caused it, so that a stranger's mails to this address must not suppress it.
      deferred: [sendMailTask(mail, "delay")],
    }),
  );
  const user = created.ok && created.value ? await findUser(ctx.db, id) : undefined;
  if (user === undefined) throw emailTaken();
  return { user: toUserMessage(user) };
}
