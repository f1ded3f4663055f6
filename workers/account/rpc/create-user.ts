import { Code } from "@connectrpc/connect";
import type { CreateUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { Failure } from "../../kit/errors/failure.ts";
import { isCommonPassword } from "../auth/common-passwords.ts";
import { recordUse } from "../auth/login-rate-limit.ts";
import { hashPassword } from "../auth/passwords.ts";
import type { AccountContext } from "../context.ts";
import { parseEmail, parsePassword, parsePersonName } from "../domain/credentials.ts";
import { prepareToken } from "../mail/tokens.ts";
import { findUser, insertCustomer, promoteGuest, unlessTaken } from "../store/users.ts";
import { commitChange } from "../unit-of-work.ts";
import { findGuest } from "./shared/access.ts";
import { unwrap } from "./shared/errors.ts";
import { sessionMessage } from "./shared/mappers.ts";

export async function createUser(request: CreateUserRequest, ctx: AccountContext) {
  await recordUse(ctx, "register");
  const email = unwrap(parseEmail(request.email));
  const firstName = unwrap(parsePersonName(request.firstName, "firstName"));
  const lastName = unwrap(parsePersonName(request.lastName, "lastName"));
  const guessable = { isCommon: isCommonPassword, words: [email, firstName, lastName] };
  const password = unwrap(parsePassword(request.password, guessable));

  const guest = await findGuest(ctx);
  const id = guest ?? newId("acc", ctx.now());
  const customer = { id, email, passwordHash: hashPassword(password), firstName, lastName };
  const write = guest === undefined ? insertCustomer(ctx.db, customer) : promoteGuest(ctx.db, customer);
  // The session first: what cannot be signed in to is not made.
  const session = await ctx.sessions.begin(id, ctx.now(), ctx.client?.userAgent);
  const { letter, token } = await prepareToken(ctx, "VERIFY_EMAIL", { userId: id, email });
  const made = await unlessTaken(() =>
    commitChange(ctx, write, {
      userId: id,
      event: "REGISTERED",
      token,
      before: guest === undefined ? [] : [{ type: "endSessions", accountId: id, except: session.sessionId }],
      after: [{ type: "sendMail", letter }],
    }),
  );
  const user = made.ok && made.value ? await findUser(ctx.db, id) : undefined;
  if (user === undefined) {
    await ctx.sessions.end(id, session.sessionId);
    throw new Failure(Code.AlreadyExists, "EMAIL_TAKEN", "this address is in use", { field: ["email"] });
  }
  return { session: await sessionMessage(ctx, user, session) };
}
