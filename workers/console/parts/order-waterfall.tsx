import type { Timeline } from "../domain/timeline.ts";
import { type BarPart, type Tick, toWaterfalls, type Waterfall, type WaterfallRow } from "../domain/waterfall.ts";
import { toWords } from "./status-badge.tsx";
import { Time } from "./time.tsx";

/** The effects of an order as bars on time axes. The text beside each bar says the same. */
export function OrderWaterfall({ timeline }: { readonly timeline: Timeline }) {
  const waterfalls = toWaterfalls(timeline);
  if (waterfalls.length === 0) return <p class="empty">Nothing has followed from the events of this order.</p>;
  return (
    <>
      <p class="quiet legend">
        <Bar parts={[{ type: "running", from: 0, to: 100 }]} ticks={[]} /> running
        <Bar parts={[{ type: "waiting", from: 0, to: 100 }]} ticks={[]} /> waiting
        <Bar parts={[]} ticks={[{ position: 50, number: 1, error: "", isPlanned: false }]} /> failed attempt
      </p>
      {waterfalls.map((waterfall) => (
        <WaterfallTable key={waterfall.sequence} waterfall={waterfall} />
      ))}
    </>
  );
}

function WaterfallTable({ waterfall }: { readonly waterfall: Waterfall }) {
  const { sequence, startsAt, marks, forward, compensation } = waterfall;
  const start = new Date(startsAt).toISOString();
  return (
    <section class="scroll" tabindex={0} aria-label={`Effects from event ${sequence} on`}>
      <table class="waterfall">
        <caption>
          From event {sequence} on, at <Time at={start} />
        </caption>
        <thead>
          <tr>
            <th scope="col">Effect</th>
            <th scope="col" class="axis">
              <span class="hidden">Time</span>
              <span class="marks" aria-hidden="true">
                {marks.map(({ position, label }) => (
                  <span key={position}>{label}</span>
                ))}
              </span>
            </th>
            <th scope="col">Status</th>
            <th scope="col">Attempts</th>
            <th scope="col" class="num">
              Time
            </th>
          </tr>
        </thead>
        <tbody>
          {forward.map((row) => (
            <EffectRow key={row.effect.id + row.effect.causeSequence} row={row} />
          ))}
        </tbody>
        {compensation.length > 0 && (
          <tbody class="compensation">
            <tr>
              <th scope="rowgroup" colspan={5}>
                Undone below this line: compensation
              </th>
            </tr>
            {compensation.map((row) => (
              <EffectRow key={row.effect.id + row.effect.causeSequence} row={row} />
            ))}
          </tbody>
        )}
      </table>
    </section>
  );
}

function EffectRow({ row }: { readonly row: WaterfallRow }) {
  const { effect, name, parts, ticks, attempts, duration } = row;
  const isPivot = effect.type === "capturePayment";
  return (
    <tr class={isPivot ? "pivot" : undefined}>
      <th scope="row">
        {name}
        {isPivot && <abbr title="From here on the order only moves forward"> (pivot)</abbr>}{" "}
        <a class="quiet" href={`?zoom=log#event-${effect.causeSequence}`}>
          #{effect.causeSequence}
        </a>
      </th>
      <td class="axis">
        <Bar parts={parts} ticks={ticks} isUndoing={effect.isCompensation} />
      </td>
      <td class="state">{toWords(effect.status)}</td>
      <td>
        {attempts}
        <Attempts ticks={ticks} />
      </td>
      <td class="num">{duration}</td>
    </tr>
  );
}

/** The attempts that failed, with their reasons. Consecutive ones with the same reason are one entry. */
function Attempts({ ticks }: { readonly ticks: readonly Tick[] }) {
  const groups: { first: number; last: number; error: string }[] = [];
  for (const { number, error } of ticks) {
    const group = groups.at(-1);
    if (error === null) continue;
    if (group?.error === error && group.last === number - 1) group.last = number;
    else groups.push({ first: number, last: number, error });
  }
  if (groups.length === 0) return null;
  return (
    <ul class="attempts">
      {groups.map(({ first, last, error }) => (
        <li key={first}>
          {first === last ? `attempt ${first}` : `attempts ${first} to ${last}`}:{" "}
          <strong class="bad">{error === "" ? "failed" : error}</strong>
        </li>
      ))}
    </ul>
  );
}

interface BarProps {
  readonly parts: readonly BarPart[];
  readonly ticks: readonly Tick[];
  readonly isUndoing?: boolean;
}

/** A bar in an area of 100 by 12. The text of its row says the same, so screen readers skip it. */
function Bar({ parts, ticks, isUndoing = false }: BarProps) {
  return (
    <svg
      class={isUndoing ? "bar undoing" : "bar"}
      viewBox="0 0 100 12"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      {parts.map(({ type, from, to }) => (
        <rect
          key={`${type}${from}`}
          class={type}
          x={from}
          y={type === "running" ? 2 : 5}
          width={Math.max(to - from, 0.4)}
          height={type === "running" ? 8 : 2}
        />
      ))}
      {ticks.map(({ position, number, error, isPlanned }) => (
        <path
          key={number}
          class={isPlanned ? "tick planned" : error === null ? "tick" : "tick failed"}
          d={`M${position} 0v12`}
        />
      ))}
    </svg>
  );
}
