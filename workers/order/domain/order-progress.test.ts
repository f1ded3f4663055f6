import { describe, expect, it } from "vitest";
import { createQuote, newCustomer } from "../../../test/pricing/quotes.ts";
import type { Command, Outcome, Quote } from "./commands.ts";
import { decide } from "./decide.ts";
import { evolve } from "./evolve.ts";
import { fulfillmentStatus } from "./fulfillment-status.ts";
import { newOrder, type OrderState } from "./order.ts";
import { paymentStatus } from "./payment-status.ts";

const usd = (amountMinor: bigint) => ({ amountMinor, currency: "USD" }) as const;

type Step = Command | ((state: OrderState) => Command);

/** Returns the payment status and the fulfillment status after these commands on an order of two units. */
function statusesAfter(steps: readonly Step[]): readonly string[] {
  let state: OrderState = newOrder;
  for (const step of steps) {
    const command = typeof step === "function" ? step(state) : step;
    const decided = decide(command, state);
    if (!decided.ok) throw new Error(`${command.type}: ${decided.error.message}`);
    for (const event of decided.value)
      state = evolve(state, { sequence: state.sequence + 1, at: 9, actor: "system", event });
  }
  return [paymentStatus(state), fulfillmentStatus(state)];
}

function placed(unitPrice: bigint): readonly [Command, Outcome] {
  const quote: Quote = { sku: "A", name: "A", productId: "prd_1", unitPrice: usd(unitPrice) };
  const place: Command = {
    type: "placeOrder",
    orderId: "ord_0123456789abcdefghjkmnpqrs",
    accountId: "acc_1",
    idempotencyKey: "key",
    lines: [{ sku: "A", quantity: 2 }],
    quote: createQuote([{ ...quote, quantity: 2 }]),
    customer: newCustomer,
    paymentMethod: "pm_card_visa",
    shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
  };
  return [place, { type: "reserved", lines: [{ ...quote, quantity: 2 }] }];
}

const [place, reserved] = placed(1_000n);
const started: Outcome = { type: "paymentStarted", paymentId: "pi_1" };
const authorized = [place, reserved, started, { type: "authorized", paymentId: "pi_1" } as const];
const captured = [...authorized, { type: "created" } as const, { type: "captured", paymentId: "pi_1" } as const];
const confirmed = [...captured, { type: "committed" } as const];
const cancelling: readonly Command[] = [...confirmed, { type: "cancelOrder" }];
const restocked: Command = { type: "restocked" };
const refundOfOneCent: Command = { type: "refundOrder", reason: "r", amount: usd(1n) };
const refundAccepted = ({ transactions }: OrderState): Command => ({
  type: "refunded",
  refundId: "re_1",
  requestId: transactions.at(-1)?.id ?? "",
});
const refundFailed = ({ transactions }: OrderState): Command => ({
  type: "refundFailed",
  requestId: transactions.at(-1)?.id ?? "",
  reason: "declined",
});
const oneUnit = [{ sku: "A", quantity: 1 }];
const shipOne: Command = { type: "fulfilOrder", lines: oneUnit };
const shipAll: Command = { type: "fulfilOrder" };
const refundUnit: Command = { type: "refundOrder", reason: "r", lines: oneUnit };
const cancelUnit: Command = { type: "cancelOrderLines", reason: "r", lines: oneUnit };

describe("paymentStatus and fulfillmentStatus", () => {
  it.each<[string, readonly Step[], readonly string[]]>([
    ["before placement", [], ["PENDING", "UNFULFILLED"]],
    ["after placement", [place], ["PENDING", "UNFULFILLED"]],
    ["after the authorization", authorized, ["AUTHORIZED", "UNFULFILLED"]],
    ["after the capture", captured, ["PAID", "UNFULFILLED"]],
    ["after confirmation", confirmed, ["PAID", "UNFULFILLED"]],
    ["after the placement of a free order", [placed(0n)[0]], ["PAID", "UNFULFILLED"]],
    ["while a cancellation waits for refund and stock", cancelling, ["PAID", "CANCELLED"]],
    ["after a cancellation returned the stock", [...cancelling, restocked], ["PAID", "CANCELLED"]],
    ["after stock was short", [place, { type: "short", skus: ["A"] }], ["VOIDED", "CANCELLED"]],
    [
      "after a refund of one cent",
      [...confirmed, refundOfOneCent, refundAccepted],
      ["PARTIALLY_REFUNDED", "UNFULFILLED"],
    ],
    [
      "after a refund of one cent and all shipments",
      [...confirmed, refundOfOneCent, refundAccepted, shipAll],
      ["PARTIALLY_REFUNDED", "FULFILLED"],
    ],
    [
      "after a refund that failed",
      [...confirmed, shipOne, refundOfOneCent, refundFailed],
      ["PAID", "PARTIALLY_FULFILLED"],
    ],
    ["after a part was shipped", [...confirmed, shipOne], ["PAID", "PARTIALLY_FULFILLED"]],
    ["after the delivery", [...confirmed, shipAll, { type: "markDelivered" }], ["PAID", "DELIVERED"]],
    ["after one unit was cancelled", [...confirmed, cancelUnit, refundAccepted], ["PARTIALLY_REFUNDED", "UNFULFILLED"]],
    [
      "after one unit was shipped and the other one cancelled",
      [...confirmed, shipOne, cancelUnit, refundAccepted],
      ["PARTIALLY_REFUNDED", "FULFILLED"],
    ],
    [
      "after all units were cancelled one by one",
      [...confirmed, refundUnit, refundAccepted, refundUnit, refundAccepted],
      ["REFUNDED", "CANCELLED"],
    ],
  ])("are independent %s", (_situation, steps, expected) => {
    expect(statusesAfter(steps)).toEqual(expected);
  });

  it("show a refund that is accepted during a cancellation", () => {
    const refunded: Command = { type: "refunded", refundId: "re_1", amount: usd(2_000n) };
    expect(statusesAfter([...cancelling, refunded])).toEqual(["REFUNDED", "CANCELLED"]);
    expect(statusesAfter([...cancelling, refunded, restocked])).toEqual(["REFUNDED", "CANCELLED"]);
  });
});
