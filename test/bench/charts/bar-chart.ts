import { colors, createLogAxis, formatNumber, image, line, round, text } from "./svg.ts";

export interface BarChart {
  readonly title: string;
  /** What the length of a bar means. */
  readonly axis: string;
  readonly groups: readonly BarGroup[];
}

export interface BarGroup {
  readonly label: string;
  readonly bars: readonly { readonly series: string; readonly value: number }[];
}

const width = 760;
const left = 170;
const right = 80;
const top = 70;
const barHeight = 18;
const groupGap = 16;

/** Renders groups of horizontal bars on a logarithmic axis. Bars of one series have one color. */
export function renderBarChart({ title, axis, groups }: BarChart): string {
  const values = groups.flatMap(({ bars }) => bars.map(({ value }) => value));
  const series = [...new Set(groups.flatMap(({ bars }) => bars.map((bar) => bar.series)))];
  const xs = createLogAxis(values, left, width - right);
  const color = (name: string) => colors[series.indexOf(name) % colors.length] ?? colors[0];
  const bottom = groups.reduce((y, { bars }) => y + bars.length * barHeight + groupGap, top);

  const elements: string[] = [];
  series.forEach((name, index) => {
    const x = left + index * 120;
    elements.push(
      `<rect x="${x}" y="40" width="12" height="12" fill="${color(name)}"/>`,
      text(name, { x: x + 18, y: 50 }),
    );
  });
  for (const tick of xs.ticks) {
    const x = xs.position(tick);
    elements.push(line([x, top - 6], [x, bottom], "#ddd"));
    elements.push(text(formatNumber(tick), { x, y: bottom + 16, anchor: "middle" }));
  }
  elements.push(text(axis, { x: (left + width - right) / 2, y: bottom + 36, anchor: "middle" }));
  let y = top;
  for (const { label, bars } of groups) {
    elements.push(text(label, { x: left - 10, y: y + (bars.length * barHeight) / 2 + 4, anchor: "end" }));
    for (const { series: name, value } of bars) {
      const length = Math.max(1, xs.position(value) - left);
      elements.push(
        `<rect x="${left}" y="${y + 1}" width="${round(length)}" height="${barHeight - 3}" fill="${color(name)}"/>`,
        text(formatNumber(value), { x: left + length + 6, y: y + barHeight - 5 }),
      );
      y += barHeight;
    }
    y += groupGap;
  }
  return image(title, { width, height: bottom + 50 }, elements);
}
