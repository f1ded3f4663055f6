import type { Run, Sample } from "./driver.ts";
import type { Phase } from "./scenario.ts";
import { msOf, percentilesOf } from "./summary.ts";

const [width, height, left, right, top, plot, gap] = [900, 470, 60, 20, 50, 160, 50] as const;
const colors = {
  served: "#2f7d5b",
  rejected: "#d98b1f",
  failed: "#c0392b",
  other: "#7a6fb0",
  line: "#334155",
} as const;

/** Draws two diagrams over time as SVG: requests per second by outcome, and the 95th percentile of served requests. */
export function drawChart(title: string, phases: readonly Phase[], { samples }: Run): string {
  const seconds = phases.reduce((sum, phase) => sum + phase.seconds, 0);
  const bucket = Math.max(1, Math.ceil(seconds / 160));
  const buckets = Array.from({ length: Math.ceil(seconds / bucket) }, (_, index) =>
    samples.filter(({ at }) => Math.floor(at / bucket) === index),
  );
  const xOf = (time: number) => left + (time / seconds) * (width - left - right);
  const rates = buckets.map((each) => each.length / bucket);
  const p95 = buckets.map((each) => percentilesOf(msOf(each, "served")).p95);
  const [maxRate, maxMs] = [niceMax(Math.max(...rates)), niceMax(Math.max(...p95))];
  const bottom = top + plot;
  const secondTop = bottom + gap;
  const bars = buckets.flatMap((each, index) =>
    stack(each, bucket, maxRate).map(({ y, size, color }) =>
      rect(xOf(index * bucket), bottom - y - size, (width - left - right) / buckets.length - 0.5, size, color),
    ),
  );
  const line = p95
    .map(
      (ms, index) => `${xOf((index + 0.5) * bucket).toFixed(1)},${(secondTop + plot - (ms / maxMs) * plot).toFixed(1)}`,
    )
    .join(" ");
  let start = 0;
  const marks = phases.flatMap((phase) => {
    if (phase.seconds === 0) return [];
    const x = xOf(start);
    start += phase.seconds;
    const isNarrow = phases.length > 8;
    return [
      `<line x1="${x}" x2="${x}" y1="${top}" y2="${secondTop + plot}" stroke="#cbd5e1"/>`,
      text(
        x + 3,
        isNarrow ? secondTop - 8 : top - 6,
        phase.name,
        isNarrow ? ` transform="rotate(-20 ${x + 3} ${secondTop - 8})"` : "",
      ),
    ];
  });
  const legend = (["served", "rejected", "failed", "other"] as const).flatMap((name, index) => [
    rect(left + index * 110, height - 22, 10, 10, colors[name]),
    text(left + 14 + index * 110, height - 13, name),
  ]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11" fill="#334155">
<title>${escapeXml(title)}</title>
<rect width="${width}" height="${height}" fill="#ffffff"/>
${text(left, 18, title, ' font-size="14"')}
${[...bars, ...marks, ...axis(top, maxRate, "requests/s"), ...axis(secondTop, maxMs, "p95 ms"), ...legend].join("\n")}
<polyline points="${line}" fill="none" stroke="${colors.line}" stroke-width="1.5"/>
${text(width - 90, height - 13, `${seconds} seconds`)}
</svg>
`;
}

function stack(samples: readonly Sample[], bucket: number, max: number) {
  const of = (isIncluded: (sample: Sample) => boolean) => (samples.filter(isIncluded).length / bucket / max) * plot;
  const parts = [
    [colors.served, of(({ outcome }) => outcome === "served")],
    [colors.other, of(({ outcome }) => outcome === "sold out" || outcome === "pending")],
    [colors.rejected, of(({ outcome }) => outcome === "rejected")],
    [colors.failed, of(({ outcome }) => outcome === "failed")],
  ] as const;
  let y = 0;
  return parts.flatMap(([color, size]) => {
    y += size;
    return size === 0 ? [] : [{ y: y - size, size, color }];
  });
}

function axis(at: number, max: number, unit: string): readonly string[] {
  return [0, 0.5, 1].flatMap((share) => {
    const y = at + plot - share * plot;
    return [
      `<line x1="${left}" x2="${width - right}" y1="${y}" y2="${y}" stroke="#e2e8f0"/>`,
      text(4, y + 4, `${Math.round(max * share)}${share === 1 ? ` ${unit}` : ""}`),
    ];
  });
}

/** Returns the next of 1, 2 and 5 times a power of ten. */
function niceMax(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1)));
  return power * ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10);
}

const rect = (x: number, y: number, w: number, h: number, color: string) =>
  `<rect x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${w.toFixed(1)}" height="${h.toFixed(1)}" fill="${color}"/>`;

const escapeXml = (content: string) => content.replace(/[&<>]/g, (char) => `&#${char.charCodeAt(0)};`);

const text = (x: number, y: number, content: string, attributes = "") =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${attributes}>${escapeXml(content)}</text>`;
