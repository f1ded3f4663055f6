import { type Money, subtract } from "../../kit/domain/money.ts";
import type { LineInput } from "./commands.ts";
import type { OrderStatus } from "./model.ts";
import { isPending, type OrderState } from "./order.ts";

/** What a paid order is called: by the money that went back, else by how far the goods got. */
export function statusOfPaid({ refunded, totals, delivered, shipments, lines }: OrderState): OrderStatus {
  if (refunded.amountMinor > 0n) {
    return refunded.amountMinor >= totals.total.amountMinor ? "REFUNDED" : "PARTIALLY_REFUNDED";
  }
  if (delivered) return "DELIVERED";
  return unshipped({ lines, shipments }).length === 0 ? "FULFILLED" : "CONFIRMED";
}

/** What has not gone out yet. */
export function unshipped({ lines, shipments }: Pick<OrderState, "lines" | "shipments">): readonly LineInput[] {
  const sent = (sku: string) =>
    shipments
      .flatMap((shipment) => shipment.lines)
      .reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
  return lines
    .map(({ sku, quantity }) => ({ sku, quantity: quantity - sent(sku) }))
    .filter(({ quantity }) => quantity > 0);
}

/** What can still be given back: what was captured without what went back, or is on its way. */
export function refundable({ totals, refunded, transactions }: OrderState): Money {
  const underWay = transactions.filter((entry) => entry.kind === "REFUND" && isPending(entry));
  return underWay.reduce((left, { amount }) => subtract(left, amount), subtract(totals.total, refunded));
}
