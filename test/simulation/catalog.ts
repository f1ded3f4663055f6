import type { Money } from "../../workers/kit/domain/money.ts";

export interface Line {
  readonly sku: string;
  readonly quantity: number;
}

interface Reservation {
  readonly orderId: string;
  readonly status: "held" | "short" | "committed" | "released";
  readonly lines: readonly Line[];
  readonly short?: readonly string[];
  /** The units that went back on sale, by the key of the request. */
  readonly restocked: ReadonlyMap<string, readonly Line[]>;
}

/** The stock of the catalog. Each request takes effect once per reservation, in any order and any number of times. */
export class SimulatedCatalog {
  readonly initial: Readonly<Record<string, number>>;
  readonly price: Money;
  readonly #available: Map<string, number>;
  readonly #reservations = new Map<string, Reservation>();

  constructor(initial: Readonly<Record<string, number>>, price: bigint) {
    this.initial = initial;
    this.price = { amountMinor: price, currency: "USD" };
    this.#available = new Map(Object.entries(initial));
  }

  reserve(
    id: string,
    orderId: string,
    lines: readonly Line[],
  ): { readonly held: boolean; readonly short: readonly string[] } {
    const known = this.#reservations.get(id);
    if (known !== undefined)
      return { held: known.status === "held" || known.status === "committed", short: known.short ?? [] };
    const short = lines.filter(({ sku, quantity }) => (this.#available.get(sku) ?? 0) < quantity).map(({ sku }) => sku);
    if (short.length > 0) {
      this.#reservations.set(id, { orderId, status: "short", lines: [], short, restocked: new Map() });
      return { held: false, short };
    }
    for (const { sku, quantity } of lines) this.#move(sku, -quantity);
    this.#reservations.set(id, { orderId, status: "held", lines, restocked: new Map() });
    return { held: true, short: [] };
  }

  /** Leaves a tombstone for an unknown reservation. Throws when the units were sold. */
  release(id: string, orderId: string): void {
    const known = this.#reservations.get(id);
    if (known?.status === "committed") throw new Error("RESERVATION_COMMITTED");
    if (known?.status === "held") for (const { sku, quantity } of known.lines) this.#move(sku, quantity);
    this.#reservations.set(id, { orderId, status: "released", lines: [], restocked: new Map() });
  }

  commit(id: string): void {
    const known = this.#reservations.get(id);
    if (known?.status === "committed") return;
    if (known?.status !== "held") throw new Error("RESERVATION_NOT_HELD");
    this.#reservations.set(id, { ...known, status: "committed" });
  }

  /** Throws RESERVATION_NOT_HELD when nothing was sold, and RESTOCK_TOO_LARGE for more units than were sold. */
  restock(id: string, key: string, lines: readonly Line[]): void {
    const known = this.#reservations.get(id);
    if (known?.status !== "committed") throw new Error("RESERVATION_NOT_HELD");
    if (known.restocked.has(key)) return;
    const isTooLarge = lines.some(({ sku, quantity }) => quantity > soldUnits(known, sku));
    if (isTooLarge) throw new Error("RESTOCK_TOO_LARGE");
    for (const { sku, quantity } of lines) this.#move(sku, quantity);
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
