import type { Mutant } from "../mutant.ts";
import { anyFaults, anyOutage, anySingleFault, decided, promptRecovery } from "./tests.ts";

const endsOfEffects = (test: string) => ["workers/order/saga/saga-runner.test.ts", test] as const;

export const durabilityMutants: readonly Mutant[] = [
  {
    name: "a payment is confirmed before its id is on disk",
    file: "workers/order/domain/effects.ts",
    find: '    case "confirmPayment":\n    case "capturePayment":\n    case "releaseStock"',
    replace: '    case "capturePayment":\n    case "releaseStock"',
    killedBy: decided("starts when the events before it are on disk: confirmPayment"),
  },
  {
    name: "a payment is authorized before its amount is on disk",
    file: "workers/order/domain/effects.ts",
    find: '    case "authorizePayment":\n    case "confirmPayment":\n    case "capturePayment":',
    replace: '    case "confirmPayment":\n    case "capturePayment":',
    killedBy: anySingleFault,
  },
  {
    name: "a placement starts a second payment when staff retry after the idempotency keys have expired",
    file: "workers/order/effects/authorize-payment.ts",
    find: "const isFirst = attempt === 0 && now - firstDueAt < keyReliableMs;",
    replace: "const isFirst = true;",
    killedBy: anyOutage,
  },
  {
    name: "an order that staff give up leaves an authorized payment whose id is unknown",
    file: "workers/order/domain/resolving.ts",
    find: "resumed.paymentId ?? authorization?.key",
    replace: "resumed.paymentId ?? authorization?.effect.type.slice(99)",
    killedBy: decided("voids the payment by the key of the authorization"),
  },
  {
    name: "the payment of a declined card is not voided",
    file: "workers/order/payments/stripe.ts",
    find: "error instanceof Stripe.errors.StripeCardError ? error.payment_intent?.id : undefined",
    replace: "error instanceof Stripe.errors.StripeAPIError ? error.payment_intent?.id : undefined",
    killedBy: ["workers/order/payments/stripe.test.ts", "authorize: returns the payment of a dec"],
  },
  {
    name: "stock is reserved for an order that is not on disk",
    file: "workers/order/domain/effects.ts",
    find: '    case "reserveStock":\n    case "authorizePayment":',
    replace: '    case "authorizePayment":',
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
    find: "    await this.#listing;\n    this.#saveEnds();",
    replace: "    await this.#listing;",
    killedBy: anySingleFault,
  },
  {
    name: "a change that is not on disk waits for the last integration event",
    file: "workers/order/saga/saga-runner.ts",
    find: "if (this.#publishing.size === 0 || this.#log.hasUnsavedDecisions) this.#save();",
    replace: "if (this.#publishing.size === 0) this.#save();",
    killedBy: endsOfEffects("has a change of a cart on disk with its response while an event of the cart is published"),
  },
  {
    name: "the end of each of the last effects is a commit of its own",
    file: "workers/order/saga/saga-runner.ts",
    find: "if (this.#publishing.size === 0 || this.#log.hasUnsavedDecisions) this.#save();",
    replace: "this.#save();",
    killedBy: endsOfEffects(
      "has its events on disk with the response, and the ends of its last effects in one commit after that",
    ),
  },
  {
    name: "an end of an effect that waited for the last integration event is not written",
    file: "workers/order/saga/event-log.ts",
    find: "this.#unsaved.has(sequence) || this.#unsavedEnds.has(sequence)",
    replace: "this.#unsaved.has(sequence)",
    killedBy: endsOfEffects(
      "has its events on disk with the response, and the ends of its last effects in one commit after that",
    ),
  },
];
