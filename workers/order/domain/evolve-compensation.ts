import { appendTransaction, completeSteps, type Evolvers } from "./changes.ts";

type CompensationEvent = "CompensationStarted" | "StockReleased" | "StockRestocked" | "PaymentVoided";

export const evolveCompensation: Evolvers<CompensationEvent> = {
  CompensationStarted: ({ as: endStatus, releaseStock, voidPaymentId, rejection }) => {
    const compensation = { endStatus, stockPending: releaseStock, moneyPending: voidPaymentId !== undefined };
    return { compensation: rejection === undefined ? compensation : { ...compensation, rejection } };
  },

  StockReleased: (_event, state) => completeSteps(state, { stockPending: false }),

  StockRestocked: ({ requestId }, state) => ({
    ...(requestId === undefined ? completeSteps(state, { stockPending: false }) : {}),
    restocks: state.restocks.map((restock) =>
      restock.status === "PENDING" && (requestId === undefined || restock.id === requestId)
        ? { ...restock, status: "DONE" }
        : restock,
    ),
  }),

  PaymentVoided: ({ paymentId: reference, amount }, state, position) => ({
    ...completeSteps(state, { moneyPending: false }),
    transactions: appendTransaction(state, position, { kind: "VOID", status: "SUCCEEDED", amount, reference }),
  }),
};
