import type { DeleteAddressRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { AccountContext } from "../context.ts";
import { deleteAddress as deleteRow } from "../store/addresses.ts";
import { requireCurrentUser } from "./shared/current-user.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function deleteAddress({ id }: DeleteAddressRequest, ctx: AccountContext) {
  if (!(await deleteRow(ctx.db, ctx.identity.accountId ?? "", id))) throw notFound("Address not found", "id");
  return { user: toUserMessage(await requireCurrentUser(ctx)) };
}
