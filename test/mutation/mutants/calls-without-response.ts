import type { Mutant } from "../mutant.ts";
import { anySingleFault } from "./tests.ts";

const ofEarlierRelease = [
  "test/simulation/earlier-release.test.ts",
  "is confirmed after any single fault and any outage",
] as const;

export const callsWithoutResponseMutants: readonly Mutant[] = [
  {
    name: "a capture without a response counts as declined",
    file: "workers/order/effects/capture-payment.ts",
    find: 'case "unknown":\n      return retryPayment(payment);',
    replace:
      'case "unknown":\n      return outcome({ type: "declined", paymentId, code: "timeout", message: payment.reason });',
    killedBy: anySingleFault,
  },
  {
    name: "an authorization without a response counts as declined",
    file: "workers/order/effects/confirm-payment.ts",
    find: 'case "unknown":\n      return retryPayment(payment);',
    replace:
      'case "unknown":\n      return outcome({ type: "declined", paymentId, code: "timeout", message: payment.reason });',
    killedBy: ofEarlierRelease,
  },
  {
    name: "a payment that is started and authorized in one call counts as declined without a response",
    file: "workers/order/effects/authorize-payment.ts",
    find: 'if (started.type === "unknown") return retryPayment(started);',
    replace:
      'if (started.type === "unknown") return outcome({ type: "declined", code: "timeout", message: started.reason });',
    killedBy: anySingleFault,
  },
  {
    name: "a refund without a response counts as successful",
    file: "workers/order/effects/refund-payment.ts",
    find: 'case "unknown":\n      return retryPayment(refunded);',
    replace:
      'case "unknown":\n      return outcome({ type: "refunded", refundId: "unknown", ...(requestId === undefined ? {} : { requestId }) });',
    killedBy: anySingleFault,
  },
  {
    name: "a void without a response counts as successful",
    file: "workers/order/effects/void-payment.ts",
    find: 'case "unknown":\n      return retryPayment(payment);',
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
];
