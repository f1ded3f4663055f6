import type { ErasePersonalDataRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { unavailable } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { hashKeys } from "../store/idempotency-keys.ts";
import { commandAllOrders } from "./shared/bulk-command.ts";

export async function erasePersonalData({ accountId }: ErasePersonalDataRequest, ctx: OrderContext) {
  const rejected = await commandAllOrders(ctx, accountId, { type: "erasePersonalData" });
  if (rejected.length > 0) throw unavailable(`${rejected.length} orders are still being processed`);
  await hashKeys(ctx.db, accountId);
  return {};
}
