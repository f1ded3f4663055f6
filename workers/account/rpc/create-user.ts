import { Code } from "@connectrpc/connect";
import type { CreateUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure } from "../../kit/failure.ts";
import { newId } from "../../kit/ids.ts";
import { valueOrFailure } from "../answers.ts";
import type { AccountContext } from "../context.ts";
import { parseEmail, parsePassword, parsePersonName } from "../domain/credentials.ts";
import { sessionMessage } from "../messages.ts";
import { hashPassword } from "../passwords.ts";
import { insertUser } from "../store.ts";

export async function createUser(request: CreateUserRequest, ctx: AccountContext) {
  const email = valueOrFailure(parseEmail(request.email));
  const password = valueOrFailure(parsePassword(request.password));
  const firstName = valueOrFailure(parsePersonName(request.firstName, "firstName"));
  const lastName = valueOrFailure(parsePersonName(request.lastName, "lastName"));
  const id = newId("acc", ctx.now());
  const user = await insertUser(ctx.db, { id, email, passwordHash: hashPassword(password), firstName, lastName });
  if (!user.ok) {
    throw new Failure(Code.AlreadyExists, "EMAIL_TAKEN", "this address is in use", { field: ["email"] });
  }
  return { session: await sessionMessage(ctx, user.value, await ctx.sessions.start(id, ctx.now())) };
}
