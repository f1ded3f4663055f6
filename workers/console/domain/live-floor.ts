/** The columns and rows of the states on the floor: the way to the buyer, and below it how an order can leave the way. */
const rows: readonly (readonly (string | undefined)[])[] = [
  ["PLACED", "RESERVED", "AUTHORIZED", "CREATED", "CAPTURED", "CONFIRMED", "FULFILLED", "DELIVERED"],
  ["REJECTED", "CANCELLED", undefined, "NEEDS_ATTENTION", undefined, undefined, "PARTIALLY_REFUNDED", "REFUNDED"],
];

const column = 116;
const row = 160;
const dot = { pitch: 12, perRow: 9, rows: 8, left: 7, top: 24 };

/** Sizes in units of the drawing. */
export const floorSize = { width: column * 8 - 8, height: row + 124, box: { width: 108, height: 124 } } as const;

/** A state of an order with the upper left corner of its box. */
export interface FloorState {
  readonly status: string;
  readonly x: number;
  readonly y: number;
  readonly isOnTheWay: boolean;
}

export const floorStates: readonly FloorState[] = rows.flatMap((statuses, rowIndex) =>
  statuses.flatMap((status, index) =>
    status === undefined ? [] : [{ status, x: index * column, y: rowIndex * row, isOnTheWay: rowIndex === 0 }],
  ),
);

/** A place for a dot in the box of a state. */
export interface DotPlace {
  readonly slot: number;
  readonly x: number;
  readonly y: number;
}

/** Returns the first place in the box of a state that is free. Undefined in a full box, and for a state without one. */
export function findFreePlace(status: string, taken: ReadonlySet<number>): DotPlace | undefined {
  const state = floorStates.find((candidate) => candidate.status === status);
  if (state === undefined) return undefined;
  for (let slot = 0; slot < dot.perRow * dot.rows; slot++) {
    if (taken.has(slot)) continue;
    const x = state.x + dot.left + (slot % dot.perRow) * dot.pitch;
    return { slot, x, y: state.y + dot.top + Math.floor(slot / dot.perRow) * dot.pitch };
  }
  return undefined;
}
