import type { Mutant } from "../mutant.ts";
import { consistentMoney, decided, reachable, simulated, withoutFaults } from "./tests.ts";

const onTheTable = reachable("allow only transitions of the table");
const noDeadEnd = reachable("are settled or have a pending effect");
const unpaid = (test: string) => ["workers/order/store/unpaid-orders.test.ts", test] as const;
const storedPrice = [
  "workers/order/domain/evolve-pricing.test.ts",
  "is the price in its events and is never computed again",
] as const;
const stripeLimit = (test: string) => ["workers/order/payments/request-limiter.test.ts", test] as const;
const previousRelease = (test: string) => ["test/simulation/previous-release.test.ts", test] as const;
const releasedLogs = ["workers/order/domain/released/released.test.ts", "to the same state"] as const;

export const compensationMutants: readonly Mutant[] = [
  {
    name: "the stock of a cancelled free order is not restocked",
    file: "workers/order/domain/effects-of.ts",
    find: ": restockOf(restock, { releasesRedemptions })),",
    replace: ": []),",
    killedBy: withoutFaults,
  },
  {
    name: "the row of an order that needs staff does not follow its later refund or restock",
    file: "workers/order/domain/effects-of.ts",
    find: 'status === "NEEDS_ATTENTION" && isCompensationStep(event)',
    replace: 'status === "CANCELLED" && isCompensationStep(event)',
    killedBy: ["workers/order/domain/saga.test.ts", "projects the order again when other steps"],
  },
  {
    name: "folding the log prices the order again",
    file: "workers/order/domain/evolve-lifecycle.ts",
    find: "StockReserved: ({ lines, pricing }) => ({ lines, ...setPricing(pricing),",
    replace:
      "StockReserved: ({ lines, pricing }) => ({ lines, ...setPricing({ ...pricing, total: lines.reduce((sum, { unitPrice, quantity }) => sum + unitPrice.amountMinor * BigInt(quantity), 0n) }),",
    killedBy: storedPrice,
  },
  {
    name: "an old reservation is priced without the terms of its order",
    file: "workers/order/domain/event-codec.ts",
    find: "return priceReleased(linesOf(data), placed.currency, restoreTerms(placed.terms));",
    replace: "return priceReleased(linesOf(data), placed.currency, noReleasedTerms(placed.currency));",
    killedBy: releasedLogs,
  },
  {
    name: "requests to one endpoint of Stripe are limited only together with all others",
    file: "workers/order/payments/request-limiter.ts",
    find: "for (const limit of [bucket, account]) {",
    replace: "for (const limit of [account]) {",
    killedBy: stripeLimit("wait so that an endpoint gets at most its rate"),
  },
  {
    name: "an endpoint of Stripe is used again before the time that Stripe named",
    file: "workers/order/payments/request-limiter.ts",
    find: "      bucket.block(now() + refusedMs);\n",
    replace: "",
    killedBy: stripeLimit("wait for the time that Stripe names when it refuses one"),
  },
  {
    name: "an event is written in a version that the previous release cannot read",
    file: "workers/order/domain/event-codec.ts",
    find: "  if (earlier === undefined) return {",
    replace: "  if (earlier === undefined || true) return {",
    killedBy: previousRelease("is written in the earlier version, and not at all when the type is new"),
  },
  {
    name: "compensation starts after the pivot",
    file: "workers/order/domain/saga.ts",
    find: 'return [{ type: "PaymentCaptured", paymentId, amount: state.totals.total }, ...confirm(state)];',
    replace:
      'return [\n    { type: "PaymentCaptured", paymentId, amount: state.totals.total },\n    ...(shouldProceed(state) ? confirm(state) : [compensate(state, "CANCELLED", paymentId)]),\n  ];',
    killedBy: consistentMoney,
  },
  {
    name: "a declined payment does not release the stock",
    file: "workers/order/domain/compensation.ts",
    find: "    releaseStock: true,",
    replace: "    releaseStock: rejection === undefined,",
    killedBy: withoutFaults,
  },
  {
    name: "a cancelled order does not void the authorization",
    file: "workers/order/domain/compensation.ts",
    find: "...(paymentId === undefined ? {} : { voidPaymentId: paymentId }),",
    replace: '...(paymentId === undefined || endStatus === "CANCELLED" ? {} : { voidPaymentId: paymentId }),',
    killedBy: withoutFaults,
  },
  {
    name: "a payment waits for its cardholder without end",
    file: "workers/order/effects/await-payment.ts",
    find: "now - firstDueAt >= maxPaymentWaitMs",
    replace: "now - firstDueAt < 0",
    killedBy: ["workers/order/effects/await-payment.test.ts", "waits for ten minutes and is declined then"],
  },
  {
    name: "a buyer's own unpaid order keeps the last unit",
    file: "workers/order/domain/reserving.ts",
    find: 'if (state.shortage === undefined && unpaid.length > 0) return [{ type: "StockShort", skus, unpaid }];',
    replace: "",
    killedBy: decided("cancels that order and reserves its stock again, once, under another id"),
  },
  {
    name: "a reservation is retried under the id that the catalog has recorded as short",
    file: "workers/order/domain/order.ts",
    find: 'return shortage === "retried" ?',
    replace: 'return shortage === "retried" && attempt < 0 ?',
    killedBy: simulated("gets the stock after the unpaid order is cancelled"),
  },
  {
    name: "an order beyond the limit of unpaid units keeps its stock",
    file: "workers/order/domain/saga.ts",
    find: 'return [compensate(state, "REJECTED", paymentId, rejection)];',
    replace: "return rejection.skus.length === 0 ? [] : [];",
    killedBy: decided("is rejected with UNPAID_LIMIT and its SKUs"),
  },
  {
    name: "an order counts as unpaid before it is on disk that it waits",
    file: "workers/order/domain/effects.ts",
    find: '    case "checkUnpaidLimit":\n    case "cancelUnpaid":',
    replace: '    case "cancelUnpaid":',
    killedBy: simulated("violates no invariant and has the same result with any single fault"),
  },
  {
    name: "the oldest unpaid order of a guest is not cancelled",
    file: "workers/order/domain/effects-of.ts",
    find: 'return [{ type: "cancelUnpaid", orders: event.orders }];',
    replace: "return [];",
    killedBy: simulated("is cancelled when the next one begins to wait"),
  },
  {
    name: "an unpaid order is cancelled without a check whether it was paid meanwhile",
    file: "workers/order/saga/saga-runner.ts",
    find: '    await this.recheckPayment();\n    await this.execute({ command: { type: "cancelUnpaid"',
    replace: '    await this.execute({ command: { type: "cancelUnpaid"',
    killedBy: simulated("stays when it was paid meanwhile"),
  },
  {
    name: "concurrent unpaid orders are not counted one after the other",
    file: "workers/order/store/unpaid-orders.ts",
    find: `pg_advisory_xact_lock(3, hashtext(\${accountId}))`,
    replace: `length(\${accountId})`,
    killedBy: unpaid("never exceed the limit, when many begin to wait concurrently"),
    isRace: true,
  },
  {
    name: "an unpaid order that is counted again replaces a later one",
    file: "workers/order/store/unpaid-orders.ts",
    find: "and u.position < coalesce((select position from recorded), ",
    replace: "and u.position <= coalesce(null, ",
    killedBy: unpaid("are counted once when the call is repeated"),
  },
  {
    name: "a late call counts an order that has ended",
    file: "workers/order/store/unpaid-orders.ts",
    find: `where o.id = \${id} and o.sequence <= \${sequence}`,
    replace: `where o.id = \${id} and \${sequence}::int > 0`,
    killedBy: unpaid("is not recorded by a late call"),
  },
  {
    name: "a cancellation during a step is ignored",
    file: "workers/order/domain/order.ts",
    find: "return state.cancellation === undefined;",
    replace: 'return state.status !== "NEW";',
    killedBy: withoutFaults,
  },
  {
    name: "a cancellation compensates a step that is still running",
    file: "workers/order/domain/cancelling.ts",
    find: 'if (state.status === "RESERVED" && state.paymentAction !== undefined) {',
    replace: 'if (state.status !== "PLACED") {',
    killedBy: withoutFaults,
  },
  {
    name: "a duplicate outcome changes the order",
    file: "workers/order/domain/saga.ts",
    find: "return isMovingForward(state) && state.paymentId === paymentId;",
    replace: "return state.paymentId === paymentId;",
    killedBy: onTheTable,
  },
  {
    name: "the order ends when one half of its compensation is done",
    file: "workers/order/domain/compensation.ts",
    find: "if (compensation === undefined || compensation.stockPending || compensation.moneyPending) return [];",
    replace: "if (compensation === undefined || compensation.stockPending) return [];",
    killedBy: decided("voids the payment and releases the stock after a decline"),
  },
  {
    name: "giving up one half of a compensation leaves the other half pending forever",
    file: "workers/order/domain/evolve-review.ts",
    find: "return { ...resumed, restocks, compensation: abandon(state.compensation, exhausted) };",
    replace: "return { ...resumed, restocks };",
    killedBy: noDeadEnd,
  },
  {
    name: "staff can give up a capture that may have succeeded",
    file: "workers/order/domain/resolving.ts",
    find: 'return effect.type === "capturePayment" || ',
    replace: "return ",
    killedBy: decided("rejects GIVE_UP while a capture"),
  },
  {
    name: "staff can give up a refund that may have succeeded",
    file: "workers/order/domain/resolving.ts",
    find: 'effect.type === "refundPayment";',
    replace: '(effect.type === "refundPayment" && effect.requestId === undefined);',
    killedBy: simulated("violates no invariant and ends as CANCELLED or REJECTED, after any outage"),
  },
];
