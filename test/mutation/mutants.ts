/** A bug that a change of the code could introduce, as one replacement in one file. */
export interface Mutant {
  /** Describes the bug. */
  readonly name: string;
  /** From the root of the checkout. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The test that must fail: its file, and a part of its title. Other tests may fail too. */
  readonly killedBy: readonly [file: string, title: string];
  /** Whether the bug is a race condition. Its test may need several runs to fail. */
  readonly isRace?: true;
}

const simulated = (title: string) => ["test/simulation/saga.test.ts", title] as const;
const anySingleFault = simulated("violates no invariant and has the same result with any single fault");
const anyOutage = simulated("violates no invariant when any dependency is down");
const disputeTest = (title: string) => ["workers/order/domain/disputes.test.ts", title] as const;
const paymentTest = (title: string) => ["test/simulation/payments.test.ts", title] as const;
const onePayment = paymentTest("start one payment when a crash lost the record");
const promptRecovery = simulated("is completed by its alarm within 15 s");
const recoveryByAlarm = simulated("is completed by its alarm within 15 s of a crash during a retry");
const oneAlarm = simulated("are five commits until CONFIRMED, and one alarm");
const anyFaults = simulated("violates no invariant with any combination of faults");
const withoutFaults = simulated("reaches its final status without faults");
const reachable = (title: string) => ["test/simulation/transitions.test.ts", title] as const;
const onTheTable = reachable("allow only transitions of the table");
const noDeadEnd = reachable("are settled or have a pending effect");
const consistentMoney = reachable("are consistent with money");
const refundedUnits = (test: string) => ["workers/order/domain/refunding.test.ts", test] as const;
const decided = (test: string) => ["workers/order/domain/saga.test.ts", test] as const;
const unpaid = (test: string) => ["workers/order/store/unpaid-orders.test.ts", test] as const;
const journal = (test: string) => ["workers/order/saga/event-log.test.ts", test] as const;
const orderEmail = (test: string) => ["workers/order/domain/order-email.test.ts", test] as const;
const cartLog = (test: string) => ["workers/order/domain/cart-history.test.ts", test] as const;
const cartEnd = (test: string) => ["workers/order/saga/saga-runner.test.ts", test] as const;
const cartMerge = (test: string) => ["workers/order/rpc/shared/merge-carts.test.ts", test] as const;
const published = (test: string) => ["test/simulation/integration-events.test.ts", test] as const;
const subscription = (test: string) => ["test/e2e/subscriptions.test.ts", test] as const;
const ofFiles = (test: string) => ["test/faults/order-files.test.ts", test] as const;
const unitOfGateway = (file: string, test: string) => [`workers/gateway/${file}.test.ts`, test] as const;
const samePrice = ["test/pricing/pricing.test.ts", "is the price that the reference implementation computes"] as const;
const refundPaths = [
  "test/pricing/refunds.test.ts",
  "never refunds more than was paid, and ends at exactly the total",
] as const;
const storedPrice = [
  "workers/order/domain/evolve-pricing.test.ts",
  "is the price in its events and is never computed again",
] as const;
const releasedLogs = ["workers/order/domain/released/released.test.ts", "to the same state"] as const;
const carrierPrices = (test: string) => ["workers/order/quotes/carrier-prices.test.ts", test] as const;
const providedTaxes = (test: string) => ["workers/order/quotes/provided-taxes.test.ts", test] as const;
const identities = (test: string) => ["workers/kit/auth/identity.test.ts", test] as const;
const quoted = (test: string) => ["test/contract/quotes.test.ts", test] as const;
const redeemed = (test: string) => ["test/contract/redemptions.test.ts", test] as const;
const customerGroups = (test: string) => ["test/e2e/customer-groups.test.ts", test] as const;
const groupPrices = (test: string) => ["test/e2e/customer-prices.test.ts", test] as const;
const stock = (test: string) => ["test/contract/stock.test.ts", test] as const;

export const mutants: readonly Mutant[] = [
  // Idempotency keys and retries.
  {
    name: "a new idempotency key on every attempt",
    file: "workers/order/effects/perform.ts",
    find: "return await dispatch(effect, ctx);",
    replace: `return await dispatch(effect, { ...ctx, key: \`\${ctx.key}:\${ctx.attempt}\` });`,
    killedBy: anySingleFault,
  },
  {
    name: "duplicate requests write the row of their order concurrently",
    file: "workers/order/store/advisory-lock.ts",
    find: `from pg_advisory_xact_lock(hashtextextended(\${orderId}, 0))`,
    replace: "",
    killedBy: ["workers/order/store/idempotency-keys.test.ts", "are reserved by all concurrent duplicates"],
    isRace: true,
  },
  {
    name: "the key of a payment depends on a log position that a crash may lose",
    file: "workers/order/domain/effects-of.ts",
    find: 'if (event.type !== "StockReserved") return',
    replace: 'if (event.type !== "OrderDelivered") return',
    killedBy: onePayment,
  },
  {
    name: "all refunds of a payment share one idempotency key",
    file: "workers/order/effects/refund-payment.ts",
    find: "await payments.refund(paymentId, amount, state.id, key)",
    replace: "await payments.refund(paymentId, amount, state.id, paymentId)",
    killedBy: withoutFaults,
  },
  {
    name: "a refund is retried without a check whether the first attempt succeeded",
    file: "workers/order/effects/refund-payment.ts",
    find: "attempt === 0 && now - firstDueAt < keyReliableMs",
    replace: "attempt >= 0",
    killedBy: anyOutage,
  },
  {
    name: "a refund that is days late is sent without a check whether it was made before",
    file: "workers/order/effects/refund-payment.ts",
    find: "attempt === 0 && now - firstDueAt < keyReliableMs",
    replace: "attempt === 0",
    killedBy: paymentTest("refund once when a crash lost the response"),
  },
  {
    name: "a partial dashboard refund counts as the full refund of a cancellation",
    file: "workers/order/effects/refund-payment.ts",
    find: "if (remainingMinor > 0n) {",
    replace: "if (balance.refunds.length === 0) {",
    killedBy: paymentTest("refund only the rest of 2000 on cancellation after a dashboard refund of 500"),
  },
  {
    name: "a pending refund of the order is recorded as a dashboard refund",
    file: "workers/order/domain/noting-refunds.ts",
    find: "if (isCancelling || transactions.some(isInFlight)) {",
    replace: "if (isCancelling) {",
    killedBy: paymentTest("do not count the order's own refund as a dashboard refund"),
  },
  {
    name: "a dashboard refund is recorded before the order is confirmed",
    file: "workers/order/domain/transitions.ts",
    find: "    CAPTURED: inProgress,\n    NEEDS_ATTENTION: inProgress,",
    replace: '    CAPTURED: ["PARTIALLY_REFUNDED", "REFUNDED"],\n    NEEDS_ATTENTION: ["PARTIALLY_REFUNDED"],',
    killedBy: ["workers/order/domain/saga.test.ts", "is not recorded before the order is confirmed"],
  },
  {
    name: "a refund webhook does not read the balance at the provider",
    file: "workers/order/rpc/receive-payment-event.ts",
    find: 'if (order !== undefined && subject === "refund")',
    replace: 'if (order !== undefined && subject !== "refund")',
    killedBy: ["test/e2e/dashboard-refunds.test.ts", "is recorded by the order once"],
  },
  {
    name: "a refund of a cancelled order that the provider took back is not owed",
    file: "workers/order/domain/noting-refunds.ts",
    find: "if (compensation === undefined || takenBack(changes) === 0n) return ok(events);",
    replace: "if (takenBack(changes) >= 0n) return ok(events);",
    killedBy: withoutFaults,
  },
  {
    name: "a refund that failed later stays in the refunded amount",
    file: "workers/order/domain/evolve-refund.ts",
    find: "const refunded = subtract(state.refunded, amount);",
    replace: "const refunded = subtract(state.refunded, subtract(amount, amount));",
    killedBy: withoutFaults,
  },
  {
    name: "a payment that staff captured in part confirms its order",
    file: "workers/order/effects/capture-payment.ts",
    find: "if (capturedMinor >= amount.amountMinor) return",
    replace: "if (capturedMinor > 0n) return",
    killedBy: ["workers/order/effects/dashboard-captures.test.ts", "decline it when only a part was captured"],
  },
  {
    name: "a payment that staff captured is voided without a refund",
    file: "workers/order/effects/void-payment.ts",
    find: "if (amountMinor === 0n) return",
    replace: "if (amountMinor >= 0n) return",
    killedBy: ["workers/order/effects/dashboard-captures.test.ts", "void it by refunding what is left"],
  },
  {
    name: "a price that the payment provider does not accept is ordered when the total is accepted",
    file: "workers/order/domain/placing.ts",
    find: "const problem = findPriceProblem([quote]);",
    replace: "const problem = findPriceProblem([]);",
    killedBy: ["workers/order/domain/saga.test.ts", "rejects a price in KWD that is no multiple of 10"],
  },
  {
    name: "a disputed amount can be refunded",
    file: "workers/order/domain/refundable.ts",
    find: "const undisputed = subtract(refundable, disputedAmount(state));",
    replace: "const undisputed = refundable;",
    killedBy: disputeTest("blocks refunds until it is won, and the bank gives the money back"),
  },
  {
    name: "the money of a dispute is recorded again by each event",
    file: "workers/order/domain/noting-disputes.ts",
    find: "now > before",
    replace: "now > 0n",
    killedBy: disputeTest("is recorded once, with the money that the bank took, and does not change the status"),
  },
  {
    name: "a cancellation refunds what the bank has paid",
    file: "workers/order/domain/compensation.ts",
    find: "const rest = subtract(refundableAmount(state), lost);",
    replace: "const rest = refundableAmount(state);",
    killedBy: disputeTest("refunds what the bank has not paid"),
  },
  {
    name: "a cancelled order does not owe its refund after a successful appeal",
    file: "workers/order/domain/noting-disputes.ts",
    find: "if (owedMinor <= 0n) return ok(changes);",
    replace: "if (owedMinor >= 0n) return ok(changes);",
    killedBy: disputeTest("is owed again when an appeal succeeds, but only once the cancellation has ended"),
  },
  {
    name: "a duplicate command is executed twice",
    file: "workers/order/saga/event-log.ts",
    find: "if (earlier === undefined) return this.#append(envelope);",
    replace: "if (earlier === undefined || earlier.commandId !== undefined) return this.#append(envelope);",
    killedBy: withoutFaults,
  },
  {
    name: "an idempotency key is accepted for a different request",
    file: "workers/order/saga/event-log.ts",
    find: "if (earlier.requestHash === requestHash) return ok(undefined);",
    replace: "if (earlier !== undefined) return ok(undefined);",
    killedBy: journal("executes a command once per command id"),
  },
  // Calls without a response.
  {
    name: "a capture without a response counts as declined",
    file: "workers/order/effects/capture-payment.ts",
    find: 'case "unknown":\n      return retry(payment.reason);',
    replace:
      'case "unknown":\n      return outcome({ type: "declined", paymentId, code: "timeout", message: payment.reason });',
    killedBy: anySingleFault,
  },
  {
    name: "an authorization without a response counts as declined",
    file: "workers/order/effects/confirm-payment.ts",
    find: 'case "unknown":\n      return retry(payment.reason);',
    replace:
      'case "unknown":\n      return outcome({ type: "declined", paymentId, code: "timeout", message: payment.reason });',
    killedBy: anySingleFault,
  },
  {
    name: "a refund without a response counts as successful",
    file: "workers/order/effects/refund-payment.ts",
    find: 'case "unknown":\n      return retry(refunded.reason);',
    replace:
      'case "unknown":\n      return outcome({ type: "refunded", refundId: "unknown", ...(requestId === undefined ? {} : { requestId }) });',
    killedBy: anySingleFault,
  },
  {
    name: "a void without a response counts as successful",
    file: "workers/order/effects/void-payment.ts",
    find: 'case "unknown":\n      return retry(payment.reason);',
    replace: 'case "unknown":\n      return outcome({ type: "voided", paymentId });',
    killedBy: anySingleFault,
  },
  {
    name: "a reservation without a response counts as out of stock",
    file: "workers/order/effects/perform.ts",
    find: "return retry(describeError(error));",
    replace:
      'return effect.type === "reserveStock"\n      ? { type: "outcome", outcome: { type: "short", skus: [] } }\n      : retry(describeError(error));',
    killedBy: anySingleFault,
  },
  // Durability before side effects.
  {
    name: "a payment is confirmed before its id is on disk",
    file: "workers/order/domain/effects.ts",
    find: '    case "confirmPayment":\n    case "capturePayment":\n    case "releaseStock"',
    replace: '    case "capturePayment":\n    case "releaseStock"',
    killedBy: anySingleFault,
  },
  {
    name: "stock is reserved for an order that is not on disk",
    file: "workers/order/domain/effects.ts",
    find: '    case "reserveStock":\n    case "confirmPayment":\n    case "capturePayment":',
    replace: '    case "confirmPayment":\n    case "capturePayment":',
    killedBy: promptRecovery,
  },
  {
    name: "a payment is captured before the decision is on disk",
    file: "workers/order/domain/effects.ts",
    find: '    case "capturePayment":\n    case "releaseStock":',
    replace: '    case "releaseStock":',
    killedBy: anyFaults,
  },
  {
    name: "a response is sent before its state is on disk",
    file: "workers/order/saga/saga-runner.ts",
    find: "      await this.#runtime.wait(Math.max(next - this.#runtime.now(), 0));\n    }\n    this.#save();",
    replace: "      await this.#runtime.wait(Math.max(next - this.#runtime.now(), 0));\n    }",
    killedBy: anySingleFault,
  },
  // Recovery after a crash.
  {
    name: "no alarm is set while a request runs the saga",
    file: "workers/order/saga/saga-runner.ts",
    find: "else if (this.#alarm.at === undefined ||",
    replace: "else if (this.#alarm.at !== undefined &&",
    killedBy: promptRecovery,
  },
  {
    name: "an alarm is set for now while a request runs the saga",
    file: "workers/order/saga/saga-runner.ts",
    find: "this.#running ??= Promise.resolve()\n        .then(() => this.#runDue())\n        .finally",
    replace: "this.#running ??= this.#runDue()\n        .finally",
    killedBy: oneAlarm,
  },
  {
    name: "the alarm is not set again after it has fired",
    file: "workers/order/saga/saga-runner.ts",
    find: "    this.#alarm.markFired();\n    this.#alarm.set(this.#runtime.now() + watchdogMs);",
    replace: "",
    killedBy: recoveryByAlarm,
  },
  {
    name: "a failed effect is not retried",
    file: "workers/order/saga/event-log.ts",
    find: "pending.map((effect) => (effect.index === index ? { ...effect, attempts: effect.attempts + 1, dueAt } : effect)),",
    replace: "pending.filter((effect) => effect.index !== index && dueAt > 0),",
    killedBy: anySingleFault,
  },
  {
    name: "an exhausted effect is not recorded",
    file: "workers/order/domain/saga.ts",
    find: 'return [{ type: "EffectExhausted", effect, key, reason }];',
    replace: "return [];",
    killedBy: anyOutage,
  },
  {
    name: "an effect is deleted although its outcome could not be applied",
    file: "workers/order/saga/event-log.ts",
    find: '    this.#append({ command, actor: "system", traceId, now });\n    this.#updatePending(sequence, (pending) => pending.filter((effect) => effect.index !== index));',
    replace:
      '    this.#updatePending(sequence, (pending) => pending.filter((effect) => effect.index !== index));\n    this.#append({ command, actor: "system", traceId, now });',
    killedBy: journal("records nothing and keeps the effect pending"),
  },
  {
    name: "an unreadable order loses its alarm",
    file: "workers/order/order-object.ts",
    find: 'log("error", "order cannot be opened"',
    replace: 'throw error;\n      log("error", "order cannot be opened"',
    killedBy: ofFiles("schedules its alarm again after each failed alarm"),
  },
  {
    name: "the cron resumes the same unreadable order on every run",
    file: "workers/order/jobs/resume-overdue-orders.ts",
    find: "await updateDeadline(ctx.db, id, { from: startedAt, to: nextDeadline() }).catch(() => {});",
    replace: "",
    killedBy: ofFiles("does not stop the cron from resuming other orders"),
  },
  {
    name: "a webhook is marked as processed before it is processed",
    file: "workers/order/rpc/receive-payment-event.ts",
    find: "const order = await ctx.object(orderId).recheckPayment();",
    replace:
      "await markWebhookProcessed(ctx.db, id, orderId);\n  const order = await ctx.object(orderId).recheckPayment();",
    killedBy: [
      "workers/order/rpc/receive-payment-event.test.ts",
      "processes an event again when the Worker stopped while it processed the first delivery",
    ],
  },
  // Compensation.
  {
    name: "the stock of a free order is committed before the decision is on disk",
    file: "workers/order/domain/effects.ts",
    find: "return effect.isPivot === true;",
    replace: "return false;",
    killedBy: anySingleFault,
  },
  {
    name: "the stock of a cancelled free order is not restocked",
    file: "workers/order/domain/effects-of.ts",
    find: ": restockOf(restock)),",
    replace: ": []),",
    killedBy: withoutFaults,
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
    find: "return priceReleased(data.lines as readonly OrderLine[], placed.currency, placed.terms);",
    replace: "return priceReleased(data.lines as readonly OrderLine[], placed.currency, noTerms(placed.currency));",
    killedBy: releasedLogs,
  },
  {
    name: "compensation starts after the pivot",
    file: "workers/order/domain/saga.ts",
    find: 'return [{ type: "PaymentCaptured", paymentId, amount: state.totals.total }];',
    replace:
      'return [\n    { type: "PaymentCaptured", paymentId, amount: state.totals.total },\n    ...(shouldProceed(state) ? [] : [compensate(state, "CANCELLED", paymentId)]),\n  ];',
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
    file: "workers/order/domain/saga.ts",
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
    file: "workers/order/domain/saga.ts",
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
  // A cart that is placed again.
  {
    name: "the second placement of a cart has the reservation of the first",
    file: "workers/order/domain/order.ts",
    find: "= attempt <= 1 ? id : ",
    replace: "= attempt >= 1 ? id : ",
    killedBy: withoutFaults,
  },
  {
    name: "the second placement of a cart starts the payment of the first",
    file: "workers/order/domain/effects-of.ts",
    find: "return attempt <= 1 ? ",
    replace: "return attempt >= 1 ? ",
    killedBy: withoutFaults,
  },
  {
    name: "a rejected order from lines can be placed again",
    file: "workers/order/domain/placing.ts",
    find: "if (isAgain && !state.isFromCart) return err(cartPlaced);",
    replace: "",
    killedBy: withoutFaults,
  },
  {
    name: "a rejected order from lines can be changed",
    file: "workers/order/domain/cart.ts",
    find: "if (!state.isFromCart) return err(cartPlaced);",
    replace: "",
    killedBy: decided("leaves an order from lines rejected"),
  },
  {
    name: "a cart can be placed any number of times",
    file: "workers/order/domain/placing.ts",
    find: "if (state.attempt >= maxPlacements)",
    replace: "if (state.attempt > 9 * maxPlacements)",
    killedBy: decided("is placed fifty times at most"),
  },
  {
    name: "a cart that is placed again is still being compensated",
    file: "workers/order/domain/evolve-cart.ts",
    find: "    compensation: undefined,\n",
    replace: "",
    killedBy: withoutFaults,
  },
  {
    name: "a cart that is changed after its rejection keeps the address of the placement",
    file: "workers/order/domain/evolve-cart.ts",
    find: "    shippingAddress: undefined,\n",
    replace: "",
    killedBy: decided("makes a rejected cart a cart again"),
  },
  {
    name: "the payment of an earlier placement declines the present one",
    file: "workers/order/domain/saga.ts",
    find: "(paymentId === undefined || state.paymentId === paymentId)",
    replace: "paymentId !== null",
    killedBy: decided("ignores the payment of an earlier placement"),
  },
  {
    name: "the payment that waits is not voided when its cart is placed again",
    file: "workers/order/domain/abandoning.ts",
    find: 'compensate(state, "REJECTED", paymentId, {',
    replace: 'compensate(state, "REJECTED", paymentId?.slice(99) || undefined, {',
    killedBy: withoutFaults,
  },
  {
    name: "the reservation of an earlier placement never expires",
    file: "workers/order/rpc/get-reservation-state.ts",
    find: "needed: isLatest && needsReservation(state)",
    replace: "needed: (isLatest || !isLatest) && needsReservation(state)",
    killedBy: stock("is released when it belongs to an earlier placement"),
  },
  {
    name: "a decline counts for the earlier placements of the cart too",
    file: "workers/order/rpc/shared/payment-limits.ts",
    find: ".slice(start, end < 0 ? undefined : end)",
    replace: ".slice(start, end < 0 ? undefined : events.length)",
    killedBy: ["test/trials/orders-placed-again.test.ts", "counts a declined payment once"],
  },
  // Prices and amounts.
  {
    name: "placing a cart fails when it changes concurrently",
    file: "workers/order/rpc/place-order.ts",
    find: "const maxAttempts = 5;",
    replace: "const maxAttempts = 1;",
    killedBy: ["test/e2e/checkout.test.ts", "is placed with or without the lines that are added"],
    isRace: true,
  },
  {
    name: "prices in different currencies are added up",
    file: "workers/order/domain/saga.ts",
    find: "isPayable ? reserved : state.lines",
    replace: "reserved",
    killedBy: decided("rejects the order when the reserved price has another currency"),
  },
  {
    name: "two lines of one SKU count as the last one when an order is placed",
    file: "workers/order/domain/placing.ts",
    find: "const sum = quantity + (lines.get(quote.sku)?.quantity ?? 0);",
    replace: "const sum = quantity;",
    killedBy: decided("merges two lines of one SKU"),
  },
  {
    name: "the quoted price is charged instead of the price of the reservation",
    file: "workers/order/domain/evolve-lifecycle.ts",
    find: '({ lines, pricing }) => ({ lines, ...setPricing(pricing), status: "RESERVED" })',
    replace: '() => ({ status: "RESERVED" })',
    killedBy: decided("charges the price of the reservation"),
  },
  {
    name: "an increased price is charged without confirmation",
    file: "workers/order/domain/saga.ts",
    find: "state.expectedTotal !== undefined && !isSameMoney(state.expectedTotal, total)",
    replace: "state.expectedTotal !== undefined && isSameMoney(state.expectedTotal, total)",
    killedBy: decided("releases the stock when the reserved total differs"),
  },
  {
    name: "pending refunds do not reduce the refundable amount",
    file: "workers/order/domain/refundable.ts",
    find: 'entry.kind === "REFUND" && isInFlight(entry)',
    replace: 'entry.kind === "VOID" && isInFlight(entry)',
    killedBy: consistentMoney,
  },
  {
    name: "refunds can exceed the captured amount",
    file: "workers/order/domain/refundable.ts",
    find: "subtract(totals.total, refunded));",
    replace: "totals.total);",
    killedBy: consistentMoney,
  },
  {
    name: "a shipped order can be cancelled",
    file: "workers/order/domain/cancelling.ts",
    find: "if (state.shipments.length > 0) return reject(",
    replace: "if (state.shipments.length < 0) return reject(",
    killedBy: consistentMoney,
  },
  // Stock, against a real database.
  {
    name: "stock can be raised so far that a release would overflow",
    file: "workers/catalog/store/inventory.ts",
    find: "::int - reserved - committed, reserved",
    replace: "::bigint - reserved - committed, reserved",
    killedBy: stock("rejects a delta after which reserved or sold units"),
  },
  {
    name: "two lines of one SKU reserve only the last one",
    file: "workers/catalog/domain/inventory.ts",
    find: "const sum = quantity + (bySku.get(sku) ?? 0);",
    replace: "const sum = quantity;",
    killedBy: stock("adds up two lines of one SKU"),
  },
  {
    name: "a SKU in another case is out of stock",
    file: "workers/catalog/store/requested-lines.ts",
    find: `coalesce(\${storedSku(sql\`w.sku\`)}, w.sku) as sku`,
    replace: "w.sku as sku",
    killedBy: stock("are resolved to their stored spelling by every RPC"),
  },
  {
    name: "an order has two lines of one SKU in two spellings",
    file: "workers/order/domain/placing.ts",
    find: "lines.set(quote.sku, {",
    replace: "lines.set(sku, {",
    killedBy: decided("become one line in the catalog's spelling"),
  },
  {
    name: "stock is read without a row lock",
    file: "workers/catalog/store/reservations.ts",
    find: "order by s.sku for update\n      ), priced",
    replace: "order by s.sku\n      ), priced",
    killedBy: stock("reserves the last unit for one of eight"),
    isRace: true,
  },
  {
    name: "concurrent imports create categories without a lock",
    file: "workers/catalog/store/category-writes.ts",
    find: "await db.batch([db.execute(lockTree), ...inserts]);",
    replace: "await db.batch([db.execute(sql`select 1`), ...inserts]);",
    killedBy: ["test/contract/catalog.test.ts", "are created by an import under a lock of the table"],
  },
  {
    name: "a release of an unknown reservation leaves no tombstone",
    file: "workers/catalog/store/reservation-lifecycle.ts",
    find: `values (\${id}, \${orderId}, 'released') on conflict (id) do nothing`,
    replace: `select \${id}, \${orderId}, 'released' where false on conflict (id) do nothing`,
    killedBy: stock("reserves nothing after a release of the same id"),
  },
  // Promotions, against a real database.
  {
    name: "the usage limit of a promotion is read without a lock",
    file: "workers/catalog/store/redemption-sql.ts",
    find: "order by p.id for no key update",
    replace: "order by p.id",
    killedBy: redeemed("lets exactly ten of sixty concurrent orders redeem a code"),
    isRace: true,
  },
  {
    name: "reserved uses do not count towards a usage limit",
    file: "workers/catalog/store/redemption-requests.ts",
    find: "coalesce(p.reserved + p.used < p.usage_limit, true)",
    replace: "coalesce(p.used < p.usage_limit, true)",
    killedBy: redeemed("leaves out an optional redemption when it is reached"),
  },
  {
    name: "reserved uses do not count in a quote",
    file: "workers/catalog/store/quotes.ts",
    find: "coalesce(p.reserved + p.used >= p.usage_limit, false)",
    replace: "coalesce(p.used >= p.usage_limit, false)",
    killedBy: quoted("leave out promotions whose limit is reached"),
  },
  {
    name: "uses are counted for the first key of a customer alone",
    file: "workers/catalog/store/redemption-requests.ts",
    find: "unnest(r.customer_keys) as k(key)",
    replace: "unnest(r.customer_keys[1:1]) as k(key)",
    killedBy: redeemed("per customer counts each key of the customer"),
  },
  {
    name: "a concurrent first use by a customer is an error",
    file: "workers/catalog/store/priced-reservations.ts",
    find: "const maxAttempts = 5;",
    replace: "const maxAttempts = 1;",
    killedBy: redeemed("per customer holds for fifty concurrent first orders"),
    isRace: true,
  },
  {
    name: "a redemption is returned by each restock of a cancelled order",
    file: "workers/catalog/store/restocks.ts",
    find: "on r.id = u.reservation_id where not u.returned",
    replace: "on r.id = u.reservation_id",
    killedBy: redeemed("is returned once by restocks that release redemptions"),
  },
  {
    name: "a commit redeems promotions that it does not name",
    file: "workers/catalog/store/reservation-lifecycle.ts",
    find: "used = x.used + u.is_redeemed::int",
    replace: "used = x.used + 1",
    killedBy: redeemed("is redeemed by the commit that names it, once"),
  },
  {
    name: "a promotion uses its amount in another currency",
    file: "workers/catalog/domain/pricing/candidate.ts",
    find: "amounts.find((amount) => amount.currency === currency)",
    replace: "(amounts.find((amount) => amount.currency === currency) ?? amounts[0])",
    killedBy: quoted("meet their conditions on market, customer group, country and currency"),
  },
  {
    name: "a base price in another currency is used as it is",
    file: "workers/catalog/store/pricing-sql.ts",
    find: "case when o.currency = c.currency then o.price_minor else (",
    replace: "case when true then o.price_minor else (",
    killedBy: quoted("is never converted: a line without a price in it is not sold"),
  },
  {
    name: "a SALE price list raises a price",
    file: "workers/catalog/store/pricing-sql.ts",
    find: "where q.type = 'OVERRIDE' or q.amount < base.amount",
    replace: "where true",
    killedBy: quoted("apply a SALE price where it is lower than the base price"),
  },
  // The catalog.
  {
    name: "a reused SKU keeps the stock of its previous product",
    file: "workers/catalog/store/product-write-sql.ts",
    find: "update stock s set available = m.initial,",
    replace: "update stock s set available = s.available,",
    killedBy: ["test/contract/catalog.test.ts", "free their SKUs when they are deleted"],
  },
  {
    name: "an import does not retry after a conflict on a SKU",
    file: "workers/catalog/rpc/import-products.ts",
    find: "const maxAttempts = 10;",
    replace: "const maxAttempts = 1;",
    killedBy: ["test/contract/catalog.test.ts", "are created by one of concurrent imports with the same SKU"],
    isRace: true,
  },
  {
    name: "an outbox row with a thousand failed attempts blocks the outbox",
    file: "workers/catalog/store/outbox.ts",
    find: "power(2, least(o.attempts, 10))",
    replace: "power(2, o.attempts)",
    killedBy: ["test/contract/outbox.test.ts", "delivers a change after any number of failed attempts"],
  },
  {
    name: "a reservation is updated before its stock rows are locked",
    file: "workers/catalog/store/reservation-lifecycle.ts",
    find: `), locked as materialized (
      select s.sku, i.quantity from stock s
      join reservation_items i on i.sku = s.sku
      join closing e on e.id = i.reservation_id and e.status = 'held'
      order by s.sku for update of s
    ), uses as materialized (
      select r.promotion_id, r.code_id, r.counts_promotion, r.counts_code, r.customer_keys,
        r.promotion_id = any(\${textArray(redemptions.map(({ promotionId }) => promotionId))}) as is_redeemed
      from reservation_redemptions r join closing e on e.id = r.reservation_id and e.status = 'held'
    ), \${lockUses(sql\`(select count(*) from locked)\`)}, closed as (
      update reservations r set status = \${status}, updated_at = now()
      from closing e, (select count(*) from locked) as after_locking, (select count(*) from uses_locked) as after_uses
      where r.id = e.id
      returning r.id
    ),`,
    replace: `), closed as (
      update reservations r set status = \${status}, updated_at = now() from closing e where r.id = e.id
      returning r.id, e.status as before
    ), locked as materialized (
      select s.sku, i.quantity from stock s
      join reservation_items i on i.sku = s.sku
      join closed e on e.id = i.reservation_id and e.before = 'held'
      order by s.sku for update of s
    ), uses as materialized (
      select r.promotion_id, r.code_id, r.counts_promotion, r.counts_code, r.customer_keys,
        r.promotion_id = any(\${textArray(redemptions.map(({ promotionId }) => promotionId))}) as is_redeemed
      from reservation_redemptions r join closing e on e.id = r.reservation_id and e.status = 'held'
    ), \${lockUses(sql\`(select count(*) from locked)\`)},`,
    killedBy: stock("does not deadlock with its commit"),
    isRace: true,
  },
  {
    name: "stock rows are locked in random order",
    file: "workers/catalog/store/reservations.ts",
    find: "order by s.sku for update",
    replace: "order by random() for update",
    killedBy: stock("reserves all lines of an order or none"),
    isRace: true,
  },
  {
    name: "idempotency keys are shared between managers",
    file: "workers/catalog/store/inventory.ts",
    find: `\`adjust:\${actor}:\${change.idempotencyKey}\``,
    replace: `\`adjust:\${change.idempotencyKey}\``,
    killedBy: stock("treats one key of two managers"),
  },
  {
    name: "a cursor continues with current positions instead of those of its snapshot",
    file: "workers/catalog/store/product-lists.ts",
    find: `and not pg_visible_in_snapshot(p.placed_by, \${snapshot})`,
    replace: `and pg_visible_in_snapshot(p.placed_by, \${snapshot})`,
    killedBy: ["test/contract/catalog.test.ts", "returns every product once while prices change"],
  },
  {
    name: "a call that Redis rejects because of its content disables Redis for all callers",
    file: "workers/kit/storage/redis.ts",
    find: "() => !wasUp",
    replace: "() => true",
    killedBy: ["workers/kit/storage/redis.test.ts", "sends calls again after a call that only its own content"],
  },
  {
    name: "values of a facet with equal counts are sorted by bytes",
    file: "workers/catalog/search/facets.ts",
    find: "compareNames(a.value, b.value)",
    replace: "(a.value < b.value ? -1 : 1)",
    killedBy: ["test/contract/search.test.ts", "sorts facet values with equal counts"],
  },
  {
    name: "a product whose currency changes between two pages takes its new place",
    file: "workers/catalog/store/product-lists.ts",
    find: "coalesce(f.currency, p.currency)",
    replace: "p.currency",
    killedBy: ["test/contract/catalog.test.ts", "keeps the place of products whose currency changes between pages"],
  },
  {
    name: "a product is written while its category is deleted",
    file: "workers/catalog/store/product-writes.ts",
    find: "lock table categories in share mode",
    replace: "select 1",
    killedBy: ["test/contract/catalog.test.ts", "are not deleted while a product is concurrently assigned"],
    isRace: true,
  },
  {
    name: "a cached product is used for any version",
    file: "workers/catalog/cache/products.ts",
    find: "row.version !== current.version",
    replace: "row.version < 0",
    killedBy: ["test/contract/cache.test.ts", "is returned as it is in the database after any write"],
  },
  {
    name: "a category tree that was read before a write is cached after it",
    file: "workers/catalog/cache/category-tree.ts",
    find: "treeVersion === version",
    replace: 'treeVersion !== ""',
    killedBy: ["test/contract/cache.test.ts", "is not used when it was read before a write"],
    isRace: true,
  },
  {
    name: "a duplicate confirmation counts as a second sale",
    file: "workers/catalog/store/units-sold.ts",
    find: "on conflict (order_id) do nothing returning lines",
    replace: "on conflict (order_id) do update set lines = excluded.lines returning lines",
    killedBy: ["test/contract/order-events.test.ts", "count every confirmed order once"],
  },
  // Emails about orders.
  {
    name: "a redelivered event sends its email again",
    file: "workers/account/store/order-emails.ts",
    find: "on conflict (event_id) do nothing returning event_id",
    replace: "on conflict (event_id) do update set at = now() returning event_id",
    killedBy: ["test/e2e/order-emails.test.ts", "is sent once with lines, totals and address"],
  },
  {
    name: "the key of an order email at the mail provider differs for each attempt",
    file: "workers/account/mail/send-order-email.ts",
    find: "to, idempotencyKey });",
    replace: "to, idempotencyKey: idempotencyKey + ctx.now() });",
    killedBy: ["test/e2e/order-emails.test.ts", "is sent once when the service fails between sending it and deleting"],
  },
  {
    name: "a pending refund sends its email before it is completed",
    file: "workers/order/domain/order-email.ts",
    find: "return event.isPending === true ? undefined : createRefundEmail",
    replace: "return createRefundEmail",
    killedBy: orderEmail("sends one for a pending refund when it is completed, and none when it fails"),
  },
  {
    name: "an order that was never paid sends an email about its cancellation",
    file: "workers/order/domain/order-email.ts",
    find: "isFirst && isPaid(events)",
    replace: "isFirst",
    killedBy: orderEmail("sends none before the payment, or for a cart"),
  },
  {
    name: "the refund of a cancellation sends an email of its own",
    file: "workers/order/domain/order-email.ts",
    find: "return state.compensation === undefined ? ",
    replace: "return state.status !== undefined ? ",
    killedBy: orderEmail("sends one with the refunded amount, and none for its refund"),
  },
  {
    name: "emails about orders ignore the preference of the account",
    file: "workers/account/mail/send-order-email.ts",
    find: "user?.orderEmails !== true || to == null",
    replace: "user === undefined || to == null",
    killedBy: ["test/e2e/order-emails.test.ts", "to an account that wants none"],
  },
  {
    name: "an order with erased personal data sends emails",
    file: "workers/order/rpc/get-order-email.ts",
    find: "present === undefined || present.state.erased === true",
    replace: "present === undefined",
    killedBy: ["test/e2e/order-emails.test.ts", "for an order whose personal data was erased"],
  },
  // Carts.
  {
    name: "the log of a cart keeps replaced changes on disk",
    file: "workers/order/saga/event-log.ts",
    find: "for (const sequence of replaced) this.#replaced.add(sequence);",
    replace: "",
    killedBy: ["workers/order/saga/event-log.test.ts", "replaces the earlier changes of a line, on disk too"],
  },
  {
    name: "a changed line of a cart moves to the end",
    file: "workers/order/domain/cart.ts",
    find: "current === undefined ? state.sequence + 1 : (current.addedAt ?? 0)",
    replace: "state.sequence + 1",
    killedBy: cartLog("holds its lines in the order in which they were added, and not their history"),
  },
  {
    name: "the removal of a line that was placed is dropped from the log",
    file: "workers/order/domain/cart-history.ts",
    find: " || placedSkus.has(sku) || ",
    replace: " || ",
    killedBy: cartLog("keeps the changes before the cart was placed"),
  },
  {
    name: "the changes of a cart are not limited",
    file: "workers/order/domain/cart.ts",
    find: "return sequence > maxCartChanges;",
    replace: "return sequence > maxCartChanges + 1;",
    killedBy: cartLog("takes the maximum of changes, and then refuses further ones"),
  },
  {
    name: "a cart never ends",
    file: "workers/order/saga/saga-runner.ts",
    find: "if (endsAt === undefined || endsAt > now || this.#log.pending.length > 0) return;",
    replace: "if (endsAt !== now - 1) return;",
    killedBy: cartEnd("ends 30 days after its last change, by its alarm, and is not found after that"),
  },
  {
    name: "an order that was rejected is deleted like a cart",
    file: "workers/order/domain/order.ts",
    find: 'status === "CART" || (status === "CANCELLED"',
    replace: 'status === "CART" || status === "REJECTED" || (status === "CANCELLED"',
    killedBy: cartEnd("becomes an order, whose alarm is not the end of a cart"),
  },
  {
    name: "each change of a cart moves its alarm",
    file: "workers/order/saga/saga-runner.ts",
    find: "at >= endsAt - cartAlarmToleranceMs;",
    replace: "at >= endsAt;",
    killedBy: cartEnd("is written once for each change, and its alarm is not moved more often than once a day"),
  },
  {
    name: "the row of a cart that has ended stays",
    file: "workers/order/store/idempotency-keys.ts",
    find: '["CLAIMED", "CART", "CANCELLED"]',
    replace: '["CLAIMED"]',
    killedBy: ["workers/order/store/idempotency-keys.test.ts", "are deleted with the row of a cart that has ended"],
  },
  {
    name: "a repeated merge adds the lines of the guest's cart again",
    file: "workers/order/domain/merging.ts",
    find: "isOwn && state.mergedCarts?.[command.from] === undefined ?",
    replace: "isOwn ?",
    killedBy: cartMerge("is merged once when call 1 fails, and the merge is repeated (after it: true)"),
  },
  {
    name: "a repeated merge ignores the recorded destination",
    file: "workers/order/rpc/shared/merge-carts.ts",
    find: "cart.state.merge?.into ?? (await",
    replace: "(await",
    killedBy: cartMerge("is in one cart only when the other cart ends after call 1 failed (after it: true)"),
  },
  {
    name: "a merge exceeds the maximum of units",
    file: "workers/order/domain/merging.ts",
    find: "Math.min(line.quantity + (current?.quantity ?? 0), maxUnits)",
    replace: "line.quantity + (current?.quantity ?? 0)",
    killedBy: cartMerge("has at most the maximum of units of a SKU after the merge"),
  },
  // Integration events.
  {
    name: "an integration event is published before it is on disk",
    file: "workers/order/saga/saga-runner.ts",
    find: "this.#log.settle(due, outcome, this.#runtime.now());",
    replace: "this.#log.settle(due, outcome, this.#runtime.now());\n      this.#publish();",
    killedBy: anyFaults,
  },
  {
    name: "an integration event contains the current state instead of the state of its event",
    file: "workers/order/saga/saga-runner.ts",
    find: "blocksCaller(due.effect) ? this.#log.state : this.#log.stateAt(due.sequence)",
    replace: "this.#log.state",
    killedBy: anySingleFault,
  },
  {
    name: "the response waits until integration events are published",
    file: "workers/order/domain/effects.ts",
    find: 'return type !== "publishFact";',
    replace: "return type !== undefined;",
    killedBy: published("delay no response and add no commit while the queue is down"),
  },
  {
    name: "no alarm is set for an integration event that the queue rejected",
    file: "workers/order/saga/saga-runner.ts",
    find: "    const next = this.#nextAlarmAt();",
    replace: "    const next = this.#nextDueAt();",
    killedBy: published("delay no response and add no commit while the queue is down"),
  },
  {
    name: "an integration event is given up during a long queue outage",
    file: "workers/order/domain/effects.ts",
    find: '    effect.type === "cancelUnpaid" ||\n    isFireAndForget(effect)',
    replace: '    effect.type === "cancelUnpaid" ||\n    effect.type === "projectOrder"',
    killedBy: published("delay no response and add no commit while the queue is down"),
  },
  {
    name: "the integration event of a confirmed order is not published",
    file: "workers/order/domain/effects-of.ts",
    find: '[{ type: "projectOrder" }, publish("confirmed")]',
    replace: '[{ type: "projectOrder" }]',
    killedBy: published("are published once each for an order that is"),
  },
  // Subscriptions to an order.
  {
    name: "subscribers receive events again that were only rewritten",
    file: "workers/order/subscriptions/subscribers.ts",
    find: "events.filter(({ sequence }) => sequence > lastSent)",
    replace: "events.filter(() => lastSent >= 0)",
    killedBy: subscription("sends every event of an order and completes"),
  },
  {
    name: "any account can watch an order",
    file: "workers/order/rpc/watch-order.ts",
    find: "if (!mayWatch(ctx, past.reduce(append, emptyHistory))) {",
    replace: "if (past.length === 0) {",
    killedBy: ["test/contract/streams.test.ts", "rejects orders of other accounts"],
  },
  {
    name: "a reconnecting subscriber ignores Last-Event-ID",
    file: "workers/gateway/resolvers/subscription.ts",
    find: "parseSequence(ctx.subscription.lastEventId) ?? after",
    replace: "after",
    killedBy: subscription("sends each event exactly once"),
  },
  {
    name: "all events of a subscription share the deadline of the first",
    file: "workers/gateway/subscriptions/execute.ts",
    find: "const contextValue = await subscription.forNextEvent();",
    replace: "const contextValue = args.contextValue as GatewayContext;",
    killedBy: subscription("resumes an order that was evicted"),
  },
  // The gateway: caching, policies, limits.
  {
    name: "response cache: `inStock` is cached for a minute",
    file: "workers/gateway/response-cache/cacheability.ts",
    find: '"Product.inStock", ',
    replace: "",
    killedBy: unitOfGateway("response-cache/cacheability", "does not cache availability"),
  },
  {
    name: "response cache: a search is cached for as long as the page around it",
    file: "workers/gateway/response-cache/cacheability.ts",
    find: "Math.min(...seconds",
    replace: "Math.max(...seconds",
    killedBy: unitOfGateway("response-cache/cacheability", "caches a search beside a list"),
  },
  {
    name: "response cache: a request with session cookies counts as anonymous",
    file: "workers/gateway/response-cache/http.ts",
    find: ' || headers.has("x-stoa-session")',
    replace: "",
    killedBy: unitOfGateway("response-cache/http", "returns no key for a request with"),
  },
  {
    name: "response cache: the key does not contain the content type",
    file: "workers/gateway/response-cache/http.ts",
    find: `\`\${accept}\\n\${document}\``,
    replace: "document",
    killedBy: unitOfGateway("response-cache/http", "returns different keys for different"),
  },
  {
    name: "response cache: the size of entries is not counted",
    file: "workers/gateway/response-cache/memory-tier.ts",
    find: "response.body.length + key.length",
    replace: "1",
    killedBy: unitOfGateway("response-cache/memory-tier", "limits the number of characters"),
  },
  {
    name: "response cache: stock changes do not reach product pages for a minute",
    file: "workers/gateway/response-cache/cacheability.ts",
    find: '"Product.inStock", ',
    replace: "",
    killedBy: ["test/e2e/stock-visibility.test.ts", "shows as sold out in every view"],
  },
  {
    name: "persisted queries: a query with a wrong hash is registered",
    file: "workers/gateway/yoga/plugins/persisted-queries.ts",
    find: 'throw badRequest("sha256Hash does not match the query");\n',
    replace:
      'throw badRequest("sha256Hash does not match the query");\n        await storeDocument(context.redis, hash, params.query);\n',
    killedBy: ["test/e2e/caching.test.ts", "does not store a document that is invalid"],
  },
  {
    name: "query cost: the first operation of a document counts for all of them",
    file: "workers/gateway/policies/operation-info.ts",
    find: 'const name = operationName ?? "";',
    replace: 'const name = "";',
    killedBy: unitOfGateway("policies/query-cost", "analyses each operation of a document"),
  },
  {
    name: "query cost: root fields in fragments are free",
    file: "workers/gateway/policies/operation-info.ts",
    find: "if (fragment !== undefined) collectRootFields",
    replace: "if (fragment === undefined) collectRootFields",
    killedBy: unitOfGateway("policies/query-cost", "finds root fields in nested fragments"),
  },
  {
    name: "executor: a plan is reused for other values of @skip and @include",
    file: "workers/gateway/graphql/executor/plan-cache.ts",
    find: "conditionVariables.map((name) => String(variableValues[name]))",
    replace: "[]",
    killedBy: unitOfGateway("graphql/executor/execute", "evaluates the conditions of @skip and @include"),
  },
  {
    name: "executor: null is returned for a non-null field",
    file: "workers/gateway/graphql/executor/compile-query.ts",
    find: "if (isNonNullType(type)) return completeNonNullValue(planValue(type.ofType, fieldNodes));",
    replace: "if (isNonNullType(type)) return planValue(type.ofType, fieldNodes);",
    killedBy: unitOfGateway("graphql/executor/execute", "returns what graphql-js returns for 500 random documents"),
  },
  {
    name: "executor: fragments are applied to every type",
    file: "workers/gateway/graphql/executor/collect-fields.ts",
    find: "return conditionalType === type || (isAbstractType(conditionalType) && schema.isSubType(conditionalType, type));",
    replace: "return conditionalType !== undefined;",
    killedBy: unitOfGateway("graphql/executor/execute", "returns what graphql-js returns for 500 random documents"),
  },
  {
    name: "document limits: the depth of fragments is not counted",
    file: "workers/gateway/graphql/validation/limits.ts",
    find: "return depthOfSelectionSet(node.selectionSet, depthOfFragment);",
    replace: "return 0;",
    killedBy: unitOfGateway("graphql/validation/limits", "rejects a fifth level: inline fragments"),
  },
  {
    name: "policies: a mutation that requires a fresh sign-in accepts an old one",
    file: "workers/gateway/policies/wrap-resolvers.ts",
    find: "policy.fresh === true && !isFresh(ctx.caller.identity, Date.now())",
    replace: "false",
    killedBy: unitOfGateway("policies/wrap-resolvers", "returns REAUTHENTICATION_REQUIRED for a mutation"),
  },
  {
    name: "permissions: the service does not check that a sign-in is fresh",
    file: "workers/kit/auth/permissions.ts",
    find: "if (fresh) requireFresh(identity, now);",
    replace: "",
    killedBy: ["workers/kit/auth/fresh-authentication.test.ts", "rejects users whose proof is too old"],
  },
  {
    name: "access tokens: the time of the sign-in is the time of the refresh",
    file: "workers/account/auth/tokens.ts",
    find: "auth_time: Math.floor(authenticatedAt / 1000)",
    replace: "auth_time: Math.floor(now / 1000)",
    killedBy: ["workers/account/auth/tokens.test.ts", "the epoch and the time of the sign-in"],
  },
  {
    name: "sessions: those of staff last as long as those of customers",
    file: "workers/account/auth/session-lifetime.ts",
    find: "? maxStaffSessionAgeMs : maxSessionAgeMs",
    replace: "? maxSessionAgeMs : maxSessionAgeMs",
    killedBy: ["workers/account/auth/session-lifetime.test.ts", "of a user with the roles"],
  },
  {
    name: "quota: the visitors of a storefront token have no common quota",
    file: "workers/gateway/context.ts",
    find: "...(storefrontId === undefined ? [] : [{",
    replace: "...(storefrontId !== undefined ? [] : [{",
    killedBy: ["test/e2e/storefront-visitors.test.ts", "have a limit for points"],
  },
  {
    name: "limits: a /48 network is one of its /64 networks",
    file: "workers/kit/domain/ip-network.ts",
    find: "/^([0-9a-f]+:[0-9a-f]+:[0-9a-f]+):[0-9a-f]+::",
    replace: "/^([0-9a-f]+:[0-9a-f]+:[0-9a-f]+:[0-9a-f]+)::",
    killedBy: ["workers/kit/domain/ip-network.test.ts", "of 2001:db8:7:1::/64 is 2001:db8:7::/48"],
  },
  {
    name: "passwords: the end of a password in another script is not hashed",
    file: "workers/account/auth/passwords.ts",
    find: 'return text + "\\0".repeat(new TextEncoder().encode(text).length - text.length);',
    replace: "return text;",
    killedBy: ["workers/account/auth/passwords.test.ts", "of 128 characters 語 is hashed completely"],
  },
  {
    name: "passwords: a password of any length is hashed",
    file: "workers/account/auth/passwords.ts",
    find: "if (isPasswordTooLong(password)) return { isCorrect: false, needsRehash: false };",
    replace: "",
    killedBy: [
      "workers/account/auth/passwords.test.ts",
      "is rejected before it is hashed, with and without an account",
    ],
  },
  {
    name: "mails: a token is in the query string of its link",
    file: "workers/account/mail/templates.ts",
    find: "#token=",
    replace: "?token=",
    killedBy: ["workers/account/mail/templates.test.ts", "has its token in the fragment"],
  },
  {
    name: "policies: a fail-open field lets a fail-closed field pass while Redis is down",
    file: "workers/gateway/policies/operation-info.ts",
    find: 'policies.some((policy) => priorityClasses[policy.class].failMode === "fail-closed")',
    replace: 'priorityClasses[lowest ?? "browse"].failMode === "fail-closed"',
    killedBy: unitOfGateway("policies/query-cost", "fails closed if one of the fields does"),
  },
  {
    name: "quotas: all accounts share one quota",
    file: "workers/gateway/policies/quota.ts",
    find: ".limit(id, {",
    replace: ".limit(type, {",
    killedBy: ["test/e2e/quotas-and-load-shedding.test.ts", "that is exceeded rejects queries"],
  },
  {
    name: "fast path: quotas are not enforced",
    file: "workers/gateway/yoga/fast-path/fast-path.ts",
    find: "const { quotaConsumed, waitsForQuota } = enforcePolicies(args);",
    replace: "const [quotaConsumed, waitsForQuota] = [Promise.resolve(), false];",
    killedBy: ["test/e2e/quotas-and-load-shedding.test.ts", "that is exceeded rejects queries"],
  },
  {
    name: "fast path: internal errors are not masked",
    file: "workers/gateway/yoga/fast-path/fast-path.ts",
    find: "formatResult(result, toErrorFormat(ctx, production))",
    replace: "result",
    killedBy: ["test/e2e/fast-path.test.ts", "masks internal errors in the same way"],
  },
  {
    name: "fast path: unknown request parameters are ignored",
    file: "workers/gateway/yoga/fast-path/plain-params.ts",
    find: ' && name !== "operationName") return false;',
    replace: ' && name !== "operationName") continue;',
    killedBy: ["test/e2e/fast-path.test.ts", "is rejected with 400 if other parameters are invalid"],
  },
  {
    name: "error masking: errors of incremental parts are not masked",
    file: "workers/gateway/yoga/plugins/error-masking.ts",
    find: "incremental: incremental.map((part) => formatResult(part as ExecutionResult, format))",
    replace: "incremental",
    killedBy: unitOfGateway("yoga/plugins/error-masking", "formats it in an incremental part"),
  },
  {
    name: "error masking: an invalid variable is not named",
    file: "workers/gateway/graphql/format-error.ts",
    find: " || isCoercionError(error) ? error",
    replace: " ? error",
    killedBy: unitOfGateway("yoga/plugins/error-masking", "names the variable in a list of input objects"),
  },
  {
    name: "executor: the `info` of resolvers has no path",
    file: "workers/gateway/graphql/executor/execute-fields.ts",
    find: "    path,\n    schema: exeContext.schema,",
    replace: "    schema: exeContext.schema,",
    killedBy: unitOfGateway("graphql/executor/execute-fields", "is copied by spread"),
  },
  {
    name: "storefronts: an API token without the scope can name a visitor",
    file: "workers/gateway/middleware/storefront-visitor.ts",
    find: "  requireScope(server, Scope.STOREFRONT);\n",
    replace: "",
    killedBy: ["test/e2e/storefront-visitors.test.ts", "a token without the STOREFRONT scope"],
  },
  {
    name: "storefronts: requests with a wrong token are not rate-limited",
    file: "workers/gateway/middleware/storefront-visitor.ts",
    find: "await rateLimitByIp(c);\n  const server",
    replace: '"anonymous";\n  const server',
    killedBy: ["test/e2e/storefront-visitors.test.ts", "counts requests with a guessed storefront token"],
  },
  {
    name: "rate limits: each address of an IPv6 network has its own limit",
    file: "workers/gateway/http/client-ip.ts",
    find: "all.slice(0, 4)",
    replace: "all.slice(0, 8)",
    killedBy: unitOfGateway("http/client-ip", "counts 2001:db8:1:2:3:4:5:6 as"),
  },
  {
    name: "cookies: a page of another origin can subscribe with the user's session",
    file: "workers/gateway/auth/session-cookies.ts",
    find: ": allowedOrigins.has(origin);",
    replace: ": true;",
    killedBy: ["test/e2e/account-permissions.test.ts", "authenticate an EventSource, which cannot send"],
  },
  {
    name: "a subscription outlives the access token of its caller",
    file: "workers/gateway/subscriptions/lifetime.ts",
    find: "tokenExpiresAt - now",
    replace: "limits.subscriptions.seconds * 1000",
    killedBy: unitOfGateway("subscriptions/lifetime", "does not exceed the lifetime"),
  },
  {
    name: "a closed subscription still counts towards the limit",
    file: "workers/gateway/subscriptions/limit.ts",
    find: 'signal.addEventListener("abort", () => open.delete(subscription), { once: true });',
    replace: "",
    killedBy: unitOfGateway("subscriptions/limit", "allows fifty open subscriptions"),
  },
  {
    name: "subscriptions: the connections of disconnected clients are not probed",
    file: "workers/gateway/subscriptions/limit.ts",
    find: "lifetime.probe();",
    replace: "void lifetime;",
    killedBy: unitOfGateway("subscriptions/limit", "writes to the connections of a subscriber at the limit"),
  },
  {
    name: "executor: the size of a response is not limited",
    file: "workers/gateway/graphql/executor/complete-value.ts",
    find: "    exeContext.size.addNodes(1);\n",
    replace: "",
    killedBy: unitOfGateway(
      "graphql/executor/response-size",
      "responds with one error and without data above the limits",
    ),
  },
  {
    name: "document limits: equal fields of fragments are not counted",
    file: "workers/gateway/graphql/validation/selection-limits.ts",
    find: "if (fragment !== undefined) collect(fragment.selectionSet);",
    replace: "",
    killedBy: unitOfGateway("graphql/validation/selection-limits", "rejects too many fields with one response name"),
  },
  {
    name: "a subscription starts for a client that does not accept SSE",
    file: "workers/gateway/subscriptions/sse.ts",
    find: "if (acceptOf(request).includes(eventStream)) setSubscribeFn",
    replace: "if (request !== undefined) setSubscribeFn",
    killedBy: subscription("rejects a subscription with 406"),
  },
  {
    name: "strings in lists are not checked for storable characters",
    file: "workers/kit/validation/storable-text.ts",
    find: "!(value instanceof Uint8Array)",
    replace: "!Array.isArray(value) && !(value instanceof Uint8Array)",
    killedBy: ["workers/kit/validation/storable-text.test.ts", "assertStorableText reports the path of U+0000"],
  },
  // Prices and refunds by line.
  {
    name: "an order is untaxed while the tax provider does not respond",
    file: "workers/order/quotes/provided-taxes.ts",
    find: 'throw unavailable("The tax provider does not respond. Retry later.");',
    replace: "return undefined;",
    killedBy: providedTaxes("fail the quote with UNAVAILABLE while the provider does not respond"),
  },
  {
    name: "the tax provider gets the amounts before discounts",
    file: "workers/order/quotes/provided-taxes.ts",
    find: "amount: total - discountTotal",
    replace: "amount: total - 0n * discountTotal",
    killedBy: providedTaxes("are calculated once, for the amounts after all discounts"),
  },
  {
    name: "the shop's own rates apply where the tax provider is not called",
    file: "workers/order/quotes/provided-taxes.ts",
    find: "!quote.isSoldInMarket) return untaxed;",
    replace: "!quote.isSoldInMarket) return quote;",
    killedBy: providedTaxes("are not requested without a destination"),
  },
  {
    name: "a line that the tax provider left out is untaxed",
    file: "workers/order/domain/pricing/provided-taxes.ts",
    find: "if (tax === undefined) throw",
    replace: "if (tax === undefined) return line; if (tax === undefined) throw",
    killedBy: ["workers/order/domain/pricing/provided-taxes.test.ts", "must be complete"],
  },
  {
    name: "only the first ten lines of an order have a tax",
    file: "workers/order/taxes/stripe.ts",
    find: "if (items?.has_more === false) return items.data;",
    replace: "if (items) return items.data;",
    killedBy: ["workers/order/taxes/stripe.test.ts", "reads the taxes of more lines than the first page has"],
  },
  {
    name: "a carrier's price in another currency is the price of a method",
    file: "workers/order/quotes/carrier-prices.ts",
    find: "carrier === method.carrier && price.currency === currency",
    replace: "carrier === method.carrier",
    killedBy: carrierPrices("are by the weight of all lines, and only in the currency of the quote"),
  },
  {
    name: "a carrier gets the weight of one unit of each line",
    file: "workers/order/quotes/carrier-prices.ts",
    find: "sum + quantity * weight",
    replace: "sum + weight + 0 * quantity",
    killedBy: carrierPrices("are by the weight of all lines, and only in the currency of the quote"),
  },
  {
    name: "every quote calls the provider of carriers",
    file: "workers/order/quotes/carrier-prices.ts",
    find: "shippingMethods.some(({ carrier }) => carrier !== undefined)",
    replace: "shippingMethods.some(({ carrier }) => carrier !== null)",
    killedBy: carrierPrices("are not requested without a method that has a carrier"),
  },
  {
    name: "a parcel without a weight is sent as 0 ounces, which the carrier rejects",
    file: "workers/order/carriers/easypost.ts",
    find: "Math.max(1, Math.ceil(",
    replace: "Math.max(0, Math.ceil(",
    killedBy: ["workers/order/carriers/easypost.test.ts", "sends the documented fields"],
  },
  {
    name: "a method can have a carrier that the shop is not configured for",
    file: "workers/catalog/domain/pricing/shipping-zone.ts",
    find: "carrier !== null && !carriers.includes(carrier)",
    replace: "carrier !== null && carriers.length < 0",
    killedBy: [
      "test/contract/pricing.test.ts",
      "keeps a carrier that the shop no longer has, until the methods change",
    ],
  },
  {
    name: "the remainder of an allocation goes to the last of equal parts",
    file: "workers/order/domain/pricing/allocate.ts",
    find: "a.index - b.index",
    replace: "b.index - a.index",
    killedBy: samePrice,
  },
  {
    name: "a percentage is rounded per unit",
    file: "workers/order/domain/pricing/discount.ts",
    find: "selected.map((amount) => percentageOf(amount, reward.basisPoints, step))",
    replace: `selected.map((amount, index) => {
      const quantity = BigInt(lines[index]?.quantity ?? 1);
      return percentageOf(amount / quantity, reward.basisPoints, step) * quantity;
    })`,
    killedBy: samePrice,
  },
  {
    name: "tax is computed before discounts",
    file: "workers/order/domain/pricing/price.ts",
    find: "lines.map(({ taxRates }, index) => ({ amount: remaining[index] ?? 0n, taxRates }))",
    replace: "lines.map(({ taxRates, unitPrice, quantity }) => ({ amount: unitPrice * BigInt(quantity), taxRates }))",
    killedBy: samePrice,
  },
  {
    name: "the shipping rate is chosen before discounts",
    file: "workers/order/domain/pricing/promote.ts",
    find: "findShippingOptions(lines, sum(basis.remaining), terms)",
    replace: "findShippingOptions(lines, sum(full), terms)",
    killedBy: samePrice,
  },
  {
    name: "an automatic promotion applies before one with a code",
    file: "workers/order/domain/pricing/promote.ts",
    find: "Number(b.code !== undefined) - Number(a.code !== undefined)",
    replace: "Number(a.code !== undefined) - Number(b.code !== undefined)",
    killedBy: samePrice,
  },
  {
    name: "a promotion combines with another that does not name its class",
    file: "workers/order/domain/pricing/promote.ts",
    find: "a.combinesWith.includes(b.class) && b.combinesWith.includes(a.class)",
    replace: "a.combinesWith.includes(b.class) || b.combinesWith.includes(a.class)",
    killedBy: samePrice,
  },
  {
    name: "buy X get Y discounts the units that must qualify",
    file: "workers/order/domain/pricing/buy-get.ts",
    find: "line.buys ? spare : line.quantity",
    replace: "line.quantity",
    killedBy: samePrice,
  },
  {
    name: "a unit is refunded twice",
    file: "workers/order/domain/pricing/refund.ts",
    find: "quantity > line.quantity - line.refundedQuantity",
    replace: "quantity > line.quantity",
    killedBy: refundPaths,
  },
  {
    name: "a refund includes shipping that a promotion made free",
    file: "workers/order/domain/pricing/refund.ts",
    find: "total - discountTotal - reverseChargeAmount",
    replace: `total - ("price" in part ? 0n : discountTotal) - reverseChargeAmount`,
    killedBy: refundPaths,
  },
  {
    name: "the last unit of a line leaves an amount that cannot be refunded by units",
    file: "workers/order/domain/pricing/refund.ts",
    find: "if (refundedQuantity + count === quantity) return leftOf(line);",
    replace: "",
    killedBy: refundPaths,
  },
  // Units of an order.
  {
    name: "units: a unit is refunded twice",
    file: "workers/order/domain/units.ts",
    find: "line.quantity - line.refunded - before.quantity",
    replace: "line.quantity - before.quantity",
    killedBy: refundedUnits("rejects more units than are left"),
  },
  {
    name: "units: cancelled units can be shipped",
    file: "workers/order/domain/units.ts",
    find: "unfulfilled: quantity - shipped - cancelled,",
    replace: "unfulfilled: quantity - shipped,",
    killedBy: refundedUnits("are not shipped, and do not make an order fulfilled"),
  },
  {
    name: "units: a failed refund puts its cancelled units back into the order",
    file: "workers/order/domain/units.ts",
    find: 'sumOf(shares, sku, "cancelled");',
    replace: 'sumOf(counted, sku, "cancelled");',
    killedBy: refundedUnits("that fails returns its money and leaves its units cancelled"),
  },
  {
    name: "units: refunded units go back on sale although they were shipped",
    file: "workers/order/domain/units.ts",
    find: "restock === true ? Math.min(shipped, restockable)",
    replace: "restock !== false ? Math.min(shipped, restockable)",
    killedBy: refundedUnits("leaves shipped units out of stock"),
  },
  {
    name: "units: shipped units can be cancelled",
    file: "workers/order/domain/units.ts",
    find: "line.unfulfilled - before.quantity",
    replace: "line.quantity - before.quantity",
    killedBy: refundedUnits("only unfulfilled units can be cancelled"),
  },
  // Order lists.
  {
    name: "the payment status is computed from the status of the order",
    file: "workers/order/domain/payment-status.ts",
    find: "if (captured > 0n) {",
    replace: `if (state.status === "CONFIRMED") return "PAID";
  if (captured > 0n) {`,
    killedBy: ["workers/order/domain/order-progress.test.ts", "show a refund that is accepted during a cancellation"],
  },
  {
    name: "the fulfillment status is computed from the status of the order",
    file: "workers/order/domain/fulfillment-status.ts",
    find: 'if (isShipped) return state.delivered ? "DELIVERED" : "FULFILLED";',
    replace: 'if (state.status === "FULFILLED" || state.status === "DELIVERED") return state.status;',
    killedBy: [
      "workers/order/domain/order-progress.test.ts",
      "are independent after a refund of one cent and all shipments",
    ],
  },
  {
    name: "order lists: the end of a period is included",
    file: "workers/order/store/order-lists.ts",
    find: "page.placedTo && lt(orders.placedAt, page.placedTo),",
    replace: "page.placedTo && lt(orders.placedAt, new Date(page.placedTo.getTime() + 1)),",
    killedBy: ["test/e2e/order-filters.test.ts", "includes the start of a period and excludes its end"],
  },
  {
    name: "order lists: a filter lists the orders of all accounts",
    file: "workers/order/store/order-lists.ts",
    find: "page.accountId === undefined ? undefined : eq(orders.accountId, page.accountId),",
    replace: `page.accountId === undefined || page.paymentStatuses.length > 0
          ? undefined
          : eq(orders.accountId, page.accountId),`,
    killedBy: ["test/e2e/order-filters.test.ts", "shows a customer no order of another account, and no disputes"],
  },
  {
    name: "a rebuild does not correct a row with wrong columns",
    file: "workers/order/store/order-rows.ts",
    find: "or(isNotLater, eq(orders.sequence, row.sequence))",
    replace: "isNotLater",
    killedBy: ["test/e2e/orders-rebuild.test.ts", "restores every column of every row"],
  },
  // Keys between Workers, and keys that are derived from secrets.
  {
    name: "a service may sign the identity of any user",
    file: "workers/kit/auth/identity-verifier.ts",
    find: "return maySign(key.service, identity) ? identity : undefined;",
    replace: "return identity;",
    killedBy: identities("accepts a Worker's own identity, and no other identity with its key"),
  },
  {
    name: "a service signs user roles beside its own name",
    file: "workers/kit/auth/identity-verifier.ts",
    find: "service === signer && !isClient;",
    replace: "service === signer;",
    killedBy: identities("accepts a Worker's own identity, and no other identity with its key"),
  },
  {
    name: "the signature of an identity is not verified",
    file: "workers/kit/auth/identity-verifier.ts",
    find: "fromBase64Url(signature), signed))) return undefined;",
    replace: 'fromBase64Url(signature), signed)) && kid === "") return undefined;',
    killedBy: identities("rejects a changed payload or id"),
  },
  {
    name: "a cached identity does not expire",
    file: "workers/kit/auth/identity-verifier.ts",
    find: "verified.set(header, identity, identity.expiresAt);",
    replace: "verified.set(header, identity);",
    killedBy: identities("accepts an identity of the gateway for one minute"),
  },
  {
    name: "a new key signs before all Workers have it",
    file: "workers/kit/auth/signing-keys.ts",
    find: "if (activeFrom * 1000 <= now && (",
    replace: "if ((",
    killedBy: identities("signs with the newest key that is active"),
  },
  {
    name: "two uses share one derived key",
    file: "workers/kit/auth/key-ring.ts",
    find: `info: encoder.encode(\`\${worker} \${use}\`)`,
    replace: "info: encoder.encode(worker)",
    killedBy: ["workers/kit/auth/key-ring.test.ts", "derives one key for each use with HKDF"],
  },
  {
    name: "a rotation ends the mails that are not sent yet",
    file: "workers/account/mail/tokens.ts",
    find: "if ((await keys.id()) === id) return",
    replace: "return",
    killedBy: ["workers/account/mail/tokens.test.ts", "derives the same token after a rotation"],
  },
  {
    name: "a rotation ends all sessions",
    file: "workers/account/auth/sessions.ts",
    find: "for (const keys of keyRing.all) {",
    replace: "for (const keys of [keyRing.current]) {",
    killedBy: ["test/e2e/key-rotation.test.ts", "accepts refresh tokens of the earlier secret"],
  },
  // The audit trail.
  {
    name: "denied requests: a flood is stored immediately",
    file: "workers/kit/observability/event-counter.ts",
    find: "Math.max(now + limits.delayMs, storedAt + limits.intervalMs)",
    replace: "now + limits.delayMs",
    killedBy: ["workers/kit/observability/event-counter.test.ts", "stores a flood every five seconds"],
  },
  {
    name: "denied requests: the number of rows has no limit",
    file: "workers/kit/observability/event-counter.ts",
    find: "rows.size < limits.maxRows || rows.has(key) ? event",
    replace: "rows.size < limits.maxRows || true ? event",
    killedBy: ["workers/kit/observability/event-counter.test.ts", "stores a flood every five seconds"],
  },
  {
    name: "denied requests: the operation is an alias of the client",
    file: "workers/gateway/graphql/format-error.ts",
    find: 'node?.kind === Kind.FIELD ? node.name.value : "graphql"',
    replace: 'String((error as GraphQLError).path?.[0] ?? "graphql")',
    killedBy: ["workers/gateway/yoga/plugins/error-masking.test.ts", "which is no alias"],
  },
  {
    name: "denied requests: an expired token is counted as a forged one",
    file: "workers/gateway/policies/audit.ts",
    find: "|| metadata.expired !== undefined",
    replace: "",
    killedBy: ["workers/gateway/policies/audit.test.ts", "returns undefined for an expired token"],
  },
  {
    name: "audit trail: a failed change by staff is recorded",
    file: "workers/gateway/policies/wrap-resolvers.ts",
    find: "if (isAudited && !hasUserErrors(payload))",
    replace: "if (isAudited)",
    killedBy: ["workers/gateway/policies/wrap-resolvers.test.ts", "records a change by staff, unless it failed"],
  },
  {
    name: "database roles: a role that may change append-only tables as a member of another role is accepted",
    file: "dev/local/postgres/grants.ts",
    find: "if (table === undefined) return;",
    replace: "return;",
    killedBy: ["test/contract/database-roles.test.ts", "rejects a role that may change the audit trail"],
  },
  {
    name: "database roles: a role keeps the rights that it had before",
    file: "dev/local/postgres/grants.ts",
    find: "revoke all on all tables in schema public from",
    replace: "grant select on all tables in schema public to",
    killedBy: ["test/contract/database-roles.test.ts", "revokes a right that a role had before"],
  },
  {
    name: "erasure: tracking numbers stay in the log of an order",
    file: "workers/order/domain/redaction.ts",
    find: 'trackingNumber: "removed"',
    replace: 'trackingNumber: "retained"',
    killedBy: ["workers/order/domain/redaction.test.ts", "removes what the customer and staff wrote"],
  },
  {
    name: "erasure: the ids of commands stay in the log of an order",
    file: "workers/order/saga/event-log.ts",
    find: "{ commandId: hash(commandId) }",
    replace: "{ commandId }",
    killedBy: ["workers/order/saga/event-log.test.ts", "replaces idempotency keys by hashes"],
  },
  {
    name: "erasure: a used key is not recognised",
    file: "workers/order/saga/event-log.ts",
    find: "...(this.#state.erased === true ? [hashKey(this.#state.id, commandId)] : [])",
    replace: "",
    killedBy: ["workers/order/saga/event-log.test.ts", "replaces idempotency keys by hashes"],
  },
  {
    name: "limits can be switched off in production",
    file: "workers/kit/config.ts",
    find: 'if (limits === "off" && !isDevelopment) throw',
    replace: 'if (limits !== "on" && limits !== "off" && !isDevelopment) throw',
    killedBy: ["workers/kit/config.test.ts", "rejects off in"],
  },
  // Customer groups.
  {
    name: "customer groups: a quote ignores the groups of the caller",
    file: "workers/order/rpc/shared/customer.ts",
    find: "groupIds: customerGroupIds ?? [], keys: [accountId]",
    replace: "groupIds: [], keys: [accountId]",
    killedBy: groupPrices("has the prices and promotions of the customer's own groups"),
  },
  {
    name: "customer groups: a list for groups applies to all customers",
    file: "workers/catalog/store/pricing-sql.ts",
    find: "or l.customer_group_ids &&",
    replace: "or true or l.customer_group_ids &&",
    killedBy: quoted("apply to their markets, customer groups and currencies only"),
  },
  {
    name: "customer groups: the access token has no groups",
    file: "workers/account/auth/tokens.ts",
    find: "{ groups: [...customerGroupIds] }",
    replace: "{}",
    killedBy: ["workers/account/auth/tokens.test.ts", "sets the customer groups of accounts that have some"],
  },
  {
    name: "customer groups: a catalog manager who sets groups reads the account",
    file: "workers/account/rpc/set-customer-groups.ts",
    find: "user !== undefined && canReadUser(ctx, userId)",
    replace: "user !== undefined",
    killedBy: customerGroups("are set by catalog managers without reading the account"),
  },
  {
    name: "customer groups: a repeated change is an event of its own",
    file: "workers/account/rpc/set-customer-groups.ts",
    find: "if (added.length === 0 && removed.length === 0) return false;",
    replace: "",
    killedBy: customerGroups("change once with an event in the audit trail"),
  },
  {
    name: "customer groups: a customer finds all groups by their ids",
    file: "workers/gateway/data/customer-groups.ts",
    find: "const groups = isMemberAtMost",
    replace: "const groups = false",
    killedBy: customerGroups("are found by their members by id"),
  },
  // Tax ids and reverse charge.
  ...[
    [
      "an unverified number buys without tax",
      'taxId?.status !== "VERIFIED"',
      "taxId === undefined",
      "is false for a register that",
    ],
    [
      "a business of the shop's own member state buys without tax",
      "buyer !== shop && ",
      "",
      "is false for a number of the shop's member state",
    ],
    ["goods that stay in the country are sold without tax", " && goods !== shop", "", "is false for goods that stay"],
    [
      "goods that leave the EU have reverse charge",
      "goods !== undefined && ",
      "",
      "is false for goods to a country outside the EU",
    ],
  ].map(
    ([name = "", find = "", replace = "", title = ""]): Mutant => ({
      name: `reverse charge: ${name}`,
      file: "workers/order/domain/pricing/reverse-charge.ts",
      find,
      replace,
      killedBy: ["workers/order/domain/pricing/reverse-charge.test.ts", title],
    }),
  ),
  {
    name: "tax ids: an error of VIES counts as a confirmation",
    file: "workers/kit/tax-ids/vies.ts",
    find: "response.ok && error === undefined && body.actionSucceed !== false",
    replace: "body.valid !== undefined",
    killedBy: ["workers/kit/tax-ids/vies.test.ts", "reads a server error that says valid as UNAVAILABLE"],
  },
  {
    name: "tax ids: a status never expires",
    file: "workers/kit/tax-ids/vies.ts",
    find: 'if (taxId.status !== "UNAVAILABLE") verified.set(key, taxId, Date.now() + ttlMs[taxId.status]);',
    replace: 'if (taxId.status !== "UNAVAILABLE") verified.set(key, taxId);',
    killedBy: ["workers/kit/tax-ids/vies.test.ts", "calls the register once within ten minutes"],
  },
  // Requests to other hosts.
  {
    name: "a Worker may send requests to any host",
    file: "workers/kit/outbound-fetch.ts",
    find: "if (!allowedOrigins.has(origin))",
    replace: "if (allowedOrigins.size === 0)",
    killedBy: ["workers/kit/outbound-fetch.test.ts", "rejects other hosts, ports and schemes"],
  },
  {
    name: "a request follows a redirect to another host",
    file: "workers/kit/outbound-fetch.ts",
    find: '{ ...init, redirect: "manual" }',
    replace: '{ redirect: "manual", ...init }',
    killedBy: ["workers/kit/outbound-fetch.test.ts", "follows no redirect, even if the caller asks for it"],
  },
];
