import type { Evolvers } from "./changes.ts";
import { paidStatus } from "./refundable.ts";

export const evolveShipping: Evolvers<"ShipmentCreated" | "OrderFulfilled" | "OrderDelivered"> = {
  ShipmentCreated: (event, state, { at }) => {
    const { type: _, shipmentId: id, ...shipment } = event;
    return { shipments: [...state.shipments, { ...shipment, id, at }] };
  },

  OrderFulfilled: (_event, state) => ({ status: paidStatus(state) }),

  OrderDelivered: (_event, state) => ({ delivered: true, status: paidStatus({ ...state, delivered: true }) }),
};
