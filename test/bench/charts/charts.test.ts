import { describe, expect, it } from "vitest";
import { renderBarChart } from "./bar-chart.ts";
import { fitExponent, renderLogLogChart } from "./log-log-chart.ts";
import { createLogAxis } from "./svg.ts";

describe("the exponent of a cost", () => {
  it.each([
    { name: "constant", cost: () => 7, exponent: 0 },
    { name: "proportional", cost: (n: number) => 3 * n, exponent: 1 },
    { name: "quadratic", cost: (n: number) => n ** 2 / 5, exponent: 2 },
  ])("is $exponent for a $name cost", ({ cost, exponent }) => {
    const points = [1, 10, 1_000].map((x) => ({ x, y: cost(x) }));
    expect(fitExponent(points)).toBeCloseTo(exponent, 10);
  });

  it("is the slope of least squares for points that are on no line", () => {
    const points = [1, 10, 100].map((x, index) => ({ x, y: [1, 100, 100][index] ?? 0 }));
    expect(fitExponent(points)).toBeCloseTo(1, 10);
  });
});

describe("a logarithmic axis", () => {
  it("reaches from the power of ten below the lowest value to the one above the highest", () => {
    const axis = createLogAxis([0.2, 30], 0, 300);
    expect(axis.ticks).toEqual([0.1, 1, 10, 100]);
    expect([0.1, 1, 100].map(axis.position)).toEqual([0, 100, 300]);
  });

  it("has two ticks when all values are equal to a power of ten", () => {
    expect(createLogAxis([10], 0, 1).ticks).toEqual([10, 100]);
  });
});

describe("charts", () => {
  it("draws bars with lengths in proportion to the logarithms of their values", () => {
    const bars = [10, 100, 1_000].map((value) => ({ series: `of ${value}`, value }));
    const svg = renderBarChart({ title: "<Title>", axis: "ms", groups: [{ label: "work", bars }] });
    const widths = [...svg.matchAll(/<rect x="170" y="[\d.]+" width="([\d.]+)" height="15"/g)].map(([, width]) =>
      Number(width),
    );
    expect(widths).toEqual([1, 255, 510]);
    expect(svg).toContain("&#60;Title&#62;");
  });

  it("draws a cost of n squared twice as steep as a cost of n", () => {
    const series = [1, 2].map((power) => ({ label: "", points: [1, 10].map((x) => ({ x, y: x ** power })) }));
    const svg = renderLogLogChart({ title: "", xAxis: "", yAxis: "", series });
    const [linear = [], square = []] = [...svg.matchAll(/<polyline points="([^"]+)"/g)].map(([, points]) =>
      (points ?? "").split(/[ ,]/).map(Number),
    );
    const rise = ([, y1 = 0, , y2 = 0]: number[]) => y1 - y2;
    expect(rise(square)).toBeCloseTo(2 * rise(linear), 5);
  });
});
