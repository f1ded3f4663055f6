import type { CreateUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { parseEmail } from "../../kit/domain/email-address.ts";
import { toEmailKey } from "../../kit/domain/email-key.ts";
import { newId } from "../../kit/domain/ids.ts";
import { recordUse } from "../auth/login-rate-limit.ts";
import { hashPassword } from "../auth/passwords.ts";
import type { AccountContext } from "../context.ts";
import { parsePersonName } from "../domain/credentials.ts";
import { prepareTokenMail } from "../mail/tokens.ts";
import { sendMailTask } from "../outbox.ts";
import { isAddressReserved } from "../store/mail-tokens.ts";
import { catchEmailTaken, insertCustomer, promoteGuest } from "../store/user-statements.ts";
import { findEpoch, findUser } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { findGuest } from "./shared/access.ts";
import { emailTaken, unwrap } from "./shared/errors.ts";
import { toSessionMessage } from "./shared/mappers.ts";
import { requireStrongPassword } from "./shared/new-password.ts";

export async function createUser(request: CreateUserRequest, ctx: AccountContext) {
  await recordUse(ctx, "register");
  const email = unwrap(parseEmail(request.email));
  const firstName = unwrap(parsePersonName(request.firstName, "firstName"));
  const lastName = unwrap(parsePersonName(request.lastName, "lastName"));
  const terms = [email, firstName, lastName];
  const password = await requireStrongPassword(ctx, request.password, { terms, field: "password" });

  const guest = await findGuest(ctx);
  const id = guest ?? newId("acc", ctx.now());
  const reservation = { emailKey: toEmailKey(email), userId: id, now: ctx.now() };
  if (await isAddressReserved(ctx.db, reservation)) throw emailTaken();
  const customer = { id, email, passwordHash: hashPassword(password), firstName, lastName };
  const write = guest === undefined ? insertCustomer(ctx.db, customer) : promoteGuest(ctx.db, customer);
  // The session is created first: if that fails, no account is created.
  const epoch = guest === undefined ? 1 : ((await findEpoch(ctx.db, guest)) ?? 0) + 1;
  const session = await ctx.sessions.create({ id, epoch, roles: ["CUSTOMER"] }, ctx.now(), ctx.client?.userAgent);
  const { mail, token } = await prepareTokenMail(ctx, "VERIFY_EMAIL", { userId: id, email });
  const created = await catchEmailTaken(() =>
    commitChange(ctx, write, {
      userId: id,
      event: "REGISTERED",
      detail: { fromGuest: guest !== undefined },
      tokens: [token],
      sync: guest === undefined ? [] : [{ type: "endSessions", accountId: id, except: session.sessionId }],
      deferred: [sendMailTask(mail)],
    }),
  );
  const user = created.ok && created.value ? await findUser(ctx.db, id) : undefined;
  if (user === undefined) {
    await ctx.sessions.revoke(id, session.sessionId);
    throw emailTaken();
  }
  return { session: await toSessionMessage(ctx, user, session) };
}
