import { Code } from "@connectrpc/connect";
import type { SaveAddressRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { newId } from "../../kit/domain/ids.ts";
import { Failure, notFound } from "../../kit/errors/failure.ts";
import { parsePostalAddress } from "../../kit/validation/postal-address.ts";
import type { AccountContext } from "../context.ts";
import { insertAddress, mostAddresses, updateAddress } from "../store/addresses.ts";
import { requireCurrentUser } from "./shared/current-user.ts";
import { userMessage } from "./shared/mappers.ts";

export async function saveAddress({ address }: SaveAddressRequest, ctx: AccountContext) {
  const { line2 = null, region = null, ...fields } = parsePostalAddress(address);
  const known = address?.id ?? "";
  const { accountId = "" } = ctx.identity;
  const id = known === "" ? newId("adr", ctx.now()) : known;
  const row = { ...fields, id, line2, region, isDefault: address?.isDefault ?? false };
  if (known !== "") {
    if (!(await updateAddress(ctx.db, accountId, row))) throw notFound("there is no such address", "id");
  } else if (!(await insertAddress(ctx.db, accountId, row))) {
    throw new Failure(Code.FailedPrecondition, "TOO_MANY_ADDRESSES", `at most ${mostAddresses} addresses`);
  }
  return { user: userMessage(await requireCurrentUser(ctx)) };
}
