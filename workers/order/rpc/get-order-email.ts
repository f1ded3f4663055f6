import type { MessageInitShape } from "@bufbuild/protobuf";
import {
  type GetOrderEmailRequest,
  type GetOrderEmailResponseSchema,
  OrderEmail_Type,
} from "../../../proto/gen/order/v1/order_pb.js";
import { toMoneyMessage } from "../../kit/connect/money-message.ts";
import { parseIdPrefix } from "../../kit/domain/ids.ts";
import type { OrderContext } from "../context.ts";
import { findOrderEmail } from "../domain/order-email.ts";
import { viewAfter } from "../saga/saga-runner.ts";
import { toOrderMessage, toShipmentMessage } from "./shared/mappers.ts";

/** The owner is the present one: a guest may have signed in since. */
export async function getOrderEmail(
  { orderId, sequence }: GetOrderEmailRequest,
  ctx: OrderContext,
): Promise<MessageInitShape<typeof GetOrderEmailResponseSchema>> {
  const present = parseIdPrefix(orderId) === "ord" ? await ctx.object(orderId).read() : undefined;
  if (present === undefined || present.state.erased === true) return {};
  const past = viewAfter(present, sequence);
  const email = past && findOrderEmail(past);
  if (past === undefined || email === undefined) return {};
  const state = { ...past.state, accountId: present.state.accountId, transactions: [], disputes: [] };
  return {
    email: {
      type: OrderEmail_Type[email.type],
      order: toOrderMessage({ state, events: [] }, ctx),
      ...(email.type === "SHIPMENT" ? { shipment: toShipmentMessage(email.shipment) } : {}),
      ...("refund" in email ? { refund: toMoneyMessage(email.refund) } : {}),
    },
  };
}
