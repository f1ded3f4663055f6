import type { UnpaidOrder } from "../../workers/order/domain/model.ts";
import type { OrderState } from "../../workers/order/domain/order.ts";
import type { UnpaidCount } from "../../workers/order/store/unpaid-orders.ts";

interface Unpaid extends UnpaidOrder {
  readonly accountId: string;
  readonly units: number;
  readonly skus: readonly string[];
}

/** The unpaid orders of guests. Each guest may have one. */
export class SimulatedUnpaidOrders {
  readonly #rows: ReadonlyMap<string, { readonly sequence: number }>;
  readonly #maxUnits: number;
  /** Oldest first. */
  #unpaid: readonly Unpaid[] = [];

  constructor(rows: ReadonlyMap<string, { readonly sequence: number }>, maxUnits: number) {
    this.#rows = rows;
    this.#maxUnits = maxUnits;
  }

  all(): readonly UnpaidOrder[] {
    return this.#unpaid;
  }

  count({ id: orderId, accountId, sequence, paymentId = "", lines }: OrderState): UnpaidCount {
    if ((this.#rows.get(orderId)?.sequence ?? 0) > sequence) return { type: "outdated" };
    const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const recordedAt = this.#unpaid.findIndex((unpaid) => unpaid.paymentId === paymentId);
    const older = recordedAt < 0 ? this.#unpaid : this.#unpaid.slice(0, recordedAt);
    if (recordedAt < 0) {
      if (units > this.#maxUnits) return { type: "limited" };
      this.#unpaid = [...this.#unpaid, { orderId, paymentId, accountId, units, skus: lines.map(({ sku }) => sku) }];
    }
    const replaced = older.filter((unpaid) => unpaid.accountId === accountId && unpaid.orderId !== orderId);
    return {
      type: "counted",
      replaced: replaced.map((unpaid) => ({ orderId: unpaid.orderId, paymentId: unpaid.paymentId })),
    };
  }

  findHolding({ id, accountId }: OrderState, skus: readonly string[]): readonly UnpaidOrder[] {
    return this.#unpaid
      .filter((unpaid) => unpaid.accountId === accountId && unpaid.orderId !== id)
      .filter((unpaid) => unpaid.skus.some((sku) => skus.includes(sku)))
      .map(({ orderId, paymentId }) => ({ orderId, paymentId }));
  }

  changeOwner(paymentId: string, accountId: string): void {
    this.#unpaid = this.#unpaid.map((unpaid) => (unpaid.paymentId === paymentId ? { ...unpaid, accountId } : unpaid));
  }

  remove(paymentId: string): void {
    this.#unpaid = this.#unpaid.filter((unpaid) => unpaid.paymentId !== paymentId);
  }
}
