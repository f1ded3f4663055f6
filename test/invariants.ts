/**
 * What must be true of orders, stock and money after any fault. The functions take plain data, so the simulation and the
 * tests on real databases check the same invariants. The numbers are those of the design.
 *
 *     I1  available + held + sold = initial, none negative
 *     I2  a captured payment has a confirmed order of the same amount
 *     I3  a confirmed order has exactly one capture, or none when it is free
 *     I4  a failed order holds no stock and no money
 *     I5  each effect is applied at most once
 *     I6  folding the events gives the state
 *     I7  an order that started, or was acknowledged, exists
 *     I8  every order settles after the faults have ended
 *     I9  the row in the database shows the final status
 *     I10 no compensation starts after the capture
 *     I11 no account sees the order of another account
 *     I12 no promotion is used beyond its limits, in total and by a customer; a confirmed order uses the promotions of its
 *         price, and a failed one uses none
 *     I13 the amounts of a price add up: shares to discounts, lines and shipping to sums, and sums to the total
 *     I14 no line and no shipping is refunded beyond its value or its tax; the parts of a refund add up to it, and all units
 *         together refund all of the value
 *     I17 no cancelled unit is shipped, and no unit is refunded or restocked twice
 *     I23 a cart is placed again only after a rejection, and never after its payment was captured
 *     I22 the payment status depends on payments alone, the fulfillment status on units alone, and the row shows them
 */
export interface StockFacts {
  readonly sku: string;
  readonly initial: number;
  readonly available: number;
  readonly held: number;
  readonly sold: number;
}

export interface PaymentFacts {
  readonly status: "open" | "requiresAction" | "authorized" | "captured" | "voided" | "declined";
  /** The captured amount, or the amount that would be captured. */
  readonly amount: bigint;
  readonly captures: number;
  readonly refunded: bigint;
  /** The amount that the bank gave to the buyer in lost disputes. 0 when absent. */
  readonly lost?: bigint;
}

/** What a line, or shipping, costs. `amount` is before discounts. */
export interface PricePartFacts {
  readonly amount: bigint;
  readonly discountTotal: bigint;
  readonly tax: bigint;
  readonly reverseChargeAmount: bigint;
}

/** The stored price of an order. */
export interface PriceFacts {
  readonly taxesIncluded: boolean;
  readonly lines: readonly PricePartFacts[];
  readonly shipping: PricePartFacts;
  /** `shares` are those of the lines. A SHIPPING discount has none. */
  readonly discounts: readonly {
    readonly class: string;
    readonly amount: bigint;
    readonly shares: readonly bigint[];
  }[];
  readonly subtotal: bigint;
  readonly discountTotal: bigint;
  readonly tax: bigint;
  readonly reverseChargeAmount: bigint;
  readonly total: bigint;
}

/** What became of the units and of the money of a line. Shipping is a line without units. */
export interface LineFacts {
  readonly quantity: number;
  readonly shipped: number;
  readonly cancelled: number;
  readonly refunded: number;
  readonly restocked: number;
  /** What was paid, tax included. */
  readonly value: bigint;
  readonly refundedAmount: bigint;
  readonly tax: bigint;
  readonly refundedTax: bigint;
}

/** The uses of a promotion by all orders. A limit that is undefined is none. */
export interface PromotionFacts {
  readonly id: string;
  readonly usageLimit: number | undefined;
  readonly reserved: number;
  readonly used: number;
  readonly usageLimitPerCustomer: number | undefined;
  /** The most uses of one customer. */
  readonly usesOfCustomer: number;
}

/** The ids of the promotions in the price of an order, and of those whose uses its reservations have. */
export interface RedemptionFacts {
  /** The promotions with a coupon code in the price that the order was placed with. */
  readonly promised: readonly string[];
  readonly applied: readonly string[];
  readonly reserved: readonly string[];
  readonly used: readonly string[];
}

/** A refund and its parts: a share of each line and of shipping. */
export interface RefundFacts {
  readonly hasFailed: boolean;
  /** The amount in the ledger. 0 for units without value, which have no entry. */
  readonly amount: bigint;
  /** Whether the provider has not accepted it yet. Then it does not count in the refunded amount of the order. */
  readonly isInFlight: boolean;
  readonly shares: readonly bigint[];
}

export interface OrderFacts {
  /** From the order itself, not from its row. */
  readonly status: string;
  /** Whether the order does nothing more until it receives a command. */
  readonly isSettled: boolean;
  readonly total: bigint;
  readonly refunded: bigint;
  /** Undefined in a cart. */
  readonly price: PriceFacts | undefined;
  /** The sum over all lines. */
  readonly units: number;
  /** Units that were shipped, and units that were cancelled before they were shipped. */
  readonly shipped: number;
  readonly cancelled: number;
  /** Units that went back on sale. 0 when absent. */
  readonly restocked?: number;
  /** What became of each line. Absent when only the row is known. */
  readonly lines?: readonly LineFacts[];
  readonly refunds?: readonly RefundFacts[];
  readonly redemptions?: RedemptionFacts;
  /** The total that the buyer accepted. Undefined when the buyer sent none. */
  readonly expectedTotal?: bigint | undefined;
  /** The types of the events, oldest first. */
  readonly events: readonly string[];
  /** The number of effects without an outcome. */
  readonly pending: number;
  /** The types of effects that staff gave up. Their results may be missing. */
  readonly abandonedEffects: readonly string[];
  /** Units that stock holds for the order. */
  readonly held: number;
  /** Units that were sold to the order and not returned. */
  readonly sold: number;
  /** The payments of the order at the provider. */
  readonly payments: readonly PaymentFacts[];
  /** The status in the row that lists read; undefined when there is no row. */
  readonly listedAs: string | undefined;
  /** The total in that row, where it is read. */
  readonly listedTotal?: bigint;
  /** The payment status in that row. */
  readonly listedPaymentStatus: string | null | undefined;
  /** The fulfillment status in that row. */
  readonly listedFulfillmentStatus: string | null | undefined;
}

type Assert = (invariant: string, holds: boolean) => void;

/** Returns the invariants that do not hold. */
function collectViolations(check: (assert: Assert) => void): readonly string[] {
  const violations: string[] = [];
  check((invariant, holds) => {
    if (!holds) violations.push(invariant);
  });
  return violations;
}

/** Returns the violated invariants of stock. They hold at any time. */
export function findStockViolations(stock: readonly StockFacts[]): readonly string[] {
  return collectViolations((assert) => {
    for (const { sku, initial, available, held, sold } of stock) {
      assert(`I1 ${sku}: ${available} + ${held} + ${sold} = ${initial}`, available + held + sold === initial);
      assert(`I1 ${sku} is not negative`, available >= 0 && held >= 0 && sold >= 0);
    }
  });
}

/** Returns the violated invariants of promotions. They hold at any time. */
export function findPromotionViolations(promotions: readonly PromotionFacts[]): readonly string[] {
  return collectViolations((assert) => {
    for (const { id, usageLimit, reserved, used, usageLimitPerCustomer, usesOfCustomer } of promotions) {
      const uses = `${reserved} + ${used}`;
      assert(`I12 ${id}: ${uses} is at most ${usageLimit}`, usageLimit === undefined || reserved + used <= usageLimit);
      const isWithin = usageLimitPerCustomer === undefined || usesOfCustomer <= usageLimitPerCustomer;
      assert(`I12 ${id}: ${usesOfCustomer} by a customer is at most ${usageLimitPerCustomer}`, isWithin);
      assert(`I12 ${id} has no negative count`, reserved >= 0 && used >= 0);
    }
  });
}

/** Returns the violated invariants of the redemptions of an order that has settled. */
function findRedemptionViolations({ status, redemptions, abandonedEffects }: OrderFacts): readonly string[] {
  if (redemptions === undefined) return [];
  const { promised, applied, reserved, used } = redemptions;
  const isConfirmed = !unpaid.includes(status);
  const expected = isConfirmed ? applied : [];
  const list = (ids: readonly string[]) => ids.toSorted().join();
  return collectViolations((assert) => {
    const isLost = paid.includes(status) && promised.some((id) => !applied.includes(id));
    assert("I13 no coupon code that was accepted is lost", !isLost);
    assert(`I12 ${status}: no use is reserved`, reserved.length === 0);
    // A restock that staff gave up may not have returned the uses.
    const isExpected = list(used) === list(expected) || (!isConfirmed && abandonedEffects.includes("restock"));
    assert(`I12 ${status}: uses ${list(used)} and not ${list(expected)}`, isExpected);
  });
}

/** Returns the violated invariants of the price of an order. */
function findPriceViolations(price: PriceFacts, total: bigint): readonly string[] {
  const { lines, shipping, discounts, subtotal, discountTotal, tax, reverseChargeAmount } = price;
  const parts = [...lines, shipping];
  const sum = (amounts: readonly bigint[]) => amounts.reduce((result, amount) => result + amount, 0n);
  return collectViolations((assert) => {
    for (const { class: discountClass, amount, shares } of discounts) {
      const shared = discountClass === "SHIPPING" ? 0n : amount;
      assert(`I13 the shares of a discount add up to ${shared}`, sum(shares) === shared);
    }
    const isRemaining = ({ amount, discountTotal: discount, reverseChargeAmount: deducted }: PricePartFacts) =>
      amount - discount - deducted >= 0n;
    assert("I13 no remaining amount is negative", parts.every(isRemaining));
    assert("I13 the lines add up to the subtotal", sum(lines.map(({ amount }) => amount)) === subtotal);
    assert("I13 the discounts add up", sum(discounts.map(({ amount }) => amount)) === discountTotal);
    assert("I13 the discounts of the parts add up", sum(parts.map((part) => part.discountTotal)) === discountTotal);
    assert("I13 the taxes of the parts add up", sum(parts.map((part) => part.tax)) === tax);
    assert(
      "I13 the deductions of reverse charge add up",
      sum(parts.map((part) => part.reverseChargeAmount)) === reverseChargeAmount,
    );
    const beforeTax = subtotal + shipping.amount - discountTotal - reverseChargeAmount;
    assert("I13 the sums add up to the total", price.total === (price.taxesIncluded ? beforeTax : beforeTax + tax));
    assert("I13 the order has the total of its price", price.total === total);
  });
}

/** Returns the violated invariants of an order that hold at any time. */
export function findOrderViolations(order: OrderFacts): readonly string[] {
  const { events, payments, price, total, lines = [], refunds = [] } = order;
  const placements = splitPlacements(events);
  // A placement that was never reserved started no payment. The record of the latest reservation may be lost.
  const isReserved = (placement: readonly string[]) => placement.includes("StockReserved");
  const maxPayments = placements.slice(0, -1).filter(isReserved).length + 1;
  const violations = collectViolations((assert) => {
    assert("I3 at most one capture", payments.reduce((sum, { captures }) => sum + captures, 0) <= 1);
    assert("I5 at most one payment per placement", payments.length <= maxPayments);
    const pivot = events.indexOf("PaymentCaptured");
    const isCompensated = pivot >= 0 && events.slice(pivot).includes("CompensationStarted");
    assert("I10 no compensation after the pivot", !isCompensated);
    assert("I23 no placement after the pivot", pivot < 0 || !events.slice(pivot).includes("OrderPlaced"));
    for (const earlier of placements.slice(0, -1)) {
      assert("I23 a cart is placed again only after a rejection", earlier.includes("OrderRejected"));
    }
    assert(
      "refunds never exceed the capture",
      payments.every(({ captures, amount, refunded }) => refunded <= (captures > 0 ? amount : 0n)),
    );
    for (const line of lines) {
      const { quantity, shipped, cancelled, refunded, restocked, value, refundedAmount, tax, refundedTax } = line;
      assert("I14 a line is refunded at most its value", refundedAmount >= 0n && refundedAmount <= value);
      assert("I14 the tax of a line is refunded once", refundedTax >= 0n && refundedTax <= tax);
      assert("I17 no cancelled unit is shipped", shipped + cancelled <= quantity);
      assert("I17 a unit is refunded and restocked once", refunded <= quantity && restocked <= quantity);
    }
    // The provider can take back a part of a refund. The entry in the ledger keeps its amount then.
    assert(
      "I14 the parts of a refund are at most the refund",
      refunds.every((refund) => sumShares([refund]) <= refund.amount),
    );
    const inFlight = refunds.filter(({ isInFlight }) => isInFlight).reduce((sum, { amount }) => sum + amount, 0n);
    const counted = sumShares(refunds.filter(({ hasFailed }) => !hasFailed));
    assert("I14 the parts of all refunds add up", order.refunds === undefined || counted === order.refunded + inFlight);
    // The money of a failed refund, or of a dispute, can be missing although the units were refunded.
    const isExact = refunds.every(({ hasFailed }) => !hasFailed) && !events.some((type) => type.startsWith("Dispute"));
    for (const { quantity, refunded, value, refundedAmount } of isExact ? lines : []) {
      const isRefunded = quantity > 0 && refunded === quantity;
      assert("I14 all units together refund all of the value", !isRefunded || refundedAmount === value);
    }
    for (const once of ["StockReserved", "PaymentStarted", "PaymentCaptured", "OrderConfirmed", "OrderRejected"]) {
      const isRepeated = placements.some((placement) => placement.filter((type) => type === once).length > 1);
      assert(`I5 ${once} at most once per placement`, !isRepeated);
    }
  });
  return [...violations, ...(price === undefined ? [] : findPriceViolations(price, total))];
}

function sumShares(refunds: readonly RefundFacts[]): bigint {
  return refunds.flatMap(({ shares }) => shares).reduce((sum, share) => sum + share, 0n);
}

/** Returns the events of each placement. A cart that was rejected can be placed again. */
function splitPlacements(events: readonly string[]): readonly (readonly string[])[] {
  const starts = events.flatMap((type, index) => (type === "OrderPlaced" ? [index] : []));
  return starts.map((start, index) => events.slice(start, starts[index + 1]));
}

const paid = ["CONFIRMED", "FULFILLED", "DELIVERED", "PARTIALLY_REFUNDED", "REFUNDED"];
/** A cart that was rejected and changed since is a cart again. */
const unpaid = ["REJECTED", "CANCELLED", "CART"];

/** Returns the violated invariants of an order that had time to settle after all faults ended. */
export function findFinalViolations(order: OrderFacts): readonly string[] {
  const { status, events, held, sold, payments } = order;
  const isAbandoned = (effect: string) => order.abandonedEffects.includes(effect);
  const captured = payments.find(({ captures }) => captures > 0);
  const refunded = payments.reduce((sum, payment) => sum + payment.refunded, 0n);
  const lost = payments.reduce((sum, payment) => sum + (payment.lost ?? 0n), 0n);
  const ofRedemptions = findRedemptionViolations(order);
  const violations = collectViolations((assert) => {
    assert(`I8 ${status} is final`, order.isSettled);
    assert("I8 no manual review is needed: every fault ends", status !== "NEEDS_ATTENTION");
    assert("I7 an order that started exists", status !== "NEW");
    if (captured !== undefined) {
      const isConfirmed = events.includes("OrderConfirmed");
      assert("I2 the captured order was confirmed", isConfirmed || isAbandoned("commitStock"));
      assert("I2 the capture has the amount of the order", captured.amount === order.total);
    }
    if (paid.includes(status)) {
      const captures = order.total === 0n ? 0 : 1;
      const { expectedTotal = order.total } = order;
      assert("I13 a confirmed order has the total that the buyer accepted", order.total === expectedTotal);
      assert("I3 confirmed means captured once, unless free", (captured?.captures ?? 0) === captures);
      // A restock that staff gave up may have been made.
      const unsold = order.units - sold - (order.restocked ?? 0);
      const isSold = isAbandoned("restock") ? unsold >= 0 : unsold === 0;
      assert("I3 confirmed means the units that were not restocked are sold", held === 0 && isSold);
      assert("the provider and the order agree on refunds", refunded === order.refunded);
    }
    assert(
      "I4 no money is held",
      isAbandoned("voidPayment") ||
        payments.every(({ status: payment }) => payment !== "authorized" && payment !== "requiresAction"),
    );
    if (unpaid.includes(status)) {
      // Staff can cancel units that cannot be sold again, before the order is cancelled.
      const isReturned = sold === 0 || sold + (order.restocked ?? 0) === order.units;
      assert("I4 nothing is held", held === 0 && (isReturned || isAbandoned("restock")));
      // The bank may give the buyer money that the shop has refunded before.
      const owed = (captured?.amount ?? 0n) - refunded;
      assert("I4 all captured money is refunded", lost === 0n ? owed === 0n : owed <= lost);
    }
    assert(`I9 the row shows the final status: ${order.listedAs} for ${status}`, order.listedAs === status);
    assert("I13 the row shows the total", order.listedTotal === undefined || order.listedTotal === order.total);
    const payment = expectedPaymentStatus(order);
    assert(`I22 the row shows ${payment}: ${order.listedPaymentStatus}`, order.listedPaymentStatus === payment);
    const goods = expectedFulfillmentStatus(order);
    assert(`I22 the row shows ${goods}: ${order.listedFulfillmentStatus}`, order.listedFulfillmentStatus === goods);
    assert("no effect is pending", order.pending === 0);
  });
  return [...violations, ...ofRedemptions];
}

/** Returns the payment status of a settled order, from its payments at the provider. */
function expectedPaymentStatus({ status, total, payments }: OrderFacts): string {
  const captured = payments.find(({ captures }) => captures > 0);
  if (captured !== undefined) {
    if (captured.refunded === 0n) return "PAID";
    return captured.refunded < captured.amount ? "PARTIALLY_REFUNDED" : "REFUNDED";
  }
  if (status === "CART") return "PENDING";
  return total === 0n && !unpaid.includes(status) ? "PAID" : "VOIDED";
}

/** Returns the fulfillment status of a settled order, from its units. */
function expectedFulfillmentStatus({ status, events, units, shipped, cancelled }: OrderFacts): string {
  const isEnded = status === "REJECTED" || status === "CANCELLED";
  const isComplete = isEnded || (status !== "CART" && shipped + cancelled === units);
  if (!isComplete) return shipped > 0 ? "PARTIALLY_FULFILLED" : "UNFULFILLED";
  if (shipped === 0) return "CANCELLED";
  return events.includes("OrderDelivered") ? "DELIVERED" : "FULFILLED";
}
