import { Code } from "@connectrpc/connect";
import type { SaveAddressRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { Failure, notFound } from "../../kit/failure.ts";
import { newId } from "../../kit/ids.ts";
import { parsePostalAddress } from "../../kit/postal-address.ts";
import { getCaller } from "../caller.ts";
import type { AccountContext } from "../context.ts";
import { userMessage } from "../messages.ts";
import { insertAddress, mostAddresses, updateAddress } from "../store/addresses.ts";

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
  return { user: userMessage(await getCaller(ctx)) };
}
