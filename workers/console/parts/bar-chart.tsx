interface BarChartProps {
  readonly caption: string;
  readonly bars: readonly { readonly key: string; readonly value: number; readonly title: string }[];
}

const width = 1_000;
const height = 200;

/** Bars for the values of a table. The chart is hidden from screen readers, because the table has the same figures. */
export function BarChart({ caption, bars }: BarChartProps) {
  const max = Math.max(...bars.map(({ value }) => value), 0);
  if (max === 0) return null;
  const step = width / bars.length;
  return (
    <figure class="chart">
      <figcaption>{caption}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false" preserveAspectRatio="none">
        {bars.map(({ key, value, title }, index) => {
          const size = Math.round((Math.max(value, 0) / max) * height);
          return (
            <rect
              key={key}
              x={Math.round(index * step) + 1}
              y={height - size}
              width={Math.max(Math.round(step) - 2, 1)}
              height={size}
            >
              <title>{title}</title>
            </rect>
          );
        })}
      </svg>
    </figure>
  );
}
