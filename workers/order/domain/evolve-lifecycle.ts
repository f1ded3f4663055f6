import { type Evolvers, setPricing } from "./changes.ts";

type LifecycleEvent =
  | "OrderPlaced"
  | "StockReserved"
  | "StockShort"
  | "ReservationRetried"
  | "OrderCreated"
  | "OrderConfirmed"
  | "CancellationRequested"
  | "OrderRejected"
  | "OrderCancelled"
  | "OwnerChanged"
  | "PersonalDataErased";

export const evolveLifecycle: Evolvers<LifecycleEvent> = {
  OrderPlaced: (event, state, { at }) => {
    const { type: _, proceed: __, orderId, ...placed } = event;
    return {
      ...placed,
      ...setPricing(event.pricing),
      // Those of the cart are replaced.
      couponCodes: event.couponCodes ?? [],
      status: "PLACED",
      attempt: state.attempt + 1,
      shortage: undefined,
      id: orderId,
      createdAt: state.status === "NEW" ? at : state.createdAt,
      placedAt: at,
    };
  },

  StockReserved: ({ lines, pricing }) => ({ lines, ...setPricing(pricing), status: "RESERVED" }),

  StockShort: ({ unpaid }) => (unpaid === undefined ? {} : { shortage: "cancelling" }),

  ReservationRetried: () => ({ shortage: "retried" }),

  OrderCreated: () => ({ status: "CREATED" }),

  OrderConfirmed: (_event, _state, { at }) => ({ status: "CONFIRMED", confirmedAt: at }),

  CancellationRequested: ({ reason }) => ({ cancellation: reason === undefined ? {} : { reason } }),

  OrderRejected: ({ rejection }) => ({ status: "REJECTED", rejection }),

  OrderCancelled: () => ({ status: "CANCELLED" }),

  OwnerChanged: ({ accountId }) => ({ accountId }),

  PersonalDataErased: () => ({ erased: true }),
};
