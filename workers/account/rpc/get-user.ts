import type { GetUserRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { findUser } from "../store/users.ts";
import { canReadUser } from "./shared/access.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function getUser({ id }: GetUserRequest, ctx: AccountContext) {
  const user = canReadUser(ctx, id) ? await findUser(ctx.db, id) : undefined;
  if (user === undefined) throw notFound("Account not found", "id");
  return { user: toUserMessage(user) };
}
