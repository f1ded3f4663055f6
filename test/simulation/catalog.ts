import type { MessageInitShape } from "@bufbuild/protobuf";
import type { PromotionCandidateSchema } from "../../proto/gen/catalog/v1/pricing_pb.js";
import type { Money } from "../../workers/kit/domain/money.ts";
import type { IntegrationEvent } from "../../workers/order/domain/integration-events.ts";
import { type PromotionContext, type Redemption, type RequestedRedemption, SimulatedPromotions } from "./promotions.ts";

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

/** With `context`, the catalog reads promotions and reserves the redemptions with the stock. */
export interface ReserveRequest {
  readonly id: string;
  readonly orderId: string;
  readonly lines: readonly Line[];
  readonly redemptions: readonly RequestedRedemption[];
  readonly context: PromotionContext | undefined;
}

interface Reservation {
  readonly orderId: string;
  readonly status: "held" | "short" | "exhausted" | "committed" | "released";
  readonly lines: readonly Line[];
  readonly short?: readonly string[];
  /** The required redemptions whose limit is reached. */
  readonly exhausted?: readonly Redemption[];
  /** The promotions that could apply when the reservation read them. */
  readonly candidates?: readonly MessageInitShape<typeof PromotionCandidateSchema>[];
  readonly customerKeys?: readonly string[];
  /** The request as JSON. A repeated request must be equal. */
  readonly request?: string;
  /** The units that went back on sale, by the key of the request. */
  readonly restocked: ReadonlyMap<string, readonly Line[]>;
}

/** The stock of the catalog. Each request takes effect once per reservation, in any order and any number of times. */
export class SimulatedCatalog {
  readonly initial: Readonly<Record<string, number>>;
  readonly price: Money;
  readonly promotions: SimulatedPromotions;
  readonly #available: Map<string, number>;
  readonly #reservations = new Map<string, Reservation>();

  constructor(initial: Readonly<Record<string, number>>, price: bigint, usageLimit: number) {
    this.initial = initial;
    this.promotions = new SimulatedPromotions(usageLimit);
    this.price = { amountMinor: price, currency: "USD" };
    this.#available = new Map(Object.entries(initial));
  }

  /** Reserves all lines and all required redemptions, or nothing. A repeated request returns the first result. */
  reserve(request: ReserveRequest): Pick<Reservation, "status" | "short" | "exhausted" | "candidates"> {
    const known = this.#reservations.get(request.id);
    const reservation = known ?? { ...this.#attemptReservation(request), request: JSON.stringify(request) };
    const isOther = reservation.request !== undefined && reservation.request !== JSON.stringify(request);
    if (isOther) throw new Error("IDEMPOTENCY_KEY_REUSED");
    this.#reservations.set(request.id, reservation);
    return reservation;
  }

  #attemptReservation({ id, orderId, lines, redemptions, context }: ReserveRequest): Reservation {
    const nothing = { orderId, lines: [], restocked: new Map() } as const;
    const short = lines.filter(({ sku, quantity }) => (this.#available.get(sku) ?? 0) < quantity).map(({ sku }) => sku);
    if (short.length > 0) return { ...nothing, status: "short", short };
    const exhausted = context === undefined ? [] : this.promotions.findExhausted(redemptions, context);
    if (exhausted.length > 0) return { ...nothing, status: "exhausted", exhausted };
    for (const { sku, quantity } of lines) this.#move(sku, -quantity);
    const held = { ...nothing, status: "held", lines } as const;
    if (context === undefined) return held;
    const candidates = this.promotions.reserve(id, lines.length, redemptions, context);
    return { ...held, candidates, customerKeys: context.customerKeys };
  }

  /** Leaves a tombstone for an unknown reservation. Throws when the units were sold. */
  release(id: string, orderId: string): void {
    const known = this.#reservations.get(id);
    if (known?.status === "committed") throw new Error("RESERVATION_COMMITTED");
    if (known?.status === "held") for (const { sku, quantity } of known.lines) this.#move(sku, quantity);
    this.promotions.release(id);
    this.#reservations.set(id, { orderId, status: "released", lines: [], restocked: new Map() });
  }

  /** Sells the units and redeems the named promotions. */
  commit(id: string, redemptions: readonly Redemption[]): void {
    const known = this.#reservations.get(id);
    if (known?.status === "committed") return;
    if (known?.status !== "held") throw new Error("RESERVATION_NOT_HELD");
    this.promotions.commit(id, redemptions, known.customerKeys ?? []);
    this.#reservations.set(id, { ...known, status: "committed" });
  }

  /** Commits the reservation of a confirmed order, as the consumer of integration events does. Ignores every other event. */
  receive({ data: { reservation } }: Pick<IntegrationEvent, "data">): void {
    if (reservation === undefined || this.#reservations.get(reservation.id)?.status !== "held") return;
    this.commit(reservation.id, reservation.redemptions);
  }

  /**
   * Returns sold units, and with `releasesRedemptions` the uses of promotions. Throws RESERVATION_NOT_HELD when nothing was
   * sold, and RESTOCK_TOO_LARGE for more units than were sold.
   */
  restock(id: string, key: string, lines: readonly Line[], releasesRedemptions: boolean): void {
    const known = this.#reservations.get(id);
    if (known?.status !== "committed") throw new Error("RESERVATION_NOT_HELD");
    if (known.restocked.has(key)) return;
    const isTooLarge = lines.some(({ sku, quantity }) => quantity > soldUnits(known, sku));
    if (isTooLarge) throw new Error("RESTOCK_TOO_LARGE");
    for (const { sku, quantity } of lines) this.#move(sku, quantity);
    if (releasesRedemptions) this.promotions.release(id);
    this.#reservations.set(id, { ...known, restocked: new Map([...known.restocked, [key, lines]]) });
  }

  available(sku: string): number {
    return this.#available.get(sku) ?? 0;
  }

  /** Returns the ids of the reservations of an order that hold units. */
  heldIds(orderId: string): readonly string[] {
    return [...this.#reservations].flatMap(([id, reservation]) =>
      reservation.status === "held" && reservation.orderId === orderId ? [id] : [],
    );
  }

  /** Returns the ids of all reservations of an order. */
  idsOf(orderId: string): readonly string[] {
    return [...this.#reservations].flatMap(([id, reservation]) => (reservation.orderId === orderId ? [id] : []));
  }

  /** Returns the units that each reservation of an order holds or has sold, by id. */
  unitsByReservation(orderId: string): Readonly<Record<string, string>> {
    return Object.fromEntries(
      this.idsOf(orderId).flatMap((id) => {
        const reservation = this.#reservations.get(id);
        if (reservation?.status !== "held" && reservation?.status !== "committed") return [];
        const units = reservation.lines.map(({ sku }) => `${sku} ${soldUnits(reservation, sku)}`);
        return [[id, `${reservation.status} ${units.sort().join(", ")}`]];
      }),
    );
  }

  /** Returns the units of reservations with this status that were not restocked, of one order or of all. */
  unitsWith(sku: string, status: "held" | "committed", orderId?: string): number {
    return [...this.#reservations.values()]
      .filter((reservation) => orderId === undefined || reservation.orderId === orderId)
      .filter((reservation) => reservation.status === status)
      .reduce((sum, reservation) => sum + soldUnits(reservation, sku), 0);
  }

  #move(sku: string, by: number): void {
    this.#available.set(sku, (this.#available.get(sku) ?? 0) + by);
  }
}

/** Returns the units of a reservation that were not restocked. */
function soldUnits({ lines, restocked }: Reservation, sku: string): number {
  const count = (counted: readonly Line[]) =>
    counted.reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
  return count(lines) - count([...restocked.values()].flat());
}
