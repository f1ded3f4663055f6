import type { SetTaxIdRequest } from "../../../proto/gen/account/v1/account_pb.js";
import { parseVatNumber, type VatNumber } from "../../kit/domain/tax-id.ts";
import { recordUse } from "../auth/login-rate-limit.ts";
import type { AccountContext } from "../context.ts";
import { updateTaxId } from "../store/user-statements.ts";
import { commitChange } from "../unit-of-work.ts";
import { requireCurrentUser } from "./shared/current-user.ts";
import { unwrap } from "./shared/errors.ts";
import { toUserMessage } from "./shared/mappers.ts";

export async function setTaxId({ taxId = "" }: SetTaxIdRequest, ctx: AccountContext) {
  const number = taxId.trim() === "" ? undefined : unwrap(parseVatNumber(taxId));
  const { id } = await requireCurrentUser(ctx);
  const verified = number === undefined ? undefined : await verify(ctx, id, number);
  await commitChange(ctx, updateTaxId(ctx.db, id, verified, new Date(ctx.now())), { userId: id });
  return { user: toUserMessage(await requireCurrentUser(ctx)) };
}

/** Counts the calls of an account, because VIES blocks callers with many requests. */
async function verify(ctx: AccountContext, userId: string, number: VatNumber) {
  await recordUse(ctx, "tax id", userId);
  return ctx.taxIds.verify(number);
}
