import type { Effect } from "./effects.ts";
import { effectKey, effectsOf } from "./effects-of.ts";
import type { RecordedEvent } from "./events.ts";
import { evolve } from "./evolve.ts";
import type { OrderLine, Units } from "./model.ts";
import { needsReservation, newOrder, reservationIdOf } from "./order.ts";
import { toRedemptions } from "./redemptions.ts";

/** Units that went back on sale, under the idempotency key that the catalog recorded. */
export interface RestockRecord {
  readonly key: string;
  readonly lines: readonly Units[];
  /** Whether the uses of promotions were returned too. */
  readonly releasesRedemptions: boolean;
}

/** A reservation as the catalog must have it after the effects that the order has recorded. */
export interface ReservationRecord {
  readonly reservationId: string;
  readonly status: "held" | "committed" | "released";
  /** With the spelling of the SKUs, the names and the prices of the reservation. */
  readonly lines: readonly OrderLine[];
  /** The promotions of its discounts. The code is empty for an automatic promotion. */
  readonly redemptions: readonly { readonly promotionId: string; readonly code: string }[];
  /** Absent when only base prices applied, and after the personal data was erased. */
  readonly customerKeys?: readonly string[];
  /** Oldest first. Empty unless the reservation was committed. */
  readonly restocks: readonly RestockRecord[];
}

/** The units that the order counts as sold, under the ids of the integration events. */
export interface SaleRecord {
  readonly confirmedEventId: string;
  readonly lines: readonly OrderLine[];
  /** Absent unless the order was cancelled after its confirmation. */
  readonly cancelledEventId?: string;
}

export interface StockRecords {
  /** Oldest first. An order that was placed again has several. */
  readonly reservations: readonly ReservationRecord[];
  /** Absent unless the order was confirmed. */
  readonly sale?: SaleRecord;
}

type RestockEffect = Extract<Effect, { type: "restock" }>;

/**
 * Returns the stock of an order, derived from its events alone. Outcomes that are not recorded do not count: the order repeats
 * their effects. So the records never contain more than the catalog did.
 */
export function toStockRecords(events: readonly RecordedEvent[]): StockRecords {
  const reservations = new Map<string, ReservationRecord>();
  const restocks = new Map<string, { readonly effect: RestockEffect; readonly key: string }>();
  let sale: SaleRecord | undefined;
  let state = newOrder;
  const update = (change: (record: ReservationRecord) => Partial<ReservationRecord>) => {
    const record = reservations.get(reservationIdOf(state));
    if (record !== undefined) reservations.set(record.reservationId, { ...record, ...change(record) });
  };
  for (const recorded of events) {
    state = evolve(state, recorded);
    const { event, sequence } = recorded;
    const { id: orderId, attempt } = state;
    for (const [index, effect] of effectsOf(event, state).entries()) {
      if (effect.type !== "restock") continue;
      const key = effectKey(event, { orderId, sequence, index, type: effect.type, attempt });
      restocks.set(effect.requestId ?? "", { effect, key });
    }
    switch (event.type) {
      case "StockReserved": {
        const reservationId = reservationIdOf(state);
        const customerKeys = state.priceContext?.customerKeys;
        reservations.set(reservationId, {
          reservationId,
          status: "held",
          lines: event.lines,
          redemptions: toRedemptions(state),
          ...(customerKeys === undefined ? {} : { customerKeys }),
          restocks: [],
        });
        break;
      }
      case "OrderConfirmed":
        update(() => ({ status: "committed" }));
        sale = { confirmedEventId: `${orderId}:${sequence}`, lines: state.lines };
        break;
      case "StockReleased":
        update(() => ({ status: "released" }));
        break;
      case "StockRestocked": {
        const restock = restocks.get(event.requestId ?? "");
        const lines = event.lines ?? restock?.effect.lines ?? state.lines;
        update(({ status, restocks: before }) => {
          // The catalog had not committed the reservation, so the restock of a cancellation released it.
          if (status !== "committed" || restock === undefined) return { status: "released" };
          const { key, effect } = restock;
          return {
            restocks: [...before, { key, lines, releasesRedemptions: effect.releasesRedemptions === true }],
          };
        });
        break;
      }
      case "OrderCancelled":
        if (sale !== undefined) sale = { ...sale, cancelledEventId: `${orderId}:${sequence}` };
        break;
      default:
    }
  }
  const isNeeded = ({ reservationId }: ReservationRecord) =>
    needsReservation(state) && reservationId === reservationIdOf(state);
  return {
    // A release that staff have given up is made by the catalog when the reservation expires.
    reservations: [...reservations.values()].map((record) =>
      record.status === "held" && !isNeeded(record) ? { ...record, status: "released" } : record,
    ),
    ...(sale === undefined ? {} : { sale }),
  };
}
