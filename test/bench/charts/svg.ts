/** The colors of series. They differ for colour-blind readers too (Okabe-Ito). */
export const colors = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"] as const;

export interface TextOptions {
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly weight?: "normal" | "bold";
}

export function text(content: string, { x, y, size = 12, anchor = "start", weight = "normal" }: TextOptions): string {
  return `<text x="${round(x)}" y="${round(y)}" font-size="${size}" text-anchor="${anchor}" font-weight="${weight}">${escapeXml(content)}</text>`;
}

function escapeXml(content: string): string {
  return content.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);
}

export function line(from: readonly [number, number], to: readonly [number, number], color: string, width = 1): string {
  const [x1, y1, x2, y2] = [...from, ...to].map(round);
  return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${color}" stroke-width="${width}"/>`;
}

/** Returns a whole image with a title and a white background, which is readable in dark mode too. */
export function image(
  title: string,
  { width, height }: { readonly width: number; readonly height: number },
  elements: readonly string[],
): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" fill="#222">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    text(title, { x: 16, y: 26, size: 16, weight: "bold" }),
    ...elements,
    "</svg>\n",
  ].join("\n");
}

/** A logarithmic axis from a value to a position. Its ends are powers of ten. */
export interface LogAxis {
  readonly ticks: readonly number[];
  position(value: number): number;
}

/** Returns an axis that contains all values, from position `from` to position `to`. The values are positive. */
export function createLogAxis(values: readonly number[], from: number, to: number): LogAxis {
  const first = Math.floor(Math.log10(Math.min(...values)));
  const last = Math.max(first + 1, Math.ceil(Math.log10(Math.max(...values))));
  return {
    ticks: Array.from({ length: last - first + 1 }, (_, index) => 10 ** (first + index)),
    position: (value) => from + ((Math.log10(value) - first) / (last - first)) * (to - from),
  };
}

export function formatNumber(value: number): string {
  if (value >= 1_000) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toPrecision(3)));
}

export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
