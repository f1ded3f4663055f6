import { create } from "@bufbuild/protobuf";
import { PricingService } from "../../proto/gen/catalog/v1/pricing_pb.js";
import type { Money } from "../../workers/kit/domain/money.ts";
import type { LineInput, Quote, UserCommand } from "../../workers/order/domain/commands.ts";
import { findDisputesToNote } from "../../workers/order/domain/noting-disputes.ts";
import { findRefundsToNote } from "../../workers/order/domain/noting-refunds.ts";
import type { OrderState } from "../../workers/order/domain/order.ts";
import { type PriceQuote, quoteOrder } from "../../workers/order/domain/pricing/quote.ts";
import { fromQuoteResponse } from "../../workers/order/quotes/catalog-messages.ts";
import { createQuote, newCustomer } from "../pricing/quotes.ts";
import { type FaultPlan, noFaults } from "./faults.ts";
import { findViolations } from "./oracle.ts";
import { OrderSimulation } from "./order-simulation.ts";
import type { CouponCode } from "./promotions.ts";
import {
  earlierOrderId,
  envelopeFor,
  orderId,
  otherQuote,
  placeOrderCommand,
  quote,
  type Scenario,
  type UnitAction,
} from "./scenario.ts";

export interface ScenarioResult {
  readonly violations: readonly string[];
  readonly simulation: OrderSimulation;
  /** The order that the guest placed before; undefined when there is none. */
  readonly earlier: OrderSimulation | undefined;
}

/** Runs one order through a scenario with faults. Checks the invariants after every request and at the end. */
export async function runScenario(
  scenario: Scenario,
  plan: FaultPlan,
  random: () => number = () => 0.5,
): Promise<ScenarioResult> {
  const run = new ScenarioRun(scenario, plan, random);
  await run.placeEarlierOrder();
  await run.placeOrder();
  await run.placeAgain();
  await run.settle();
  await run.refund();
  await run.changeUnits();
  await run.fulfil();
  await run.finish();
  return { violations: run.violations, simulation: run.simulation, earlier: run.earlier };
}

class ScenarioRun {
  readonly violations: string[] = [];
  readonly simulation: OrderSimulation;
  readonly #scenario: Scenario;
  readonly #plan: FaultPlan;
  readonly earlier: OrderSimulation | undefined;
  /** The order in the last response to its buyer. */
  #lastResponse: OrderState | undefined;
  #requests = 0;
  /** The sum of the refunds that staff requested, in cents. */
  #requestedRefunds = 0n;
  /** The sum of the refunds in the dashboard, in cents. */
  #dashboardRefunds = 0n;
  #hasFailedRefund = false;
  #disputeEnds: readonly ("WON" | "LOST")[] = [];
  #isDisputed = false;
  /** How often refunds and disputes had changed at the provider when the order last accepted a webhook. */
  #acceptedChanges = 0;
  #cancellation: Promise<unknown> | undefined;
  /** Settles when no webhook is being delivered. */
  #webhooks: Promise<unknown> = Promise.resolve();

  constructor(scenario: Scenario, plan: FaultPlan, random: () => number) {
    this.#scenario = scenario;
    this.#plan = plan;
    this.simulation = new OrderSimulation({
      card: scenario.card,
      stock: { A: scenario.stock, B: 5 },
      price: scenario.price,
      usageLimit: scenario.usageLimit,
      refundsArePending: scenario.refundsArePending,
      ...(scenario.exceedsUnpaidLimit ? { maxUnpaidUnits: 1 } : {}),
      plan,
      random,
      onCall: (call) => this.#onCall(call),
    });
    if (scenario.hasEarlierOrder) {
      this.earlier = this.simulation.addOrder({ id: earlierOrderId, card: "requiresAction", plan: noFaults });
    }
  }

  /** Places an order of one unit that waits for its cardholder, with the same coupon codes. */
  async placeEarlierOrder(): Promise<void> {
    const lines = [{ sku: "A", quantity: 1 }];
    const ids = { orderId: earlierOrderId, idempotencyKey: "earlier" };
    const couponCodes = this.#codes;
    const command = { ...placeOrderCommand, ...ids, ...this.#withQuote(lines, couponCodes), lines, couponCodes };
    this.earlier?.reserveKey(earlierOrderId);
    await this.earlier?.run((runner) => runner.execute({ command, ...envelopeFor("earlier") }));
  }

  async placeOrder(): Promise<void> {
    const { viaCart, hasSecondLine } = this.#scenario;
    const quotes = this.#quotes();
    const line = { sku: "A", quantity: 2 };
    const lines = [line, ...(hasSecondLine ? [{ sku: "B", quantity: 1 }] : [])];
    if (!viaCart) {
      const couponCodes = this.#codes;
      const command = { ...placeOrderCommand, ...this.#withQuote(lines, couponCodes), lines, couponCodes };
      return this.#request(command, "place");
    }
    await this.#request({ type: "createCart", orderId, accountId: "acc_1", currency: "USD" }, "cart");
    await this.#request({ type: "setCartLine", accountId: "acc_1", line, quote: quotes[0] ?? quote }, "line");
    await this.#changeCart(quotes);
    await this.#setCouponCodes();
    await this.#request({ ...placeOrderCommand, ...this.#quoteCart() }, "place");
  }

  /** Adds and removes a line, and changes the quantity of the other. In the end, the cart has the lines of the order. */
  async #changeCart(quotes: readonly Quote[]): Promise<void> {
    const { cartChanges, hasSecondLine } = this.#scenario;
    const lines = [
      { sku: "B", quantity: 1 },
      { sku: "A", quantity: 3 },
      { sku: "B", quantity: 2 },
    ];
    const changes = Array.from({ length: cartChanges }, (_, index) => lines[index % lines.length] ?? lines[0]);
    const last =
      cartChanges === 0 && !hasSecondLine
        ? []
        : [
            { sku: "A", quantity: 2 },
            { sku: "B", quantity: hasSecondLine ? 1 : 0 },
          ];
    for (const [index, line] of [...changes, ...last].entries()) {
      const { sku } = line ?? { sku: "" };
      const found = quotes.find((candidate) => candidate.sku === sku);
      if (line === undefined || found === undefined) continue;
      await this.#request({ type: "setCartLine", accountId: "acc_1", line, quote: found }, `line ${index}`);
      if (index === 1) await this.#chooseCurrency(quotes);
    }
  }

  async #chooseCurrency(quotes: readonly Quote[]): Promise<void> {
    if (!this.#scenario.choosesCurrency) return;
    await this.#request({ type: "setCartCurrency", accountId: "acc_1", currency: "USD", quotes }, "currency");
  }

  /** Gives one code after the other, and all of them in the end. */
  async #setCouponCodes(): Promise<void> {
    const codes = this.#codes;
    for (const [index] of codes.entries()) {
      const couponCodes = codes.slice(0, index + 1);
      await this.#request({ type: "setCartCouponCodes", accountId: "acc_1", couponCodes }, `codes ${index}`);
    }
  }

  /** Places the cart again, under another key and with another card, as the RPC does. */
  async placeAgain(): Promise<void> {
    const { secondPlacement } = this.#scenario;
    if (secondPlacement === undefined) return;
    const { card, quantity, isImpatient } = secondPlacement;
    if (!isImpatient) await this.settle();
    this.simulation.payments.useCard(card);
    const { accountId } = placeOrderCommand;
    const quotes = this.#quotes();
    await this.#request({ type: "abandonPayment", accountId }, "abandon");
    // The buyer is asked to retry while the first placement is being rejected.
    if (this.simulation.state().compensation?.endStatus === "REJECTED") await this.settle();
    if (quantity !== undefined) {
      const line = { sku: "A", quantity };
      await this.#request(
        { type: "setCartLine", accountId, line, quote: quotes[0] ?? quote, reopens: true },
        "new line",
      );
    }
    const command = { ...placeOrderCommand, ...this.#quoteCart() };
    await this.#request({ ...command, idempotencyKey: "second key" }, "place again");
    // A late repetition of the first request returns the order and places nothing.
    await this.#request(command, "place");
  }

  /** Returns a quote of the cart, as the RPC requests it. */
  #quoteCart() {
    const { lines, couponCodes } = this.simulation.state();
    return this.#withQuote(lines, couponCodes);
  }

  /** Returns a quote as the part of a command, with its total if the buyer sends that. */
  #withQuote(
    lines: readonly LineInput[],
    couponCodes: readonly string[],
  ): { quote: PriceQuote; expectedTotal?: Money } {
    const quotes = this.#quotes();
    const quoted = lines.flatMap(({ sku, quantity }) => {
      const found = quotes.find((candidate) => candidate.sku === sku);
      return found === undefined ? [] : [{ ...found, quantity }];
    });
    const { hasPromotions, expectsTotal } = this.#scenario;
    const promotions = hasPromotions ? this.#quotePromotions(quoted.length, couponCodes) : {};
    const price = this.#withTaxes(createQuote(quoted, promotions));
    const request = { lines, hasDestination: true, isReverseCharge: false, isFirstOrder: true };
    const { total, currency } = quoteOrder(price, request).pricing;
    return { quote: price, ...(expectsTotal ? { expectedTotal: { amountMinor: total, currency } } : {}) };
  }

  #quotePromotions(lines: number, couponCodes: readonly string[]): Partial<PriceQuote> {
    const { promotions } = this.simulation.catalog;
    const response = create(PricingService.method.quote.output, {
      market: { id: "mkt_1" },
      currencyCode: "USD",
      ...promotions.quote(lines, { couponCodes, customerKeys: newCustomer.keys }),
    });
    const { candidates, couponCodes: codes, hasBasePricesOnly } = fromQuoteResponse(response);
    return { candidates, couponCodes: codes, hasBasePricesOnly };
  }

  /** The codes that the buyer gives. A buyer who has seen the quote leaves out exhausted codes. */
  get #codes(): readonly CouponCode[] {
    const { hasPromotions, couponCodes, expectsTotal } = this.#scenario;
    if (!hasPromotions) return [];
    const { promotions } = this.simulation.catalog;
    return expectsTotal ? couponCodes.filter((code) => promotions.isUsable(code, newCustomer.keys)) : couponCodes;
  }

  /** A tenth of each line is tax. */
  #withTaxes(priced: PriceQuote): PriceQuote {
    if (this.#scenario.hasTaxProvider === undefined) return priced;
    const taxOf = (tax: bigint) => ({ tax, taxLines: [], reverseChargeAmount: 0n });
    const lines = priced.lines.map(({ quantity, unitPrice }) => taxOf((unitPrice * BigInt(quantity)) / 10n));
    return { ...priced, taxes: { calculationId: "taxcalc_1", lines, shipping: taxOf(0n) } };
  }

  #quotes(): readonly Quote[] {
    const unitPrice = { ...quote.unitPrice, amountMinor: this.#scenario.price };
    return [quote, otherQuote].map((current) => ({ ...current, unitPrice }));
  }

  async refund(): Promise<void> {
    for (const [index, share] of this.#scenario.refunds.entries()) {
      const amount = { amountMinor: BigInt(20 * share), currency: "USD" } as const;
      this.#requestedRefunds += amount.amountMinor;
      await this.#request({ type: "refundOrder", amount, reason: "r" }, `refund ${index}`);
      await this.settle();
    }
  }

  /** Refunds, cancels and ships units. The order may reject it. */
  async changeUnits(): Promise<void> {
    const { actions, waits } = this.#scenario.unitActions;
    for (const [index, action] of actions.entries()) {
      await this.#request(toUnitCommand(action), `units ${index}`);
      if (waits) await this.settle();
    }
    await this.settle();
  }

  async fulfil(): Promise<void> {
    if (!this.#scenario.fulfil) return;
    await this.#request({ type: "fulfilOrder" }, "fulfil");
    await this.#request({ type: "markDelivered" }, "deliver");
    await this.settle();
  }

  async finish(): Promise<void> {
    const { simulation } = this;
    // A cart makes no calls, and an order that crashed before its first call left nothing.
    const hasStarted = simulation.calls > 0;
    simulation.deliverLateEvents();
    // After staff gave up a release, or the event of a confirmed order was lost, the units are held until the reservation expires.
    const isHeld = this.#scenario.staffGiveUp || this.#plan.eventDelivery === "lost";
    this.#check(hasStarted && !isHeld);
    simulation.expireReservations();
    simulation.deliverDuplicates();
    await this.settle();
    this.#check(hasStarted);
    await this.#settleEarlierOrder();
    this.#checkRefundsOnce();
  }

  /** A refund that was requested once is made once. A cancelled order refunds the rest too. */
  #checkRefundsOnce(): void {
    const { simulation } = this;
    const { status, refunded } = simulation.state();
    const { refunds, unitActions } = this.#scenario;
    const ofUnits = unitActions.actions.filter(({ type }) => type === "refundOrder" || type === "cancelOrderLines");
    const requests = simulation.log.filter(({ recorded }) => recorded.event.type === "RefundRequested").length;
    const maxRefund = this.#requestedRefunds + this.#dashboardRefunds;
    const isTooMuch = status !== "CANCELLED" && ofUnits.length === 0 && refunded.amountMinor > maxRefund;
    if (isTooMuch || requests > refunds.length + ofUnits.length) {
      this.violations.push("I5 a refund that was requested once is made once");
    }
  }

  async #settleEarlierOrder(): Promise<void> {
    if (this.earlier === undefined) return;
    await this.earlier.settle();
    this.violations.push(...findViolations(this.earlier, { lastResponse: undefined, isFinal: true }));
  }

  /**
   * Waits until the order has settled. Staff resolve an order that needs attention: they retry after the outage, or give
   * up first, which may be during the outage.
   */
  async settle(): Promise<void> {
    const { simulation } = this;
    const { staffGiveUp, staffDelayMs } = this.#scenario;
    await this.#waitUntilSettled();
    for (let attempt = 0; simulation.state().status === "NEEDS_ATTENTION"; attempt++) {
      this.#check();
      if (attempt === 10) throw new Error("The order still needs attention after ten resolutions");
      if (staffGiveUp) {
        const giveUp = { type: "resolveOrder", resolution: "GIVE_UP", note: "no more" } as const;
        await this.#request(giveUp, `give up ${this.#requests}`);
        await this.#waitUntilSettled();
        if (simulation.state().status !== "NEEDS_ATTENTION") return;
      }
      simulation.advanceTime(staffDelayMs);
      const retry = { type: "resolveOrder", resolution: "RETRY", note: "again" } as const;
      await this.#request(retry, `resolve ${this.#requests}`);
      await this.#waitUntilSettled();
    }
  }

  async #waitUntilSettled(): Promise<void> {
    const { simulation } = this;
    // The cardholder completes a challenge as soon as there is one, and the provider sends a webhook.
    const { authenticates } = this.#scenario;
    if (authenticates !== undefined && simulation.payments.authenticate(orderId, authenticates)) {
      await simulation.run((runner) => runner.recheckPayment());
    }
    await simulation.settle();
    simulation.payments.completeRefunds();
    await this.#deliverWebhooks();
    for (let end = this.#takeDisputeEnd(); end !== undefined; end = this.#takeDisputeEnd()) {
      simulation.payments.endDispute(end);
      await this.#deliverWebhooks();
    }
  }

  #takeDisputeEnd(): "WON" | "LOST" | undefined {
    const [end, ...later] = this.#disputeEnds;
    this.#disputeEnds = later;
    return end;
  }

  /**
   * Sends a webhook again until the order accepts it, as the provider does. A refund or a dispute can change during a
   * delivery, and each change has a webhook of its own, so the last change must be accepted. The order may reject webhooks
   * while it needs attention. The provider then sends the last one again after staff have resolved the order.
   */
  async #deliverWebhooks(): Promise<void> {
    const { simulation } = this;
    const isAccepted = () => this.#acceptedChanges === this.#countChanges();
    for (let attempt = 0; attempt < 20; attempt++) {
      if (!isAccepted()) this.#startWebhook();
      const webhooks = this.#webhooks;
      await webhooks;
      await simulation.settle();
      const isDelivered = webhooks === this.#webhooks;
      if (isDelivered && (isAccepted() || simulation.state().status === "NEEDS_ATTENTION")) return;
    }
    throw new Error("The order does not accept a webhook");
  }

  /** Sends a command as the scenario says: once or twice concurrently, and again without a response. */
  async #request(command: UserCommand, name: string): Promise<void> {
    const { sendsDuplicates, onNoResponse } = this.#scenario;
    for (let attempt = 0; attempt < 20; attempt++) {
      const sends = sendsDuplicates
        ? [this.#send(command, name), this.#send(command, name)]
        : [this.#send(command, name)];
      const responded = await Promise.all(sends);
      this.#check();
      if (responded.every(Boolean)) break;
      if (onNoResponse === "reads") await this.simulation.run(async (runner) => runner.read());
      if (onNoResponse !== "retries") break;
    }
    await this.#cancellation?.catch(() => {});
    await this.#webhooks;
    this.#check();
    if (this.#plan.evictions.has(this.#requests++)) this.simulation.evict();
  }

  /** Sends a command once. Returns false when there was no response. */
  async #send(command: UserCommand, name: string): Promise<boolean> {
    let state: OrderState | undefined;
    if (command.type === "placeOrder") this.simulation.reserveKey(orderId);
    else this.simulation.extendDeadline(orderId);
    const responded = await this.simulation.run(async (runner) => {
      const result = await runner.execute({ command, ...envelopeFor(name) });
      if (result.ok) state = result.value.state;
    });
    if (responded) this.#lastResponse = state ?? this.#lastResponse;
    return responded;
  }

  /** Runs the actions of the scenario that happen during a call to a dependency. */
  #onCall(call: number): void {
    const { cancelAt, dashboardRefund, failedRefund, dispute, earlierPaysAt, usedElsewhere } = this.#scenario;
    if (usedElsewhere !== undefined && call === usedElsewhere.fromCall) {
      const { promotion } = usedElsewhere;
      const keys = promotion === "ONCE" ? newCustomer.keys : ["acc_2"];
      this.simulation.catalog.promotions.redeemElsewhere(promotion, keys);
    }
    if (dispute !== undefined && !this.#isDisputed && call >= dispute.fromCall) this.#openDispute(dispute.ends);
    if (call === earlierPaysAt) this.simulation.payments.authenticate(earlierOrderId, true);
    if (failedRefund !== undefined && !this.#hasFailedRefund && call >= failedRefund.fromCall) this.#failRefund();
    if (dashboardRefund !== undefined && this.#dashboardRefunds === 0n && call >= dashboardRefund.fromCall) {
      this.#refundInDashboard(dashboardRefund.share);
    }
    if (call !== cancelAt) return;
    // A second request for the order, which arrives while the first waits for its effect.
    this.simulation.extendDeadline(orderId);
    this.#cancellation = this.simulation.run((runner) =>
      runner.execute({ command: { type: "cancelOrder" }, ...envelopeFor("cancel") }),
    );
  }

  #refundInDashboard(share: number): void {
    const { payments } = this.simulation;
    const amount = BigInt(20 * share);
    this.#dashboardRefunds = payments
      .all()
      .filter((intent) => intent.orderId === orderId)
      .reduce((sum, { id }) => sum + payments.refundInDashboard(id, amount), 0n);
    if (this.#dashboardRefunds > 0n) this.#startWebhook();
  }

  #failRefund(): void {
    this.#hasFailedRefund = this.simulation.payments.failLatestRefund();
    if (this.#hasFailedRefund) this.#startWebhook();
  }

  #openDispute(ends: "won" | "lost" | "appealWon"): void {
    this.#isDisputed = this.simulation.payments.openDispute(orderId);
    if (!this.#isDisputed) return;
    this.#disputeEnds = { won: ["WON"], lost: ["LOST"], appealWon: ["LOST", "WON"] }[ends] as readonly (
      | "WON"
      | "LOST"
    )[];
    this.#startWebhook();
  }

  #countChanges(): number {
    const { refundChanges, disputeChanges } = this.simulation.payments;
    return refundChanges + disputeChanges;
  }

  /** Starts a delivery, concurrently with those in flight. */
  #startWebhook(): void {
    this.#webhooks = Promise.all([this.#webhooks, this.#sendWebhooks()]);
  }

  /** Sends webhooks as the provider does for every change of a refund or a dispute, also for refunds of the order. */
  async #sendWebhooks(): Promise<void> {
    const changes = this.#countChanges();
    const accepted = [await handleRefundWebhook(this.simulation), await handleDisputeWebhook(this.simulation)];
    if (accepted.every(Boolean)) this.#acceptedChanges = Math.max(this.#acceptedChanges, changes);
  }

  #check(isFinal = false): void {
    this.violations.push(...findViolations(this.simulation, { lastResponse: this.#lastResponse, isFinal }));
  }
}

function toUnitCommand(action: UnitAction): UserCommand {
  switch (action.type) {
    case "cancelOrder":
      return action;
    case "fulfilOrder":
      return { type: "fulfilOrder", lines: [{ sku: action.sku, quantity: action.quantity }] };
    default: {
      const { type, sku, quantity, restock, shipping } = action;
      const line = { sku, quantity, ...(restock === undefined ? {} : { restock }) };
      return { type, lines: [line], reason: "r", ...(shipping ? { shipping } : {}) };
    }
  }
}

/** Handles the webhook of a refund, as the RPC does. Returns false when the provider must send it again. */
export async function handleRefundWebhook(simulation: OrderSimulation): Promise<boolean> {
  let accepted = false;
  const ended = await simulation.run(async (runner) => {
    await runner.recheckPayment();
    const state = runner.read()?.state;
    if (state?.paymentId === undefined) return;
    const { currency } = state;
    const { refunds } = simulation.payments.findBalance(state.paymentId);
    const command = findRefundsToNote(
      refunds.map((refund) => ({ ...refund, amount: { amountMinor: refund.amountMinor, currency } })),
      state,
    );
    accepted = command === undefined;
    if (command === undefined) return;
    // The balance may be outdated when the order receives the command.
    await runner.resume();
    simulation.extendDeadline(orderId);
    const { traceId } = envelopeFor("");
    accepted = (await runner.execute({ command, actor: "system", traceId })).ok;
  });
  return ended && accepted;
}

/** Handles the webhook of a dispute, as the RPC does. Returns false when the provider must send it again. */
async function handleDisputeWebhook(simulation: OrderSimulation): Promise<boolean> {
  let accepted = false;
  const ended = await simulation.run(async (runner) => {
    await runner.recheckPayment();
    const state = runner.read()?.state;
    accepted = state?.paymentId === undefined;
    for (let current = state; current?.paymentId !== undefined && !accepted; current = runner.read()?.state) {
      const { currency } = current;
      const toMoney = (amountMinor: bigint) => ({ amountMinor, currency });
      const { disputes } = simulation.payments.findDisputes(current.paymentId);
      const command = findDisputesToNote(
        disputes.map(({ withdrawnMinor, reinstatedMinor, evidenceDueBy: _, amount, ...dispute }) => ({
          ...dispute,
          amount: toMoney(amount.amountMinor),
          withdrawn: toMoney(withdrawnMinor),
          reinstated: toMoney(reinstatedMinor),
        })),
        current,
      );
      accepted = command === undefined;
      if (command === undefined) return;
      // The report may be outdated when the order receives the command.
      await runner.resume();
      simulation.extendDeadline(orderId);
      const { traceId } = envelopeFor("");
      if (!(await runner.execute({ command, actor: "system", traceId })).ok) return;
    }
  });
  return ended && accepted;
}
