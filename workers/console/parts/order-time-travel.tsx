import { Island } from "../../kit/pages/island.tsx";
import { findDifferences, type OrderFields } from "../domain/order-fields.ts";
import { nameEvent, type TimelineEvent } from "../domain/timeline.ts";

interface TimeTravelProps {
  /** The path of the order's page. */
  readonly path: string;
  readonly events: readonly Pick<TimelineEvent, "sequence" | "type" | "at">[];
  readonly present: OrderFields;
  /** The order as it was after the event with this sequence. Undefined for the present order. */
  readonly past: { readonly sequence: number; readonly fields: OrderFields } | undefined;
}

/**
 * The order after each of its events, beside the order now. Without JavaScript, the API returns an earlier order. With it, the
 * browser folds the log, and compares its result with the order.
 */
export function TimeTravel({ path, events, present, past }: TimeTravelProps) {
  const first = events[0]?.sequence ?? 0;
  const last = events.at(-1)?.sequence ?? 0;
  const sequence = past?.sequence ?? last;
  const event = events.findLast((candidate) => candidate.sequence <= sequence);
  return (
    <section id="time-travel" aria-labelledby="time-travel-heading">
      <h2 id="time-travel-heading">Time travel</h2>
      <Island name="time-travel" props={{ path }}>
        <form class="travel" action={`${path}#time-travel`}>
          <label for="sequence">Sequence</label>
          <input id="sequence" name="sequence" type="range" min={first} max={last} value={sequence} />
          <output for="sequence">
            {sequence}: {event === undefined ? "" : nameEvent(event.type)}
          </output>
          <button type="submit" class="second">
            Show
          </button>
          <span data-controls="" hidden>
            <button type="button" class="second" data-speed="1">
              Play 1×
            </button>
            <button type="button" class="second" data-speed="10">
              Play 10×
            </button>
          </span>
        </form>
        <p role="status" data-replay="">
          With JavaScript, the browser replays the log and compares the result with this order.
        </p>
        <div class="scroll" tabindex={0}>
          <table>
            <caption class="hidden">The order after the event, and now</caption>
            <thead>
              <tr>
                <th scope="col">Field</th>
                <th scope="col">After the event</th>
                <th scope="col">Now</th>
              </tr>
            </thead>
            <tbody>
              <FieldRows past={past?.fields ?? present} present={present} />
            </tbody>
          </table>
        </div>
      </Island>
    </section>
  );
}

function FieldRows({ past, present }: { readonly past: OrderFields; readonly present: OrderFields }) {
  const changed = new Set(findDifferences(past, present).map(({ name }) => name));
  const names = [...new Set([...Object.keys(present), ...Object.keys(past)])];
  return names.map((name) => (
    <tr key={name} class={changed.has(name) ? "changed" : undefined}>
      <th scope="row">
        {name}
        {changed.has(name) && <span class="hidden"> (changed since)</span>}
      </th>
      <td>{past[name] ?? "–"}</td>
      <td>{present[name] ?? "–"}</td>
    </tr>
  ));
}
