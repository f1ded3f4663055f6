import { Code } from "@connectrpc/connect";
import type { SaveAddressRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { Failure, notFound } from "../../kit/errors/failure.ts";
import { parsePostalAddress } from "../../kit/validation/postal-address.ts";
import type { AccountContext } from "../context.ts";
import { maxAddresses } from "../domain/limits.ts";
import { insertAddress, updateAddress } from "../store/addresses.ts";
import { requireCurrentUser } from "./shared/current-user.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function saveAddress({ address }: SaveAddressRequest, ctx: AccountContext) {
  const { line2 = null, region = null, ...fields } = parsePostalAddress(address);
  const existingId = address?.id ?? "";
  const { accountId = "" } = ctx.identity;
  const id = existingId === "" ? newId("adr", ctx.now()) : existingId;
  const row = { ...fields, id, line2, region, isDefault: address?.isDefault ?? false };
  if (existingId !== "") {
    if (!(await updateAddress(ctx.db, accountId, row))) throw notFound("Address not found", "id");
  } else if (!(await insertAddress(ctx.db, accountId, row))) {
    throw new Failure(
      Code.FailedPrecondition,
      "TOO_MANY_ADDRESSES",
      `An account can have at most ${maxAddresses} addresses`,
    );
  }
  return { user: toUserMessage(await requireCurrentUser(ctx)) };
}
