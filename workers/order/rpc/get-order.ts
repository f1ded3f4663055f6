import { timestampMs } from "@bufbuild/protobuf/wkt";
import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import type { GetOrderRequest } from "../../../proto/gen/order/v1/order_pb.js";
import type { OrderContext } from "../context.ts";
import { getVisibleOrder } from "./shared/access.ts";
import { toOrderMessage } from "./shared/mappers.ts";

export async function getOrder({ id, asOfTime }: GetOrderRequest, ctx: OrderContext) {
  const view = await getVisibleOrder(ctx, id, {
    anyWith: Permission.ORDER_READ_ANY,
    field: "id",
    ...(asOfTime === undefined ? {} : { asOf: timestampMs(asOfTime) }),
  });
  return { order: toOrderMessage(view, ctx) };
}
