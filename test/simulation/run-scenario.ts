import type { UserCommand } from "../../workers/order/domain/commands.ts";
import type { OrderState } from "../../workers/order/domain/order.ts";
import { findRefundToNote } from "../../workers/order/domain/refunding.ts";
import { noTerms } from "../../workers/order/domain/terms.ts";
import { days } from "./clock.ts";
import type { FaultPlan } from "./faults.ts";
import { findViolations } from "./oracle.ts";
import { OrderSimulation } from "./order-simulation.ts";
import type { Card } from "./payments.ts";

const orderId = "ord_0123456789abcdefghjkmnpqrs";

/** One order's life: what its buyer does, and when. */
export interface Scenario {
  readonly card: Card;
  /** What the holder of a card that asks does. */
  readonly authenticates: boolean;
  readonly stock: number;
  /** Of a unit, in cents. */
  readonly price: bigint;
  readonly viaCart: boolean;
  /** The call to the outside during which the buyer cancels; undefined for never. */
  readonly cancelAt: number | undefined;
  /** What somebody gives back at the provider itself, in hundredths of the total: once it is taken, from which call on. */
  readonly dashboardRefund: { readonly fromCall: number; readonly share: number } | undefined;
  /** What staff give back afterwards, each in hundredths of the total. */
  readonly refunds: readonly number[];
  readonly fulfil: boolean;
  /** Whether every request comes twice at once, as when a buyer clicks twice. */
  readonly sendsDuplicates: boolean;
  /** What a buyer without an answer does: asks again until there is one, looks at the order once, or leaves. */
  readonly onNoResponse: "asksAgain" | "looks" | "leaves";
  /** How long staff take to look at what was given up. */
  readonly staffDelayMs: number;
  /** Whether they end an order without it, where they may. */
  readonly staffGiveUp: boolean;
}

export const paidOrder: Scenario = {
  card: "pays",
  authenticates: true,
  stock: 5,
  price: 1_000n,
  viaCart: false,
  cancelAt: undefined,
  dashboardRefund: undefined,
  refunds: [],
  fulfil: false,
  sendsDuplicates: false,
  onNoResponse: "asksAgain",
  staffDelayMs: days(3),
  staffGiveUp: false,
};

const quote = { sku: "A", name: "A", productId: "prd_1", unitPrice: { amountMinor: 1_000n, currency: "USD" as const } };

export const placeOrderCommand: Extract<UserCommand, { type: "placeOrder" }> = {
  type: "placeOrder",
  orderId,
  accountId: "acc_1",
  idempotencyKey: "key",
  quotes: [quote],
  paymentMethod: "pm",
  shippingAddress: { name: "N", line1: "L", city: "C", postalCode: "1", countryCode: "NL" },
  terms: noTerms("USD"),
};

export interface ScenarioResult {
  readonly violations: readonly string[];
  readonly world: OrderSimulation;
}

/** Lives one order through its scenario and its faults, and asks the oracle on the way and at the end. */
export async function runScenario(
  scenario: Scenario,
  plan: FaultPlan,
  random: () => number = () => 0.5,
): Promise<ScenarioResult> {
  const violations: string[] = [];
  let cancelling: Promise<unknown> | undefined;
  let byHand = 0n;
  let heardOf = 0;
  let telling: Promise<void> | undefined;
  const world: OrderSimulation = new OrderSimulation({
    card: scenario.card,
    stock: { A: scenario.stock },
    price: scenario.price,
    plan,
    random,
    onCall: (call) => {
      if (scenario.dashboardRefund !== undefined && byHand === 0n && call >= scenario.dashboardRefund.fromCall) {
        const amount = BigInt(20 * scenario.dashboardRefund.share);
        byHand = world.payments.all().reduce((sum, { id }) => sum + world.payments.refundInDashboard(id, amount), 0n);
        if (byHand > 0n) telling = tell();
      }
      if (call !== scenario.cancelAt) return;
      // Another request of the same order, which comes in while this one waits for its effect.
      world.extendDeadline(orderId);
      cancelling = world.run((driver) =>
        driver.execute({ command: { type: "cancelOrder" }, ...envelopeFor("cancel") }),
      );
    },
  });
  let told: OrderState | undefined;
  let asked = 0;
  const look = (atRest = false): void => {
    violations.push(...findViolations(world, { told, atRest }));
  };
  const ask = async (command: UserCommand, name: string): Promise<void> => {
    const once = async () => {
      let state: OrderState | undefined;
      world.extendDeadline(orderId);
      const isAnswered = await world.run(async (driver) => {
        const answer = await driver.execute({ command, ...envelopeFor(name) });
        if (answer.ok) state = answer.value.state;
      });
      if (isAnswered) told = state ?? told;
      return isAnswered;
    };
    for (let tries = 0; tries < 20; tries++) {
      const answers = await Promise.all(scenario.sendsDuplicates ? [once(), once()] : [once()]);
      look();
      if (answers.every(Boolean)) break;
      if (scenario.onNoResponse === "looks") await world.run(async (driver) => driver.read());
      if (scenario.onNoResponse !== "asksAgain") break;
    }
    await cancelling?.catch(() => {});
    await telling;
    look();
    if (plan.evictions.has(asked++)) world.evict();
  };
  /** Of money that went back, whoever gave it, the provider tells each time, until it is heard. */
  const tell = async (): Promise<void> => {
    const { refundCount: givenBack } = world.payments;
    if (await handleRefundWebhook(world)) heardOf = Math.max(heardOf, givenBack);
  };
  const settle = async (): Promise<void> => {
    // The holder of a card is there whenever the payment asks for it, and then the provider tells.
    if (world.payments.authenticate(scenario.authenticates)) await world.run((driver) => driver.recheckPayment());
    await world.settle();
    // It may not be heard yet: a refund that staff have to look at first is in its way.
    for (let tries = 0; tries < 3 && heardOf < world.payments.refundCount; tries++) {
      await tell();
      await world.settle();
    }
  };
  /**
   * Until nothing moves any more. What was given up, staff have tried again once its receiver is back, unless they end the
   * order without it, which may be while it is away.
   */
  const rest = async (): Promise<void> => {
    await settle();
    for (let tries = 0; world.state().status === "NEEDS_ATTENTION"; tries++) {
      look();
      if (tries === 10) throw new Error("nothing that staff do helps");
      if (scenario.staffGiveUp) {
        await ask({ type: "resolveOrder", resolution: "GIVE_UP", note: "no more" }, `give up ${asked}`);
        await settle();
        if (world.state().status !== "NEEDS_ATTENTION") return;
      }
      world.advanceTime(scenario.staffDelayMs);
      await ask({ type: "resolveOrder", resolution: "RETRY", note: "again" }, `resolve ${asked}`);
      await settle();
    }
  };

  let refunds = 0n;
  const quoted = { ...quote, unitPrice: { ...quote.unitPrice, amountMinor: scenario.price } };
  const placed = { ...placeOrderCommand, quotes: [quoted] };
  if (scenario.viaCart) {
    await ask({ type: "createCart", orderId, accountId: "acc_1", currency: "USD" }, "cart");
    await ask({ type: "setCartLine", accountId: "acc_1", line: { sku: "A", quantity: 2 }, quote: quoted }, "line");
    await ask(placed, "place");
  } else await ask({ ...placed, lines: [{ sku: "A", quantity: 2 }] }, "place");

  await rest();
  for (const [index, share] of scenario.refunds.entries()) {
    const amount = { amountMinor: BigInt(20 * share), currency: "USD" } as const;
    refunds += amount.amountMinor;
    await ask({ type: "refundOrder", amount, reason: "r" }, `refund ${index}`);
    await rest();
  }
  if (scenario.fulfil) {
    await ask({ type: "fulfilOrder" }, "fulfil");
    await ask({ type: "markDelivered" }, "deliver");
    await rest();
  }
  // Nobody heard of an order that crashed before it began, and a cart is none yet.
  const hasBegun = world.calls > 0;
  // What a release that was given up left, the sweeper lets go.
  look(hasBegun && !scenario.staffGiveUp);
  world.expireReservation(orderId);
  world.deliverDuplicates();
  await rest();
  look(hasBegun);
  const { status, refunded } = world.state();
  const isTwice = status !== "CANCELLED" && refunded.amountMinor > refunds + byHand;
  if (isTwice) violations.push("I5 what is asked once is done once");
  return { violations, world };
}

/** What the webhook of a refund does. True when the provider need not tell it again. */
export async function handleRefundWebhook(world: OrderSimulation): Promise<boolean> {
  let heard = false;
  const ended = await world.run(async (driver) => {
    await driver.recheckPayment();
    const state = driver.read()?.state;
    if (state?.paymentId === undefined) return;
    const { refundedMinor: amountMinor, refundIds } = world.payments.findKept(state.paymentId);
    const command = findRefundToNote({ amountMinor, currency: state.currency }, refundIds, state);
    heard = command === undefined;
    if (command === undefined) return;
    // What is said of the payment may be old when the order hears it.
    await driver.resume();
    world.extendDeadline(orderId);
    const { traceId } = envelopeFor("");
    heard = (await driver.execute({ command, actor: "system", traceId })).ok;
  });
  return ended && heard;
}

export function envelopeFor(commandId: string) {
  return { commandId, requestHash: commandId, actor: "account:acc_1", traceId: "0af7651916cd43dd8448eb211c80319c" };
}
