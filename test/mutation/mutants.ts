/** A bug, as one change of one file, that somebody might make. */
export interface Mutant {
  readonly name: string;
  /** From the root of the checkout. */
  readonly file: string;
  /** Stands in the file once. */
  readonly find: string;
  readonly replace: string;
  /** The test that must fail: its file, and how its name begins. Others may fail too. */
  readonly killedBy: readonly [file: string, test: string];
  /** Whether it shows only when two things happen to meet: then its test has several goes. */
  readonly isRace?: true;
}

const simulated = (test: string) => ["test/simulation/saga.test.ts", test] as const;
const anySingleFault = simulated("keeps every promise with any single fault");
const anyOutage = simulated("keeps every promise with any receiver away");
const onePayment = simulated("begins one payment, though a crash took");
const soon = simulated("is finished by its alarm soon");
const ofAlarm = simulated("is finished by its alarm soon after a crash in an alarm");
const oneAlarm = simulated("is written five times");
const anyFaults = simulated("keeps every promise through any combination of faults");
const endsWell = simulated("ends as it should when nothing goes wrong");
const reachable = (test: string) => ["test/simulation/transitions.test.ts", test] as const;
const onTheTable = reachable("lies on the table");
const noDeadEnd = reachable("is an end, or has something under way");
const keepsTheMoney = reachable("keeps the money");
const decided = (test: string) => ["workers/order/domain/saga.test.ts", test] as const;
const journal = (test: string) => ["workers/order/saga/event-log.test.ts", test] as const;
const told = (test: string) => ["test/simulation/integration-events.test.ts", test] as const;
const watched = (test: string) => ["test/e2e/subscriptions.test.ts", test] as const;
const ofFiles = (test: string) => ["test/faults/order-files.test.ts", test] as const;
const unitOfGateway = (file: string, test: string) => [`workers/gateway/${file}.test.ts`, test] as const;
const stock = (test: string) => ["test/contract/stock.test.ts", test] as const;

export const mutants: readonly Mutant[] = [
  // What names an effect, and how often it is done.
  {
    name: "a new key on every attempt",
    file: "workers/order/effects/perform.ts",
    find: "return await dispatch(effect, ctx);",
    replace: `return await dispatch(effect, { ...ctx, key: \`\${ctx.key}:\${ctx.attempt}\` });`,
    killedBy: anySingleFault,
  },
  {
    name: "twins write the row of their order at once",
    file: "workers/order/store/advisory-lock.ts",
    find: `from pg_advisory_xact_lock(hashtextextended(\${orderId}, 0))`,
    replace: "",
    killedBy: ["workers/order/store/idempotency-keys.test.ts", "is claimed by all of its twins"],
    isRace: true,
  },
  {
    name: "a payment is named by its place in a log that a crash may take",
    file: "workers/order/domain/effects-of.ts",
    find: `event.type === "StockReserved" ? \`\${orderId}:payment\``,
    replace: `event.type === "OrderDelivered" ? \`\${orderId}:payment\``,
    killedBy: onePayment,
  },
  {
    name: "all refunds of a payment have one key",
    file: "workers/order/effects/refund-payment.ts",
    find: "await payments.refund(paymentId, amount, key)",
    replace: "await payments.refund(paymentId, amount, paymentId)",
    killedBy: endsWell,
  },
  {
    name: "a refund is sent again without a look whether it went through",
    file: "workers/order/effects/refund-payment.ts",
    find: "attempt === 0 && now - firstDueAt < keyReliableMs",
    replace: "attempt >= 0",
    killedBy: anyOutage,
  },
  {
    name: "a refund that comes days late is sent without a look",
    file: "workers/order/effects/refund-payment.ts",
    find: "attempt === 0 && now - firstDueAt < keyReliableMs",
    replace: "attempt === 0",
    killedBy: simulated("gives money back once"),
  },
  {
    name: "refunds by hand: a part of it is taken for all that a cancellation owes",
    file: "workers/order/effects/refund-payment.ts",
    find: "if (balance.remainingMinor > 0n) {",
    replace: "if (balance.refundIds.length === 0) {",
    killedBy: simulated("owes what is left of 2,000 when 500"),
  },
  {
    name: "a refund that is under way is noted as one that was made by hand",
    file: "workers/order/domain/refunding.ts",
    find: "if (transactions.some(isPending)) {",
    replace: "if (transactions.length < 0) {",
    killedBy: simulated("takes its own refund for its own"),
  },
  {
    name: "what was given back by hand is noted before the order is confirmed",
    file: "workers/order/domain/transitions.ts",
    find: "    CAPTURED: inProgress,\n    NEEDS_ATTENTION: inProgress,",
    replace: '    CAPTURED: ["PARTIALLY_REFUNDED", "REFUNDED"],\n    NEEDS_ATTENTION: ["PARTIALLY_REFUNDED"],',
    killedBy: anyFaults,
  },
  {
    name: "nobody asks what went back by hand",
    file: "workers/order/rpc/receive-payment-event.ts",
    find: "if (isRefund && order !== undefined)",
    replace: "if (!isRefund && order !== undefined)",
    killedBy: ["test/e2e/dashboard-refunds.test.ts", "is recorded by the order once"],
  },
  {
    name: "a request that comes twice is done twice",
    file: "workers/order/saga/event-log.ts",
    find: "if (earlier === undefined) return this.#append(envelope);",
    replace: "if (earlier === undefined || earlier.commandId !== undefined) return this.#append(envelope);",
    killedBy: endsWell,
  },
  {
    name: "a key stands for any request",
    file: "workers/order/saga/event-log.ts",
    find: "if (earlier.requestHash === requestHash) return ok(undefined);",
    replace: "if (earlier !== undefined) return ok(undefined);",
    killedBy: journal("executes a command once per command id"),
  },
  // What nobody knows.
  {
    name: "a capture without an answer counts as a refusal",
    file: "workers/order/effects/capture-payment.ts",
    find: 'case "unknown":\n      return retry(payment.reason);',
    replace:
      'case "unknown":\n      return outcome({ type: "declined", paymentId, code: "timeout", message: payment.reason });',
    killedBy: anySingleFault,
  },
  {
    name: "an authorization without an answer counts as a refusal",
    file: "workers/order/effects/confirm-payment.ts",
    find: 'case "unknown":\n      return retry(payment.reason);',
    replace:
      'case "unknown":\n      return outcome({ type: "declined", paymentId, code: "timeout", message: payment.reason });',
    killedBy: anySingleFault,
  },
  {
    name: "a refund without an answer counts as done",
    file: "workers/order/effects/refund-payment.ts",
    find: 'case "unknown":\n      return retry(refunded.reason);',
    replace: 'case "unknown":\n      return outcome({ type: "refunded", refundId: "unknown", ...request });',
    killedBy: anySingleFault,
  },
  {
    name: "a void without an answer counts as done",
    file: "workers/order/effects/void-payment.ts",
    find: 'case "unknown":\n      return retry(payment.reason);',
    replace: 'case "unknown":\n      return outcome({ type: "voided", paymentId });',
    killedBy: anySingleFault,
  },
  {
    name: "stock without an answer counts as short",
    file: "workers/order/effects/perform.ts",
    find: "return retry(describeError(error));",
    replace:
      'return effect.type === "reserveStock"\n      ? { type: "outcome", outcome: { type: "short", skus: [] } }\n      : retry(describeError(error));',
    killedBy: anySingleFault,
  },
  // What must be on disk.
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
    killedBy: soon,
  },
  {
    name: "money is taken before it is on disk that it will be",
    file: "workers/order/domain/effects.ts",
    find: '    case "capturePayment":\n    case "releaseStock":',
    replace: '    case "releaseStock":',
    killedBy: anyFaults,
  },
  {
    name: "an answer is given before what it says is on disk",
    file: "workers/order/saga/saga-runner.ts",
    find: "      await this.#runtime.wait(Math.max(next - this.#runtime.now(), 0));\n    }\n    this.#save();",
    replace: "      await this.#runtime.wait(Math.max(next - this.#runtime.now(), 0));\n    }",
    killedBy: anySingleFault,
  },
  // What goes on after a crash.
  {
    name: "no alarm while somebody drives",
    file: "workers/order/saga/saga-runner.ts",
    find: "else if (this.#alarmAt === undefined) this.#setAlarm(",
    replace: "else if (this.#alarmAt !== undefined) this.#setAlarm(",
    killedBy: soon,
  },
  {
    name: "an alarm for right now while somebody drives",
    file: "workers/order/saga/saga-runner.ts",
    find: "this.#running ??= Promise.resolve()\n        .then(() => this.#runDue())\n        .finally",
    replace: "this.#running ??= this.#runDue()\n        .finally",
    killedBy: oneAlarm,
  },
  {
    name: "the alarm is not armed again",
    file: "workers/order/saga/saga-runner.ts",
    find: "    this.#alarmAt = undefined;\n    this.#setAlarm(this.#runtime.now() + watchdogMs);",
    replace: "",
    killedBy: ofAlarm,
  },
  {
    name: "an effect that failed is forgotten",
    file: "workers/order/saga/event-log.ts",
    find: "pending.map((effect) => (effect.index === index ? { ...effect, attempts: effect.attempts + 1, dueAt } : effect)),",
    replace: "pending.filter((effect) => effect.index !== index && dueAt > 0),",
    killedBy: anySingleFault,
  },
  {
    name: "an effect that gives up is told to nobody",
    file: "workers/order/domain/saga.ts",
    find: 'return [{ type: "EffectExhausted", effect, key, reason }];',
    replace: "return [];",
    killedBy: anyOutage,
  },
  {
    name: "an effect is forgotten when nothing can be made of its outcome",
    file: "workers/order/saga/event-log.ts",
    find: '    this.#append({ command, actor: "system", traceId, now });\n    this.#updatePending(sequence, (pending) => pending.filter((effect) => effect.index !== index));',
    replace:
      '    this.#updatePending(sequence, (pending) => pending.filter((effect) => effect.index !== index));\n    this.#append({ command, actor: "system", traceId, now });',
    killedBy: journal("records nothing and keeps the effect pending"),
  },
  {
    name: "an order that cannot be read gives up its alarm",
    file: "workers/order/order-object.ts",
    find: 'log("error", "order cannot be opened"',
    replace: 'throw error;\n      log("error", "order cannot be opened"',
    killedBy: ofFiles("keeps its alarm"),
  },
  {
    name: "the watchdog looks at an order that it cannot wake again and again",
    file: "workers/order/jobs/resume-overdue-orders.ts",
    find: "await updateDeadline(ctx.db, id, { from: startedAt, to: nextDeadline() }).catch(() => {});",
    replace: "",
    killedBy: ofFiles("keeps nobody else from being looked after"),
  },
  {
    name: "an event counts as dealt with though its order could not be asked",
    file: "workers/order/rpc/receive-payment-event.ts",
    find: "await unmarkWebhook(ctx.db, id);",
    replace: "",
    killedBy: ofFiles("has its payment's events refused"),
  },
  // What is undone, and what never is.
  {
    name: "what is free is sold before it is on disk that it will be",
    file: "workers/order/domain/effects.ts",
    find: "return effect.isPivot === true;",
    replace: "return false;",
    killedBy: anySingleFault,
  },
  {
    name: "what is free is not put back when it is cancelled",
    file: "workers/order/domain/effects-of.ts",
    find: '? [{ type: "restock" }]',
    replace: "? []",
    killedBy: endsWell,
  },
  {
    name: "compensation after the pivot",
    file: "workers/order/domain/saga.ts",
    find: 'return [{ type: "PaymentCaptured", paymentId, amount: state.totals.total }];',
    replace:
      'return [\n    { type: "PaymentCaptured", paymentId, amount: state.totals.total },\n    ...(shouldProceed(state) ? [] : [compensate(state, "CANCELLED", paymentId)]),\n  ];',
    killedBy: keepsTheMoney,
  },
  {
    name: "a declined payment keeps the stock",
    file: "workers/order/domain/compensation.ts",
    find: "    releaseStock: true,",
    replace: "    releaseStock: rejection === undefined,",
    killedBy: endsWell,
  },
  {
    name: "a cancelled order keeps the authorization",
    file: "workers/order/domain/compensation.ts",
    find: "...(paymentId === undefined ? {} : { voidPaymentId: paymentId }),",
    replace: '...(paymentId === undefined || endStatus === "CANCELLED" ? {} : { voidPaymentId: paymentId }),',
    killedBy: endsWell,
  },
  {
    name: "a cancellation during a step is forgotten",
    file: "workers/order/domain/saga.ts",
    find: "return state.cancellation === undefined;",
    replace: 'return state.status !== "NEW";',
    killedBy: endsWell,
  },
  {
    name: "a cancellation undoes at once what a step may still be doing",
    file: "workers/order/domain/cancelling.ts",
    find: 'if (state.status === "RESERVED" && state.paymentAction !== undefined) {',
    replace: 'if (state.status !== "PLACED") {',
    killedBy: endsWell,
  },
  {
    name: "a late echo counts",
    file: "workers/order/domain/saga.ts",
    find: "return isMovingForward(state) && state.paymentId === paymentId;",
    replace: "return state.paymentId === paymentId;",
    killedBy: onTheTable,
  },
  {
    name: "one half of an undoing ends the order",
    file: "workers/order/domain/compensation.ts",
    find: "if (compensation === undefined || compensation.stockPending || compensation.moneyPending) return [];",
    replace: "if (compensation === undefined || compensation.stockPending) return [];",
    killedBy: decided("voids the payment and releases the stock after a decline"),
  },
  {
    name: "giving up one half leaves the other waiting",
    file: "workers/order/domain/evolve-review.ts",
    find: "return { ...resumed, compensation: abandon(state.compensation, exhausted) };",
    replace: "return resumed;",
    killedBy: noDeadEnd,
  },
  {
    name: "staff can give up a capture that may have gone through",
    file: "workers/order/domain/resolving.ts",
    find: 'return effect.type === "capturePayment" || ',
    replace: "return ",
    killedBy: decided("rejects GIVE_UP while a capture"),
  },
  {
    name: "staff can give up a refund that may have gone through",
    file: "workers/order/domain/resolving.ts",
    find: 'effect.type === "refundPayment";',
    replace: '(effect.type === "refundPayment" && effect.requestId === undefined);',
    killedBy: simulated("keeps every promise when staff give it up"),
  },
  // What an order costs.
  {
    name: "a cart that is changed while it is placed is refused",
    file: "workers/order/rpc/place-order.ts",
    find: "const mostTries = 5;",
    replace: "const mostTries = 1;",
    killedBy: ["test/e2e/checkout.test.ts", "is placed with or without the lines that are added"],
    isRace: true,
  },
  {
    name: "goods that are sold in another currency by now are added up",
    file: "workers/order/domain/saga.ts",
    find: "isPayable ? reserved : state.lines",
    replace: "reserved",
    killedBy: decided("rejects the order when the reserved price has another currency"),
  },
  {
    name: "two lines of one SKU count as the last one",
    file: "workers/order/domain/placing.ts",
    find: "const sum = quantity + (lines.get(sku)?.quantity ?? 0);",
    replace: "const sum = quantity;",
    killedBy: decided("merges two lines of one SKU"),
  },
  {
    name: "the quoted price is charged, not the one of the hold",
    file: "workers/order/domain/evolve-lifecycle.ts",
    find: '({ lines }, state) => ({ ...replaceLines(lines, state), status: "RESERVED" })',
    replace: '() => ({ status: "RESERVED" })',
    killedBy: decided("charges the price of the reservation"),
  },
  {
    name: "a price that rose is charged unasked",
    file: "workers/order/domain/saga.ts",
    find: "state.expectedTotal !== undefined && !isSameMoney(state.expectedTotal, total)",
    replace: "state.expectedTotal !== undefined && isSameMoney(state.expectedTotal, total)",
    killedBy: decided("releases the stock when the reserved total differs"),
  },
  {
    name: "refunds on their way do not count",
    file: "workers/order/domain/refundable.ts",
    find: 'entry.kind === "REFUND" && isPending(entry)',
    replace: 'entry.kind === "VOID" && isPending(entry)',
    killedBy: keepsTheMoney,
  },
  {
    name: "more can be refunded than was taken",
    file: "workers/order/domain/refunding.ts",
    find: "if (amount.amountMinor > refundable.amountMinor) {",
    replace: "if (amount.amountMinor < 0n) {",
    killedBy: keepsTheMoney,
  },
  {
    name: "goods that were shipped can be cancelled",
    file: "workers/order/domain/cancelling.ts",
    find: "if (state.shipments.length > 0) return reject(",
    replace: "if (state.shipments.length < 0) return reject(",
    killedBy: keepsTheMoney,
  },
  // Stock, against a real database.
  {
    name: "stock is raised until what is held could not come back",
    file: "workers/catalog/store/inventory.ts",
    find: "::int - reserved - committed, reserved",
    replace: "::bigint - reserved - committed, reserved",
    killedBy: stock("never makes so much"),
  },
  {
    name: "two lines of one SKU are held as the last one",
    file: "workers/catalog/domain/inventory.ts",
    find: "const sum = quantity + (bySku.get(sku) ?? 0);",
    replace: "const sum = quantity;",
    killedBy: stock("counts two lines of one SKU together"),
  },
  {
    name: "stock is read without a lock",
    file: "workers/catalog/store/reservations.ts",
    find: "order by s.sku for update\n      ), priced",
    replace: "order by s.sku\n      ), priced",
    killedBy: stock("sells the last one to one of eight"),
    isRace: true,
  },
  {
    name: "imports that make the same categories lock none of them",
    file: "workers/catalog/store/categories.ts",
    find: "await db.batch([db.execute(lockTree), ...inserts]);",
    replace: "await db.batch([db.execute(sql`select 1`), ...inserts]);",
    killedBy: ["test/contract/catalog.test.ts", "are made once by many imports at once"],
    isRace: true,
  },
  {
    name: "no tombstone for a release that comes first",
    file: "workers/catalog/store/reservation-lifecycle.ts",
    find: `values (\${id}, \${orderId}, 'released') on conflict (id) do nothing`,
    replace: `select \${id}, \${orderId}, 'released' where false on conflict (id) do nothing`,
    killedBy: stock("holds nothing when its release came first"),
  },
  // The catalog.
  {
    name: "a SKU that is handed on brings the stock of its last product along",
    file: "workers/catalog/store/product-write-sql.ts",
    find: "update stock s set available = m.initial,",
    replace: "update stock s set available = s.available,",
    killedBy: ["test/contract/catalog.test.ts", "leave their SKUs to others"],
  },
  {
    name: "an import does not look again when somebody has taken one of its SKUs",
    file: "workers/catalog/rpc/import-products.ts",
    find: "const maxAttempts = 10;",
    replace: "const maxAttempts = 1;",
    killedBy: ["test/contract/catalog.test.ts", "that reach for one SKU at once"],
    isRace: true,
  },
  {
    name: "what was told in vain a thousand times stops all that is to be told",
    file: "workers/catalog/store/outbox.ts",
    find: "power(2, least(o.attempts, 10))",
    replace: "power(2, o.attempts)",
    killedBy: ["test/contract/outbox.test.ts", "is told in the end"],
  },
  {
    name: "a hold that ends is changed before its stock is locked",
    file: "workers/catalog/store/reservation-lifecycle.ts",
    find: `), locked as materialized (
      select s.sku, i.quantity from stock s
      join reservation_items i on i.sku = s.sku
      join closing e on e.id = i.reservation_id and e.status = 'held'
      order by s.sku for update of s
    ), closed as (
      update reservations r set status = \${status}, updated_at = now()
      from closing e, (select count(*) from locked) as after_locking where r.id = e.id
      returning r.id
    )`,
    replace: `), closed as (
      update reservations r set status = \${status}, updated_at = now() from closing e where r.id = e.id
      returning r.id, e.status as before
    ), locked as materialized (
      select s.sku, i.quantity from stock s
      join reservation_items i on i.sku = s.sku
      join closed e on e.id = i.reservation_id and e.before = 'held'
      order by s.sku for update of s
    )`,
    killedBy: stock("waits for nobody in a circle with its commit"),
    isRace: true,
  },
  {
    name: "stock is locked in no order",
    file: "workers/catalog/store/reservations.ts",
    find: "order by s.sku for update",
    replace: "order by random() for update",
    killedBy: stock("holds all of an order or nothing"),
    isRace: true,
  },
  {
    name: "a key of one manager is everybody's",
    file: "workers/catalog/store/inventory.ts",
    find: `\`adjust:\${actor}:\${change.idempotencyKey}\``,
    replace: `\`adjust:\${change.idempotencyKey}\``,
    killedBy: stock("takes one key of two people"),
  },
  {
    name: "a list goes on by what is true now",
    file: "workers/catalog/store/product-lists.ts",
    find: `and not pg_visible_in_snapshot(p.placed_by, \${snapshot})`,
    replace: `and pg_visible_in_snapshot(p.placed_by, \${snapshot})`,
    killedBy: ["test/contract/catalog.test.ts", "stay right while everything is re-priced"],
  },
  {
    name: "a product is written into a tree that changes",
    file: "workers/catalog/store/product-writes.ts",
    find: "lock table categories in share mode",
    replace: "select 1",
    killedBy: ["test/contract/catalog.test.ts", "are not deleted under a product"],
    isRace: true,
  },
  {
    name: "what is kept of a product is good for any version",
    file: "workers/catalog/cache/products.ts",
    find: "row.version !== current.version",
    replace: "row.version < 0",
    killedBy: ["test/contract/cache.test.ts", "is told as it is in the database"],
  },
  {
    name: "a tree that was read before a change is good after it",
    file: "workers/catalog/cache/category-tree.ts",
    find: "treeVersion === version",
    replace: 'treeVersion !== ""',
    killedBy: ["test/contract/cache.test.ts", "that was read before a change"],
    isRace: true,
  },
  {
    name: "an order that is confirmed twice is sold twice",
    file: "workers/catalog/store/units-sold.ts",
    find: "on conflict (order_id) do nothing returning lines",
    replace: "on conflict (order_id) do update set lines = excluded.lines returning lines",
    killedBy: ["test/contract/order-events.test.ts", "count every confirmed order once"],
  },
  // What the world is told of an order.
  {
    name: "a fact is told before it is on disk",
    file: "workers/order/saga/saga-runner.ts",
    find: "this.#log.settle(due, outcome, this.#runtime.now());",
    replace: "this.#log.settle(due, outcome, this.#runtime.now());\n      this.#publish();",
    killedBy: anyFaults,
  },
  {
    name: "a fact is of the order as it is when it leaves",
    file: "workers/order/saga/saga-runner.ts",
    find: "blocksCaller(due.effect) ? this.#log.state : this.#log.stateAt(due.sequence)",
    replace: "this.#log.state",
    killedBy: anySingleFault,
  },
  {
    name: "a buyer waits until a fact is told",
    file: "workers/order/domain/effects.ts",
    find: 'return type !== "publishFact";',
    replace: "return type !== undefined;",
    killedBy: told("costs the buyer no commit"),
  },
  {
    name: "a fact that the queue did not take is forgotten",
    file: "workers/order/saga/saga-runner.ts",
    find: "    const next = this.#nextAlarmAt();",
    replace: "    const next = this.#nextDueAt();",
    killedBy: told("costs the buyer no commit"),
  },
  {
    name: "a fact is given up when the queue is away for long",
    file: "workers/order/saga/backoff.ts",
    find: "if (isFireAndForget(effect) ||",
    replace: 'if (effect.type === "projectOrder" ||',
    killedBy: told("costs the buyer no commit"),
  },
  {
    name: "a fact of a confirmed order is told to nobody",
    file: "workers/order/domain/effects-of.ts",
    find: '[{ type: "projectOrder" }, publish("confirmed")]',
    replace: '[{ type: "projectOrder" }]',
    killedBy: told("is what happened to it"),
  },
  // Whoever watches an order.
  {
    name: "live: whoever watches is told again what was only rewritten",
    file: "workers/order/subscriptions/subscribers.ts",
    find: "events.filter(({ sequence }) => sequence > lastSent)",
    replace: "events.filter(() => lastSent >= 0)",
    killedBy: watched("sends every event of an order and completes"),
  },
  {
    name: "live: anybody may watch an order",
    file: "workers/order/rpc/watch-order.ts",
    find: "if (!mayWatch(ctx, past.reduce(append, nothing))) {",
    replace: "if (past.length === 0) {",
    killedBy: ["test/contract/streams.test.ts", "shows nobody else's order"],
  },
  {
    name: "live: a client that comes back begins anew",
    file: "workers/gateway/resolvers/subscription.ts",
    find: "parseSequence(ctx.lastEventId) ?? after",
    replace: "after",
    killedBy: watched("sends each event exactly once"),
  },
  {
    name: "live: an event has the deadline of the first",
    file: "workers/gateway/subscriptions/execute.ts",
    find: "contextValue: await renew()",
    replace: "contextValue: args.contextValue",
    killedBy: watched("resumes an order that was evicted"),
  },
  // Who gets what at the gateway, how much of it, and for how long.
  {
    name: "kept: whether there is any is told for a minute",
    file: "workers/gateway/response-cache/cacheability.ts",
    find: '"Product.inStock", ',
    replace: "",
    killedBy: unitOfGateway("response-cache/cacheability", "whether there is any"),
  },
  {
    name: "kept: a search lives as long as the page around it",
    file: "workers/gateway/response-cache/cacheability.ts",
    find: "Math.min(...seconds",
    replace: "Math.max(...seconds",
    killedBy: unitOfGateway("response-cache/cacheability", "a search beside a page"),
  },
  {
    name: "kept: a session in cookies is nobody",
    file: "workers/gateway/response-cache/http.ts",
    find: ' || headers.has("x-stoa-session")',
    replace: "",
    killedBy: unitOfGateway("response-cache/http", "is nothing for a caller"),
  },
  {
    name: "kept: an answer in one form is given in another",
    file: "workers/gateway/response-cache/http.ts",
    find: `\`\${accept}\\n\${asked}\``,
    replace: "asked",
    killedBy: unitOfGateway("response-cache/http", "is not that of an answer"),
  },
  {
    name: "kept: as many answers as there is no room for",
    file: "workers/gateway/response-cache/memory-tier.ts",
    find: "answer.body.length + key.length",
    replace: "1",
    killedBy: unitOfGateway("response-cache/memory-tier", "as many are kept as there is room for"),
  },
  {
    name: "kept: whether something is in stock",
    file: "workers/gateway/response-cache/cacheability.ts",
    find: '"Product.inStock", ',
    replace: "",
    killedBy: ["test/e2e/stock-visibility.test.ts", "shows as sold out in every view"],
  },
  {
    name: "kept: any text that comes with its hash",
    file: "workers/gateway/yoga/plugins/persisted-queries.ts",
    find: 'throw badRequest("the hash is not that of the query");\n',
    replace:
      'throw badRequest("the hash is not that of the query");\n        await keep(context.redis, hash, params.query);\n',
    killedBy: ["test/e2e/caching.test.ts", "does not store a document that is invalid"],
  },
  {
    name: "policy: a document is taken for the operation in it that came first",
    file: "workers/gateway/policies/operation-info.ts",
    find: 'const name = operationName ?? "";',
    replace: 'const name = "";',
    killedBy: unitOfGateway("policies/query-cost", "each operation of a document"),
  },
  {
    name: "policy: what is asked for in fragments has none",
    file: "workers/gateway/policies/operation-info.ts",
    find: "if (fragment !== undefined) collectRoots",
    replace: "if (fragment === undefined) collectRoots",
    killedBy: unitOfGateway("policies/query-cost", "what is asked for in fragments"),
  },
  {
    name: "what a variable leaves out is as it was for the request before",
    file: "workers/gateway/graphql/executor/execute.ts",
    find: "...conditions.map((name) => variables[name])",
    replace: "",
    killedBy: unitOfGateway("graphql/executor/execute", "what is skipped by a variable"),
  },
  {
    name: "a null stands where there may be none",
    file: "workers/gateway/graphql/executor/plan.ts",
    find: "if (isNonNullType(type)) return nonNull(completeOf(type.ofType, nodes));",
    replace: "if (isNonNullType(type)) return completeOf(type.ofType, nodes);",
    killedBy: unitOfGateway("graphql/executor/execute", "answers 500 documents alike"),
  },
  {
    name: "a fragment is taken for every type",
    file: "workers/gateway/graphql/executor/plan.ts",
    find: "return on === type || (isAbstractType(on) && schema.isSubType(on, type));",
    replace: "return on !== undefined;",
    killedBy: unitOfGateway("graphql/executor/execute", "answers 500 documents alike"),
  },
  {
    name: "policy: what is in a fragment on the way is no deeper",
    file: "workers/gateway/graphql/validation/limits.ts",
    find: "return depthOf(node.selectionSet, ofFragment);",
    replace: "return 0;",
    killedBy: unitOfGateway("graphql/validation/limits", "fragments on the way"),
  },
  {
    name: "policy: a cart opens for the money beside it while Redis is away",
    file: "workers/gateway/policies/operation-info.ts",
    find: 'policies.some((policy) => priorityClasses[policy.class].withoutRedis === "closed")',
    replace: 'classes[lowest ?? "browse"].withoutRedis === "closed"',
    killedBy: unitOfGateway("policies/query-cost", "one field that is closed"),
  },
  {
    name: "quota: what one account uses up is everybody's",
    file: "workers/gateway/policies/quota.ts",
    find: ".limit(id, {",
    replace: ".limit(kind, {",
    killedBy: ["test/e2e/quotas-and-load-shedding.test.ts", "that is exceeded rejects queries"],
  },
  {
    name: "known queries: nobody's quota is asked for",
    file: "workers/gateway/yoga/fast-path/fast-path.ts",
    find: "const { taken } = enforcePolicies(args);",
    replace: "const taken = Promise.resolve();",
    killedBy: ["test/e2e/quotas-and-load-shedding.test.ts", "that is exceeded rejects queries"],
  },
  {
    name: "known queries: what went wrong on our side is told as it is",
    file: "workers/gateway/yoga/fast-path/fast-path.ts",
    find: "formatErrors(result, ctx.trace.traceId, production)",
    replace: "result",
    killedBy: ["test/e2e/fast-path.test.ts", "what goes wrong on our side"],
  },
  {
    name: "known queries: whatever else a request says is not looked at",
    file: "workers/gateway/yoga/fast-path/fast-path.ts",
    find: ' && name !== "operationName") return false;',
    replace: ' && name !== "operationName") continue;',
    killedBy: ["test/e2e/fast-path.test.ts", "what a query may not come with"],
  },
  {
    name: "storefronts: any API token says for whom it asks",
    file: "workers/gateway/middleware/storefront-visitor.ts",
    find: "  requireScope(server, Scope.STOREFRONT);\n",
    replace: "",
    killedBy: ["test/e2e/storefront-visitors.test.ts", "a token without the STOREFRONT scope"],
  },
  {
    name: "storefronts: whoever guesses tokens counts as nobody",
    file: "workers/gateway/middleware/storefront-visitor.ts",
    find: "await rateLimitByIp(c);\n  const server",
    replace: '"nobody";\n  const server',
    killedBy: ["test/e2e/storefront-visitors.test.ts", "counts requests with a guessed storefront token"],
  },
  {
    name: "addresses: whoever has a network has as many as they like",
    file: "workers/gateway/http/client-ip.ts",
    find: "all.slice(0, 4)",
    replace: "all.slice(0, 8)",
    killedBy: unitOfGateway("http/client-ip", "2001:db8:1:2:3:4:5:6 counts as"),
  },
  {
    name: "cookies: a page of any origin may listen as whoever is signed in",
    file: "workers/gateway/auth/session-cookies.ts",
    find: ": origins.has(origin);",
    replace: ": true;",
    killedBy: ["test/e2e/account-permissions.test.ts", "authenticate an EventSource, which cannot send"],
  },
  {
    name: "live: a subscription outlives the token of its caller",
    file: "workers/gateway/subscriptions/lifetime.ts",
    find: "until - now",
    replace: "bounds.subscriptions.seconds * 1000",
    killedBy: unitOfGateway("subscriptions/lifetime", "does not outlive the token"),
  },
  {
    name: "live: one that is over counts for ever",
    file: "workers/gateway/subscriptions/limit.ts",
    find: 'else gone.addEventListener("abort", leave, { once: true });',
    replace: "",
    killedBy: unitOfGateway("subscriptions/limit", "fifty are open"),
  },
  {
    name: "live: a subscription that nobody can read is begun",
    file: "workers/gateway/subscriptions/sse.ts",
    find: "if (acceptOf(request).includes(eventStream)) setSubscribeFn",
    replace: "if (request !== undefined) setSubscribeFn",
    killedBy: watched("rejects a subscription with 406"),
  },
  {
    name: "a text in a list need not be one that can be stored",
    file: "workers/kit/validation/storable-text.ts",
    find: "!(value instanceof Uint8Array)",
    replace: "!Array.isArray(value) && !(value instanceof Uint8Array)",
    killedBy: ["workers/kit/validation/storable-text.test.ts", "assertStorableText reports the path of U+0000"],
  },
  // The lists.
  {
    name: "a rebuilt row that shows too much is left so",
    file: "workers/order/store/order-rows.ts",
    find: "or(isNotLater, eq(orders.sequence, row.sequence))",
    replace: "isNotLater",
    killedBy: ["test/e2e/orders-rebuild.test.ts", "sets every column of every row right"],
  },
];
