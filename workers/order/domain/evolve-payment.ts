import { appendTransaction, type Evolvers } from "./changes.ts";

type PaymentEvent =
  | "PaymentStarted"
  | "PaymentActionRequired"
  | "UnpaidOrdersReplaced"
  | "PaymentAuthorized"
  | "PaymentDeclined"
  | "PaymentCaptured";

export const evolvePayment: Evolvers<PaymentEvent> = {
  PaymentStarted: ({ paymentId }) => ({ paymentId }),

  PaymentActionRequired: ({ clientSecret, url }) => ({
    paymentAction: url === undefined ? { clientSecret } : { clientSecret, url },
  }),

  UnpaidOrdersReplaced: () => ({}),

  PaymentAuthorized: ({ paymentId: reference, amount }, state, position) => ({
    status: "AUTHORIZED",
    transactions: appendTransaction(state, position, { kind: "AUTHORIZATION", status: "SUCCEEDED", amount, reference }),
  }),

  PaymentDeclined: ({ paymentId, amount, code, message }, state, position) => {
    const reference = paymentId === undefined ? {} : { reference: paymentId };
    const failureReason = `${code}: ${message}`;
    const entry = { kind: "AUTHORIZATION", status: "FAILED", amount, failureReason, ...reference } as const;
    return { transactions: appendTransaction(state, position, entry) };
  },

  PaymentCaptured: ({ paymentId: reference, amount }, state, position) => ({
    status: "CAPTURED",
    transactions: appendTransaction(state, position, { kind: "CAPTURE", status: "SUCCEEDED", amount, reference }),
  }),
};
