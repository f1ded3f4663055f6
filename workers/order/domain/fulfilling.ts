import { err, ok, type Result } from "../../kit/domain/result.ts";
import type { LineInput, Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderState } from "./order.ts";
import { unshipped } from "./refundable.ts";

type FulfilmentCommand = Extract<UserCommand, { type: "fulfilOrder" | "markDelivered" }>;

/** Sends goods, in as many parts as there are, and says when they have arrived. */
export function decideFulfilment(
  command: FulfilmentCommand,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  if (state.ending !== undefined) {
    const reason = command.type === "fulfilOrder" ? "NOT_FULFILLABLE" : "NOT_DELIVERABLE";
    return err({ reason, message: "the order is being cancelled", field: ["orderId"] });
  }
  return command.type === "fulfilOrder" ? ship(command, state) : deliver(state);
}

function ship(
  command: Extract<FulfilmentCommand, { type: "fulfilOrder" }>,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  const left = unshipped(state);
  if (left.length === 0) {
    return err({ reason: "NOT_FULFILLABLE", message: "all of it has been shipped", field: ["orderId"] });
  }
  const chosen = sumBySku(command.lines ?? left);
  const lines: LineInput[] = [];
  for (const [sku, { quantity, index }] of chosen) {
    const most = left.find((line) => line.sku === sku)?.quantity ?? 0;
    if (quantity > most) {
      const message = `${most} of ${sku} are left to ship`;
      return err({ reason: "OVER_FULFILLED", message, field: ["lines", String(index), "quantity"] });
    }
    lines.push({ sku, quantity });
  }
  const { carrier, trackingNumber } = command;
  const shipment = {
    type: "ShipmentCreated",
    shipmentId: `${state.id}-${state.sequence + 1}`,
    ...(carrier === undefined ? {} : { carrier }),
    ...(trackingNumber === undefined ? {} : { trackingNumber }),
    lines,
  } as const;
  const units = (all: readonly LineInput[]) => all.reduce((sum, { quantity }) => sum + quantity, 0);
  return ok(units(lines) === units(left) ? [shipment, { type: "OrderFulfilled" }] : [shipment]);
}

function sumBySku(lines: readonly LineInput[]): ReadonlyMap<string, { quantity: number; index: number }> {
  const sums = new Map<string, { quantity: number; index: number }>();
  for (const [index, { sku, quantity }] of lines.entries()) {
    const before = sums.get(sku);
    sums.set(sku, { quantity: quantity + (before?.quantity ?? 0), index: before?.index ?? index });
  }
  return sums;
}

function deliver(state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (state.delivered) return ok([]);
  if (unshipped(state).length === 0) return ok([{ type: "OrderDelivered" }]);
  const message = "not all of it has been shipped";
  return err({ reason: "NOT_DELIVERABLE", message, field: ["orderId"] });
}
