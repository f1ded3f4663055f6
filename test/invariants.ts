/**
 * What must be true of orders, of the stock and of the money, whatever went wrong: told of plain facts, so that the same
 * sentences are asked of simulated orders and of real rows. The numbers are those of the design.
 *
 *     I1  available + held + sold = initial, none negative
 *     I2  captured means a confirmed order of the same amount
 *     I3  confirmed means exactly one capture, or none of an order that is free
 *     I4  an order that failed holds nothing and costs nothing
 *     I5  each effect is applied at most once
 *     I6  folding the events gives the state
 *     I7  an order that was begun, or acknowledged, is there
 *     I8  once faults have healed, every order comes to its end
 *     I9  the row in the database shows it
 *     I10 nothing is undone after the capture
 *     I11 nobody sees what is somebody else's
 */
export interface StockFacts {
  readonly sku: string;
  readonly initial: number;
  readonly available: number;
  readonly held: number;
  readonly sold: number;
}

export interface PaymentFacts {
  readonly status: "open" | "asking" | "authorized" | "captured" | "voided" | "declined";
  /** What was taken, or would be. */
  readonly amount: bigint;
  readonly captures: number;
  readonly refunded: bigint;
}

export interface OrderFacts {
  /** As the order itself says. */
  readonly status: string;
  /** Whether nothing more will happen to it unless somebody asks. */
  readonly isSettled: boolean;
  readonly total: bigint;
  readonly refunded: bigint;
  /** Of all its lines. */
  readonly units: number;
  /** The types of its events, oldest first. */
  readonly events: readonly string[];
  /** Its effects that have had no outcome yet. */
  readonly pending: number;
  /** The types of those that staff decided to do without: what these would have done is not there. */
  readonly givenUp: readonly string[];
  /** Units that stock holds for it, and that were sold to it and have not come back. */
  readonly held: number;
  readonly sold: number;
  /** What the provider knows of it. */
  readonly payments: readonly PaymentFacts[];
  /** The status that lists show; undefined where they show nothing. */
  readonly listedAs: string | undefined;
}

type Must = (promise: string, holds: boolean) => void;

/** The promises that do not hold. */
function broken(check: (must: Must) => void): readonly string[] {
  const found: string[] = [];
  check((promise, holds) => {
    if (!holds) found.push(promise);
  });
  return found;
}

/** At any time. */
export function findStockViolations(stock: readonly StockFacts[]): readonly string[] {
  return broken((must) => {
    for (const { sku, initial, available, held, sold } of stock) {
      must(`I1 ${sku}: ${available} + ${held} + ${sold} = ${initial}`, available + held + sold === initial);
      must(`I1 ${sku} is not negative`, available >= 0 && held >= 0 && sold >= 0);
    }
  });
}

/** At any time. */
export function findOrderViolations({ events, payments }: OrderFacts): readonly string[] {
  return broken((must) => {
    must("I3 at most one capture", payments.reduce((sum, { captures }) => sum + captures, 0) <= 1);
    must("I5 at most one payment", payments.length <= 1);
    const pivot = events.indexOf("PaymentCaptured");
    must("I10 nothing is undone after the pivot", pivot < 0 || !events.slice(pivot).includes("CompensationStarted"));
    must(
      "refunds are never more than the capture",
      payments.every(({ captures, amount, refunded }) => refunded <= (captures > 0 ? amount : 0n)),
    );
    for (const once of ["OrderPlaced", "StockReserved", "PaymentStarted", "PaymentCaptured", "OrderConfirmed"]) {
      must(`I5 ${once} at most once`, events.filter((type) => type === once).length <= 1);
    }
  });
}

const paid = ["CONFIRMED", "FULFILLED", "DELIVERED", "PARTIALLY_REFUNDED", "REFUNDED"];
const failed = ["REJECTED", "CANCELLED"];

/** Of an order that was given the time to come to rest, with all faults healed. */
export function findRestViolations(order: OrderFacts): readonly string[] {
  const { status, events, held, sold, payments } = order;
  const isWithout = (effect: string) => order.givenUp.includes(effect);
  const captured = payments.find(({ captures }) => captures > 0);
  const refunded = payments.reduce((sum, payment) => sum + payment.refunded, 0n);
  return broken((must) => {
    must(`I8 ${status} is an end`, order.isSettled);
    must("I8 nobody has to look: every fault heals", status !== "NEEDS_ATTENTION");
    must("I7 an order that was begun is there", status !== "NEW");
    if (captured !== undefined) {
      const isConfirmed = events.includes("OrderConfirmed");
      must("I2 captured means that the order was confirmed", isConfirmed || isWithout("commitStock"));
      must("I2 of the same amount", captured.amount === order.total);
    }
    if (paid.includes(status)) {
      const captures = order.total === 0n ? 0 : 1;
      must("I3 confirmed means captured once, if there is anything to pay", (captured?.captures ?? 0) === captures);
      must("I3 and the units are sold", held === 0 && sold === order.units);
      must("what went back is what the order says", refunded === order.refunded);
    }
    if (failed.includes(status)) {
      must("I4 nothing is held", held === 0 && (sold === 0 || isWithout("restock")));
      must(
        "I4 no money is held",
        isWithout("voidPayment") ||
          payments.every(({ status: stands }) => stands !== "authorized" && stands !== "asking"),
      );
      must("I4 all money is back", (captured?.amount ?? 0n) === refunded);
    }
    must(`I9 the row shows the end: ${order.listedAs} for ${status}`, order.listedAs === status);
    must("nothing is left to do", order.pending === 0);
  });
}
