import type { GetUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { findUser } from "../store/users.ts";
import { maySee } from "./shared/access.ts";
import { userMessage } from "./shared/mappers.ts";

export async function getUser({ id }: GetUserRequest, ctx: AccountContext) {
  const user = maySee(ctx, id) ? await findUser(ctx.db, id) : undefined;
  if (user === undefined) throw notFound("there is no such account", "id");
  return { user: userMessage(user) };
}
