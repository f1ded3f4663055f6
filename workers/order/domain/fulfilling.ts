import { err, ok, type Result } from "../../kit/domain/result.ts";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { LineInput, Rejection, UserCommand } from "./commands.ts";
import type { OrderEvent } from "./events.ts";
import type { OrderState } from "./order.ts";
import { isShipped, unfulfilledLines } from "./units.ts";

type FulfilmentCommand = Extract<UserCommand, { type: "fulfilOrder" | "markDelivered" }>;

/** Ships an order, in one or more shipments, or marks it as delivered. */
export function decideFulfilment(
  command: FulfilmentCommand,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  if (state.compensation !== undefined) {
    const reason = command.type === "fulfilOrder" ? "NOT_FULFILLABLE" : "NOT_DELIVERABLE";
    return err({ reason, message: "The order is being cancelled", field: ["orderId"] });
  }
  return command.type === "fulfilOrder" ? ship(command, state) : deliver(state);
}

function ship(
  command: Extract<FulfilmentCommand, { type: "fulfilOrder" }>,
  state: OrderState,
): Result<readonly OrderEvent[], Rejection> {
  const unshipped = unfulfilledLines(state);
  if (unshipped.length === 0) {
    return err({ reason: "NOT_FULFILLABLE", message: "No units are left to ship", field: ["orderId"] });
  }
  const findOrdered = indexBySku(state.lines);
  const spelled = (command.lines ?? unshipped).map((line) => ({
    ...line,
    sku: findOrdered(line.sku)?.sku ?? line.sku,
  }));
  const requested = sumBySku(spelled);
  const lines: LineInput[] = [];
  for (const [sku, { quantity, index }] of requested) {
    const max = unshipped.find((line) => line.sku === sku)?.quantity ?? 0;
    if (quantity > max) {
      const message = `Only ${max} units of ${sku} are left to ship`;
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
  const isComplete = countUnits(lines) === countUnits(unshipped);
  return ok(isComplete ? [shipment, { type: "OrderFulfilled" }] : [shipment]);
}

function countUnits(lines: readonly LineInput[]): number {
  return lines.reduce((sum, { quantity }) => sum + quantity, 0);
}

/** Returns the sum of each SKU, with the index of its first line for error messages. */
function sumBySku(lines: readonly LineInput[]): ReadonlyMap<string, { quantity: number; index: number }> {
  const sums = new Map<string, { quantity: number; index: number }>();
  for (const [index, { sku, quantity }] of lines.entries()) {
    const previous = sums.get(sku);
    sums.set(sku, { quantity: quantity + (previous?.quantity ?? 0), index: previous?.index ?? index });
  }
  return sums;
}

function deliver(state: OrderState): Result<readonly OrderEvent[], Rejection> {
  if (state.delivered) return ok([]);
  if (isShipped(state)) return ok([{ type: "OrderDelivered" }]);
  const message =
    unfulfilledLines(state).length > 0
      ? "Some items have not been shipped"
      : "All units were cancelled before shipping";
  return err({ reason: "NOT_DELIVERABLE", message, field: ["orderId"] });
}
