import type { MessageInitShape } from "@bufbuild/protobuf";
import { Scope } from "../../../../proto/gen/common/v1/permission_pb.js";
import type { OrderSchema } from "../../../../proto/gen/order/v1/order_pb.js";
import type { Identity } from "../../../kit/auth/identity.ts";
import type { OrderStatus } from "../../domain/model.ts";
import type { OrderState } from "../../domain/order.ts";
import { unfulfilledLines } from "../../domain/units.ts";

type OrderMessage = MessageInitShape<typeof OrderSchema>;

const shippableStatuses: ReadonlySet<OrderStatus> = new Set(["CONFIRMED", "PARTIALLY_REFUNDED"]);

/** Fields without personal data. Every other field requires ORDER_READ. */
const fieldsOfEveryScope: readonly (keyof OrderMessage)[] = [
  ...(["id", "number", "status", "sequence", "lines", "shipments"] as const),
  ...(["paymentStatus", "fulfillmentStatus"] as const),
  ...(["subtotal", "shipping", "tax", "total", "refunded"] as const),
];

/**
 * Returns the fields of an order that a caller's scopes allow. Without ORDER_READ, a partner's token gets no personal data:
 * no account, no timeline, no transactions and no address. A token with ORDER_FULFIL also gets the shipping address while
 * units are left to ship. Callers other than partners get the order unchanged.
 */
export function restrictToScopes(order: OrderMessage, state: OrderState, { partner }: Identity): OrderMessage {
  if (partner === undefined || partner.scopes.includes(Scope.ORDER_READ)) return order;
  const hasAddress = partner.scopes.includes(Scope.ORDER_FULFIL) && isShippable(state);
  const fields = new Set<string>(hasAddress ? [...fieldsOfEveryScope, "shippingAddress"] : fieldsOfEveryScope);
  return Object.fromEntries(Object.entries(order).filter(([field]) => fields.has(field)));
}

function isShippable(state: OrderState): boolean {
  const isActive = shippableStatuses.has(state.status) && state.compensation === undefined;
  return isActive && unfulfilledLines(state).length > 0;
}
