import { expect, it } from "vitest";
import { orderStatusValues } from "../enums.generated.ts";
import { findFreePlace, floorSize, floorStates } from "./live-floor.ts";

it("has a box for each state of an order that was placed", () => {
  const placed = orderStatusValues.filter((status) => status !== "CART");
  expect(floorStates.map(({ status }) => status).sort()).toEqual([...placed].sort());
});

it("gives each dot a place of its own within the box of its state, until the box is full", () => {
  const { width, height } = floorSize.box;
  const all = new Set<string>();
  for (const { status, x, y } of floorStates) {
    const taken = new Set<number>();
    for (let place = findFreePlace(status, taken); place !== undefined; place = findFreePlace(status, taken)) {
      taken.add(place.slot);
      all.add(`${place.x} ${place.y}`);
      expect(place.x - x).toBeGreaterThan(4);
      expect(place.x - x).toBeLessThan(width - 4);
      expect(place.y - y).toBeGreaterThan(20);
      expect(place.y - y).toBeLessThan(height - 4);
    }
    expect(taken.size).toBe(72);
  }
  expect(all.size).toBe(72 * floorStates.length);
});

it("gives the place of a dot that has left to the next one", () => {
  const first = findFreePlace("PLACED", new Set());
  expect(findFreePlace("PLACED", new Set([1, 2]))).toEqual(first);
  expect(findFreePlace("CART", new Set())).toBeUndefined();
});
