import { expect, it } from "vitest";
import { createPacer } from "./pacer.ts";

it("starts work that is due at the same time one after the other", () => {
  let time = 1_000_000;
  const waitMs = createPacer(2, () => time);
  expect([waitMs(), waitMs(), waitMs()]).toEqual([0, 2, 4]);
  time += 3;
  expect([waitMs(), waitMs()]).toEqual([3, 5]);
});

it("does not delay work that comes alone", () => {
  let time = 1_000_000;
  const waitMs = createPacer(2, () => time);
  const waits = Array.from({ length: 5 }, () => {
    time += 2;
    return waitMs();
  });
  expect(waits).toEqual([0, 0, 0, 0, 0]);
});
