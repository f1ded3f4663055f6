import { appendTransaction, completeSteps, type Evolvers } from "./changes.ts";

type CompensationEvent = "CompensationStarted" | "StockReleased" | "StockRestocked" | "PaymentVoided";

export const evolveCompensation: Evolvers<CompensationEvent> = {
  CompensationStarted: ({ as: endStatus, releaseStock, voidPaymentId, rejection }) => {
    const compensation = { endStatus, stockPending: releaseStock, moneyPending: voidPaymentId !== undefined };
    return { compensation: rejection === undefined ? compensation : { ...compensation, rejection } };
  },

  StockReleased: (_event, state) => completeSteps(state, { stockPending: false }),

  StockRestocked: (_event, state) => completeSteps(state, { stockPending: false }),

  PaymentVoided: ({ paymentId: reference, amount }, state, position) => ({
    ...completeSteps(state, { moneyPending: false }),
    transactions: appendTransaction(state, position, { kind: "VOID", status: "SUCCEEDED", amount, reference }),
  }),
};
