import { Time } from "./time.tsx";

interface Period {
  readonly id: string;
  readonly name: string;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
}

interface CalendarProps {
  readonly caption: string;
  readonly periods: readonly Period[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const dayMs = 24 * 3_600_000;
/** Days before and after today. */
const span = 60;
const rowHeight = 24;
const width = 1_000;

/** The periods of several things over four months. The table of the same periods is next to it, for screen readers. */
export function Calendar({ caption, periods, now }: CalendarProps) {
  const from = now - span * dayMs;
  const toX = (time: number) => Math.round(((time - from) / (2 * span * dayMs)) * width);
  const clamp = (x: number) => Math.max(0, Math.min(width, x));
  const height = rowHeight * periods.length;
  return (
    <figure class="calendar">
      <figcaption>
        {caption}: from <Time at={new Date(from).toISOString()} /> to{" "}
        <Time at={new Date(now + span * dayMs).toISOString()} />. The line is now.
      </figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true" focusable="false" preserveAspectRatio="none">
        {periods.map(({ id, startsAt, endsAt }, index) => {
          const start = clamp(startsAt === null ? 0 : toX(Date.parse(startsAt)));
          const end = clamp(endsAt === null ? width : toX(Date.parse(endsAt)));
          return (
            <rect
              key={id}
              x={start}
              y={index * rowHeight + 4}
              width={Math.max(end - start, 2)}
              height={rowHeight - 8}
            />
          );
        })}
        <path d={`M${toX(now)} 0V${height}`} />
      </svg>
    </figure>
  );
}
