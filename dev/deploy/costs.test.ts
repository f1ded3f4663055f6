import { describe, expect, it } from "vitest";
import { formatCosts, listCosts } from "./costs.ts";

const sum = (orders: number) => listCosts(orders).reduce((total, { usd }) => total + usd, 0);

describe("the cost of a month", () => {
  it("is about 80 dollars for a million orders, beside the subscriptions", () => {
    expect(sum(1_000_000) - sum(0)).toBeGreaterThan(75);
    expect(sum(1_000_000) - sum(0)).toBeLessThan(85);
    expect(sum(0)).toBe(24);
  });

  it("is printed with its parts", () => {
    expect(formatCosts(1_000)).toMatch(/Cost of a month with 1,000 orders:[\s\S]*Queues[\s\S]*USD {2}in total/);
  });
});
