import { expect, it } from "vitest";
import { findPriceListStatus } from "./price-list-period.ts";

const now = Date.parse("2026-12-01T00:00:00.000Z");
const at = (startsAt: string | null, endsAt: string | null, active = true) =>
  findPriceListStatus({ active, startsAt, endsAt }, now);

it("says whether a price list applies now, with an exclusive end", () => {
  expect(at(null, null)).toBe("Live");
  expect(at("2026-12-01T00:00:00.000Z", "2026-12-01T00:00:00.001Z")).toBe("Live");
  expect(at("2026-12-01T00:00:00.001Z", null)).toBe("Scheduled");
  expect(at(null, "2026-12-01T00:00:00.000Z")).toBe("Ended");
  expect(at(null, null, false)).toBe("Paused");
});
