import { Permission } from "../../../proto/gen/common/v1/permission_pb.js";
import { OrderAction_Type, OrderStatus } from "../../../proto/gen/order/v1/order_pb.js";
import type { PreviewOrderActionRequest } from "../../../proto/gen/order/v1/preview_pb.js";
import { fromMoneyMessage } from "../../kit/connect/money-message.ts";
import { invalid } from "../../kit/errors/failure.ts";
import type { OrderContext } from "../context.ts";
import { type ActionInput, type PreviewedAction, previewAction } from "../domain/action-preview.ts";
import { getVisibleOrder } from "./shared/access.ts";
import { toRefundPreview } from "./shared/refund-mappers.ts";
import { parseRefundLines } from "./shared/validation.ts";

const withLines: ReadonlySet<PreviewedAction> = new Set(["REFUND", "CANCEL_LINES", "FULFIL"]);

export async function previewOrderAction(request: PreviewOrderActionRequest, ctx: OrderContext) {
  const type = parseAction(request.type);
  const input = parseInput(request, type);
  const { state } = await getVisibleOrder(ctx, request.orderId, {
    anyWith: Permission.ORDER_WRITE_ANY,
    field: "orderId",
  });
  const previewed = previewAction(type, input, state);
  if (!previewed.ok) return { reason: previewed.error.message };
  const { status, eventTypes, effectTypes, shares } = previewed.value;
  return {
    status: OrderStatus[status as keyof typeof OrderStatus],
    eventTypes: [...eventTypes],
    effectTypes: [...effectTypes],
    ...(shares === undefined ? {} : { refund: toRefundPreview(shares, state.currency) }),
  };
}

function parseAction(type: OrderAction_Type): PreviewedAction {
  const name = OrderAction_Type[type] as keyof typeof OrderAction_Type | undefined;
  if (name === undefined || name === "UNSPECIFIED" || name === "RESUME_PAYMENT") {
    throw invalid("INVALID_ACTION", "This action has no preview", "type");
  }
  return name;
}

function parseInput({ amount, lines, refundShipping }: PreviewOrderActionRequest, type: PreviewedAction): ActionInput {
  const units = parseRefundLines(lines);
  if (units.length > 0 && !withLines.has(type)) {
    throw invalid("INVALID_ACTION", "This action is for the whole order", "lines");
  }
  if (refundShipping && type !== "REFUND" && type !== "CANCEL_LINES") {
    throw invalid("INVALID_ACTION", "This action does not refund shipping separately", "refundShipping");
  }
  if (amount !== undefined && (type !== "REFUND" || units.length > 0 || refundShipping)) {
    throw invalid("AMOUNT_OR_LINES", "Only a refund has an amount, without lines and shipping", "amount");
  }
  return {
    ...(amount === undefined ? {} : { amount: fromMoneyMessage(amount, "amount") }),
    ...(units.length === 0 ? {} : { lines: units }),
    ...(refundShipping ? { shipping: true } : {}),
  };
}
