import { err, ok, type Result } from "../../kit/domain/result.ts";
import { indexBySku } from "../../kit/domain/sku.ts";
import type { RefundLine, Rejection } from "./commands.ts";
import type { Refund, RefundShare, Units } from "./model.ts";
import type { OrderState } from "./order.ts";

/** What became of the units of one line. */
export interface LineUnits {
  readonly sku: string;
  readonly quantity: number;
  readonly shipped: number;
  /** Units that were taken out of the order before they were shipped. */
  readonly cancelled: number;
  /** `quantity` without shipped and cancelled units. */
  readonly unfulfilled: number;
  /** Units whose value was refunded. Pending refunds count. */
  readonly refunded: number;
  /** Units of `refunded` that were shipped. */
  readonly refundedShipped: number;
  /** Units that went back on sale. */
  readonly restocked: number;
  /** Units of `shipped` that go back on sale, or went. They stay so if their refund failed. */
  readonly restockedShipped: number;
}

type UnitsState = Pick<
  OrderState,
  "lines" | "shipments" | "refunds" | "cancelledLines" | "restocks" | "transactions" | "currency"
>;

/** Returns whether the provider refused the refund, or took it back. Its money and its units can be refunded again. */
export function isFailed({ id }: Refund, { transactions }: Pick<OrderState, "transactions">): boolean {
  return transactions.find((entry) => entry.id === id)?.status === "FAILED";
}

/** Returns what became of the units of each line. */
export function unitsOf(state: UnitsState): readonly LineUnits[] {
  const shares = state.refunds.flatMap((refund) => refund.shares);
  const counted = state.refunds.filter((refund) => !isFailed(refund, state)).flatMap((refund) => refund.shares);
  const restocks = state.restocks.filter(({ status }) => status === "DONE").flatMap(({ lines }) => lines);
  const shipments = state.shipments.flatMap(({ lines }) => lines);
  return state.lines.map(({ sku, quantity }) => {
    const shipped = sumOf(shipments, sku);
    const cancelled = sumOf(state.cancelledLines, sku) + sumOf(shares, sku, "cancelled");
    return {
      sku,
      quantity,
      shipped,
      cancelled,
      unfulfilled: quantity - shipped - cancelled,
      refunded: sumOf(counted, sku),
      refundedShipped: sumOf(counted, sku, "shipped"),
      restocked: sumOf(restocks, sku),
      restockedShipped: sumOf(shares, sku, "restockShipped"),
    };
  });
}

type Counter = "quantity" | "cancelled" | "shipped" | "restockShipped";

function sumOf(
  entries: readonly ({ readonly sku?: string } & Partial<Record<Counter, number>>)[],
  sku: string,
  counter: Counter = "quantity",
): number {
  return entries.reduce((sum, entry) => sum + (entry.sku === sku ? (entry[counter] ?? 0) : 0), 0);
}

/** Returns the units that are neither shipped nor cancelled. */
export function unfulfilledLines(state: UnitsState): readonly Units[] {
  return unitsOf(state).flatMap(({ sku, unfulfilled }) => (unfulfilled > 0 ? [{ sku, quantity: unfulfilled }] : []));
}

/** Returns whether something was shipped and nothing is left to ship. */
export function isShipped(state: UnitsState): boolean {
  return state.shipments.length > 0 && unfulfilledLines(state).length === 0;
}

/** Returns the units of a refund that go back on sale. */
export function restockedUnits(shares: readonly RefundShare[]): readonly Units[] {
  return shares.flatMap(({ sku, restockCancelled = 0, restockShipped = 0 }) =>
    sku === undefined || restockCancelled + restockShipped === 0
      ? []
      : [{ sku, quantity: restockCancelled + restockShipped }],
  );
}

/** Units of one line that a refund takes. */
export interface TakenUnits extends Units {
  readonly cancelled: number;
  readonly shipped: number;
  readonly restockCancelled: number;
  readonly restockShipped: number;
}

/**
 * Takes units to refund, in this order: cancelled units that are not refunded, unfulfilled units, shipped units. A shipped
 * unit goes back on sale at most once, also if its first refund failed.
 */
export function takeUnits(
  lines: readonly RefundLine[],
  units: readonly LineUnits[],
): Result<readonly TakenUnits[], Rejection> {
  const findUnits = indexBySku(units);
  const taken = new Map<string, TakenUnits>();
  for (const [index, { sku, quantity, restock }] of lines.entries()) {
    const line = findUnits(sku);
    const before = taken.get(line?.sku ?? "") ?? noUnits;
    const left = line === undefined ? 0 : line.quantity - line.refunded - before.quantity;
    if (line === undefined || quantity > left) {
      const message = `Only ${left} units of ${sku} are left to refund`;
      return err({ reason: "OVER_REFUNDED", message, field: ["lines", String(index), "quantity"] });
    }
    const cancelledBefore = line.cancelled - (line.refunded - line.refundedShipped);
    const takenBefore = before.quantity - before.cancelled - before.shipped;
    const fromCancelled = Math.min(quantity, cancelledBefore - takenBefore);
    const cancelled = Math.min(quantity - fromCancelled, line.unfulfilled - before.cancelled);
    const shipped = quantity - fromCancelled - cancelled;
    const restockable = line.shipped - line.restockedShipped - before.restockShipped;
    taken.set(line.sku, {
      sku: line.sku,
      quantity: before.quantity + quantity,
      cancelled: before.cancelled + cancelled,
      shipped: before.shipped + shipped,
      restockCancelled: before.restockCancelled + (restock === false ? 0 : cancelled),
      restockShipped: before.restockShipped + (restock === true ? Math.min(shipped, restockable) : 0),
    });
  }
  return ok([...taken.values()]);
}

/** Takes unfulfilled units. They become cancelled. */
export function takeUnfulfilled(
  lines: readonly RefundLine[],
  units: readonly LineUnits[],
): Result<readonly TakenUnits[], Rejection> {
  const findUnits = indexBySku(units);
  const taken = new Map<string, TakenUnits>();
  for (const [index, { sku, quantity, restock }] of lines.entries()) {
    const line = findUnits(sku);
    const before = taken.get(line?.sku ?? "") ?? noUnits;
    const left = line === undefined ? 0 : line.unfulfilled - before.quantity;
    if (line === undefined || quantity > left) {
      const message = `Only ${left} units of ${sku} are left to cancel`;
      return err({ reason: "OVER_CANCELLED", message, field: ["lines", String(index), "quantity"] });
    }
    taken.set(line.sku, {
      ...before,
      sku: line.sku,
      quantity: before.quantity + quantity,
      cancelled: before.cancelled + quantity,
      restockCancelled: before.restockCancelled + (restock === false ? 0 : quantity),
    });
  }
  return ok([...taken.values()]);
}

const noUnits: TakenUnits = {
  sku: "",
  quantity: 0,
  cancelled: 0,
  shipped: 0,
  restockCancelled: 0,
  restockShipped: 0,
};

/** Returns all units that are not refunded, as a refund takes them. */
export function takeAllUnits(units: readonly LineUnits[]): readonly TakenUnits[] {
  const lines = units
    .map(({ sku, quantity, refunded }) => ({ sku, quantity: quantity - refunded }))
    .filter(({ quantity }) => quantity > 0);
  const taken = takeUnits(lines, units);
  return taken.ok ? taken.value : [];
}

/** Returns whether nothing is left to ship after these units are cancelled, so that the shipped units are the whole order. */
export function completesShipment(cancelled: readonly { readonly cancelled: number }[], state: UnitsState): boolean {
  const count = cancelled.reduce((sum, units) => sum + units.cancelled, 0);
  const unfulfilled = unfulfilledLines(state).reduce((sum, { quantity }) => sum + quantity, 0);
  return count > 0 && count === unfulfilled && state.shipments.length > 0;
}
