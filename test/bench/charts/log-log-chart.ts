import { colors, createLogAxis, formatNumber, image, line, round, text } from "./svg.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LogLogChart {
  readonly title: string;
  readonly xAxis: string;
  readonly yAxis: string;
  readonly series: readonly { readonly label: string; readonly points: readonly Point[] }[];
}

const width = 860;
const height = 460;
const plot = { left: 80, right: 500, top: 60, bottom: 390 };

/** Renders lines on two logarithmic axes. A cost that grows as n to the power of k is a straight line with slope k. */
export function renderLogLogChart({ title, xAxis, yAxis, series }: LogLogChart): string {
  const points = series.flatMap((each) => each.points);
  const xs = createLogAxis(
    points.map(({ x }) => x),
    plot.left,
    plot.right,
  );
  const ys = createLogAxis(
    points.map(({ y }) => y),
    plot.bottom,
    plot.top,
  );
  const elements: string[] = [];
  for (const tick of xs.ticks) {
    const x = xs.position(tick);
    elements.push(line([x, plot.top], [x, plot.bottom], "#ddd"));
    elements.push(text(formatNumber(tick), { x, y: plot.bottom + 18, anchor: "middle" }));
  }
  for (const tick of ys.ticks) {
    const y = ys.position(tick);
    elements.push(line([plot.left, y], [plot.right, y], "#ddd"));
    elements.push(text(formatNumber(tick), { x: plot.left - 8, y: y + 4, anchor: "end" }));
  }
  elements.push(text(xAxis, { x: (plot.left + plot.right) / 2, y: plot.bottom + 42, anchor: "middle" }));
  elements.push(text(yAxis, { x: plot.left, y: plot.top - 14 }));
  series.forEach(({ label, points: own }, index) => {
    const color = colors[index % colors.length] ?? colors[0];
    const positions = own.map(({ x, y }) => `${round(xs.position(x))},${round(ys.position(y))}`);
    // Colors repeat. Then the lines are dashed.
    const dashes = index < colors.length ? "" : ' stroke-dasharray="6 4"';
    elements.push(
      `<polyline points="${positions.join(" ")}" fill="none" stroke="${color}" stroke-width="2"${dashes}/>`,
    );
    for (const position of positions) {
      const [x, y] = position.split(",");
      elements.push(`<circle cx="${x}" cy="${y}" r="3.5" fill="${color}"/>`);
    }
    const y = plot.top + 10 + index * 22;
    const [from, to] = [plot.right + 20, plot.right + 42];
    elements.push(
      `<line x1="${from}" y1="${y - 4}" x2="${to}" y2="${y - 4}" stroke="${color}" stroke-width="3"${dashes}/>`,
      text(label, { x: to + 8, y }),
    );
  });
  return image(title, { width, height }, elements);
}

/**
 * Returns the exponent k of the cost `c * n^k` that fits the points best: the slope of the line of least squares through
 * their logarithms. 0 is a constant cost, 1 a cost that is proportional to n.
 */
export function fitExponent(points: readonly Point[]): number {
  const logs = points.map(({ x, y }) => [Math.log(x), Math.log(y)] as const);
  const mean = (axis: 0 | 1) => logs.reduce((sum, log) => sum + log[axis], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = logs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / logs.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}
