import { escapeHtml } from "./html.ts";
import { type Span, toTree } from "./spans.ts";

const rowHeight = 22;
const labelWidth = 390;
const chartWidth = 760;
const margin = 12;
const headHeight = 34;
/** Pauses longer than this are drawn with a fixed width. */
const maxPauseMs = 1_000;
const pauseWidth = 34;

const colors: Readonly<Record<string, string>> = {
  gateway: "#4f46e5",
  order: "#0f766e",
  catalog: "#b45309",
  account: "#9333ea",
};

/** Returns a picture of the spans, one row each, with the time from left to right. */
export function drawTrace(spans: readonly Span[]): string {
  const rows = toTree(spans);
  const scale = createScale(spans);
  const height = headHeight + rows.length * rowHeight + margin;
  const width = labelWidth + chartWidth + 2 * margin;
  const [first] = spans;
  const start = first?.startedAt ?? 0;
  const bars = rows.map(({ span, depth }, index) => {
    const y = headHeight + index * rowHeight;
    const x = scale.x(span.startedAt);
    const barWidth = Math.max(scale.x(span.startedAt + span.ms) - x, 2);
    const color = colors[span.service] ?? "#475569";
    const failed = span.isFailed ? ` stroke="#dc2626" stroke-width="2"` : "";
    const isLinked = depth === 0 && span.traceId !== first?.traceId;
    const label = `${isLinked ? "↪ " : ""}${span.operation} ${span.name}`;
    const after = x + barWidth + 62 < width;
    return [
      `<g><title>${escapeHtml(describe(span, start))}</title>`,
      index % 2 === 1 ? `<rect x="0" y="${y}" width="${width}" height="${rowHeight}" fill="#f8fafc"/>` : "",
      `<text x="${margin + depth * 14}" y="${y + 15}"><tspan fill="${color}" font-weight="600">${escapeHtml(span.service)}</tspan> ${escapeHtml(shorten(label, 46 - depth * 2))}</text>`,
      `<rect x="${x.toFixed(1)}" y="${y + 5}" width="${barWidth.toFixed(1)}" height="12" rx="2" fill="${color}"${failed}/>`,
      `<text class="ms" x="${(after ? x + barWidth + 5 : x - 5).toFixed(1)}" y="${y + 15}"${after ? "" : ` text-anchor="end"`}>${span.ms} ms</text></g>`,
    ].join("");
  });
  const pauses = scale.pauses.map(
    ({ x, ms }) =>
      `<rect x="${x}" y="${headHeight}" width="${pauseWidth}" height="${height - headHeight - margin}" fill="#e2e8f0" opacity="0.5"/>` +
      `<text class="ms" x="${x + pauseWidth / 2}" y="${headHeight - 6}" text-anchor="middle">${formatMs(ms)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="system-ui, sans-serif" font-size="12">`,
    "<title>The spans of one order or request, with the time from left to right</title>",
    "<style>.ms { fill: #64748b; font-size: 11px }</style>",
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text class="ms" x="${labelWidth + margin}" y="16">0 ms</text>`,
    `<text class="ms" x="${width - margin}" y="16" text-anchor="end">${formatMs(scale.totalMs)}</text>`,
    ...pauses,
    ...bars,
    "</svg>",
  ].join("\n");
}

interface Pause {
  readonly x: number;
  readonly ms: number;
}

/** Creates the scale of the time axis. Pauses, for example until an alarm, have a fixed width. */
function createScale(spans: readonly Span[]) {
  const busy: { from: number; to: number }[] = [];
  for (const { startedAt: from, ms } of spans) {
    const last = busy.at(-1);
    if (last !== undefined && from <= last.to + maxPauseMs) last.to = Math.max(last.to, from + ms);
    else busy.push({ from, to: from + ms });
  }
  const busyMs = Math.max(
    busy.reduce((sum, { from, to }) => sum + to - from, 0),
    1,
  );
  const perMs = (chartWidth - (busy.length - 1) * pauseWidth) / busyMs;
  const pauses: Pause[] = [];
  const parts: { from: number; to: number; x: number }[] = [];
  let x = labelWidth + margin;
  for (const [index, { from, to }] of busy.entries()) {
    const before = busy[index - 1];
    if (before !== undefined) {
      pauses.push({ x, ms: from - before.to });
      x += pauseWidth;
    }
    parts.push({ from, to, x });
    x += (to - from) * perMs;
  }
  return {
    pauses,
    totalMs: (busy.at(-1)?.to ?? 0) - (busy[0]?.from ?? 0),
    x: (time: number) => {
      const part = parts.findLast(({ from }) => from <= time) ?? parts[0];
      return part === undefined ? 0 : part.x + Math.min(Math.max(time - part.from, 0), part.to - part.from) * perMs;
    },
  };
}

function describe({ line, startedAt }: Span, start: number): string {
  const fields = Object.entries(line).filter(([name]) => name !== "time" && name !== "level");
  return [
    `+${startedAt - start} ms`,
    ...fields.map(([name, value]) => `${name}: ${typeof value === "object" ? JSON.stringify(value) : value}`),
  ].join("\n");
}

function shorten(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max - 1)}…` : text;
}

function formatMs(ms: number): string {
  return ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`;
}
