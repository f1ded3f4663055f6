import type { GetUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/failure.ts";
import { maySee } from "../access.ts";
import type { AccountContext } from "../context.ts";
import { userMessage } from "../messages.ts";
import { findUsers } from "../store.ts";

export async function getUser({ id }: GetUserRequest, ctx: AccountContext) {
  const [user] = maySee(ctx, id) ? await findUsers(ctx.db, [id]) : [];
  if (user === undefined) throw notFound("there is no such account", "id");
  return { user: userMessage(user) };
}
