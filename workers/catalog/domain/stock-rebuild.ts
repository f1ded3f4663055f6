import type { StockLine } from "./inventory.ts";

/** A line of a reservation, as the order has recorded it. */
export interface RecordedLine extends StockLine {
  readonly name: string;
  readonly productId: string;
  readonly unitPriceMinor: bigint;
  readonly currency: string;
}

export interface RecordedRestock {
  readonly key: string;
  readonly lines: readonly StockLine[];
  readonly releasesRedemptions: boolean;
}

/** A reservation, as the order has recorded it. */
export interface RecordedReservation {
  readonly id: string;
  readonly orderId: string;
  readonly status: "held" | "committed" | "released";
  readonly lines: readonly RecordedLine[];
  readonly redemptions: readonly { readonly promotionId: string; readonly code: string }[];
  readonly customerKeys: readonly string[];
  readonly restocks: readonly RecordedRestock[];
}

/** What the catalog has of a reservation. */
export interface StoredReservation {
  readonly orderId: string;
  readonly status: "held" | "short" | "exhausted" | "released" | "committed";
  /** The idempotency keys of the restocks that were made. */
  readonly restockKeys: ReadonlySet<string>;
}

export interface RebuiltLine {
  readonly sku: string;
  /** By how much the available units decrease. */
  readonly units: number;
}

/** What must be done so that the catalog has the reservation as the order has recorded it. */
export type RebuildStep =
  /** Writes the reservation in its present state. `before` is set when it was released although the order is paid. */
  | { readonly type: "write"; readonly before?: "released" }
  /** Commits or releases a reservation that is held, and repeats restocks. */
  | { readonly type: "advance"; readonly to?: "committed" | "released"; readonly restocks: readonly RecordedRestock[] };

/**
 * Returns the step for a reservation, or undefined when the catalog has it already. A reservation only moves forward: if the
 * catalog is ahead of the order, an effect of the order has just been made, and the order will record it.
 */
export function planRebuild(
  recorded: RecordedReservation,
  stored: StoredReservation | undefined,
): RebuildStep | undefined {
  const { status, restocks } = recorded;
  switch (stored?.status) {
    case undefined:
      return status === "released" ? undefined : { type: "write" };
    case "held":
      if (status === "held") return undefined;
      return { type: "advance", to: status, restocks };
    case "committed": {
      const missing = restocks.filter(({ key }) => !stored?.restockKeys.has(key));
      return status !== "committed" || missing.length === 0 ? undefined : { type: "advance", restocks: missing };
    }
    case "released":
      return status === "committed" ? { type: "write", before: "released" } : undefined;
    default:
      return undefined;
  }
}

/** Returns by how much a step decreases the available units of each SKU. */
export function unitsOfStep(recorded: RecordedReservation, step: RebuildStep): readonly RebuiltLine[] {
  const restocked = restockedUnits(step.type === "write" ? recorded.restocks : step.restocks);
  return recorded.lines.map(({ sku, quantity }) => {
    const returned = restocked.get(sku) ?? 0;
    if (step.type === "write") return { sku, units: quantity - returned };
    return { sku, units: step.to === "released" ? -quantity : -returned };
  });
}

/** Returns the units of each SKU that went back on sale. */
export function restockedUnits(restocks: readonly RecordedRestock[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { sku, quantity } of restocks.flatMap(({ lines }) => lines)) {
    units.set(sku, (units.get(sku) ?? 0) + quantity);
  }
  return units;
}
