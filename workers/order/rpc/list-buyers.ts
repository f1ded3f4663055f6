import type { ListBuyersRequest } from "../../../proto/gen/order/v1/account_orders_pb.js";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { maxLookedUpAccounts } from "../domain/limits.ts";
import { findBuyers } from "../store/account-orders.ts";

export async function listBuyers({ accountIds }: ListBuyersRequest, ctx: OrderContext) {
  if (accountIds.length > maxLookedUpAccounts) {
    throw invalid("TOO_MANY", `At most ${maxLookedUpAccounts} accounts per request`, "accountIds");
  }
  return { accountIds: [...(await findBuyers(ctx.db, accountIds))] };
}
