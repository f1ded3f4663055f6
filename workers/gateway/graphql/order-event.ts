import type { Order, OrderEvent } from "../../../proto/gen/order/v1/order_pb.js";

/** An event with its order. */
export interface EventOfOrder {
  readonly event: OrderEvent;
  readonly order: Order;
}
