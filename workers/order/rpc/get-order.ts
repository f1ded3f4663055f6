import { timestampMs } from "@bufbuild/protobuf/wkt";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { GetOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { viewAt } from "../saga/saga-runner.ts";
import { getVisibleOrder } from "./shared/access.ts";
import { toOrderMessage } from "./shared/mappers.ts";

export async function getOrder({ id, asOfTime }: GetOrderRequest, ctx: OrderContext) {
  const present = await getVisibleOrder(ctx, id, { anyWith: Permission.ORDER_READ_ANY, field: "id" });
  const view = asOfTime === undefined ? present : viewAt(present, timestampMs(asOfTime));
  if (view === undefined) throw notFound("Order not found", "id");
  // The actions are those of the present, also of an order as it was.
  return { order: toOrderMessage(view, ctx, { present: present.state, isExplained: asOfTime !== undefined }) };
}
