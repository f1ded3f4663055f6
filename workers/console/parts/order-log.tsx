import { listTypes, toLogRows } from "../domain/log-rows.ts";
import {
  describeAttempts,
  findError,
  nameEffect,
  nameEvent,
  type Timeline,
  type TimelineEffect,
} from "../domain/timeline.ts";
import { SelectField } from "./select-field.tsx";
import { toWords } from "./status-badge.tsx";
import { Time } from "./time.tsx";

interface OrderLogProps {
  readonly timeline: Timeline;
  /** The event type that is shown. Undefined for all. */
  readonly type: string | undefined;
  /** The path with the complete log as JSON. */
  readonly jsonPath: string;
}

/** Every event of an order with its fields, and what followed from it. */
export function OrderLog({ timeline, type, jsonPath }: OrderLogProps) {
  const rows = toLogRows(timeline).filter(({ event }) => type === undefined || event.type === type);
  return (
    <>
      <form class="filters">
        <input type="hidden" name="zoom" value="log" />
        <SelectField
          name="type"
          label="Event type"
          value={type ?? ""}
          options={[
            { value: "", label: "All" },
            ...listTypes(timeline.events).map((value) => ({ value, label: nameEvent(value) })),
          ]}
        />
        <button type="submit" class="second">
          Show
        </button>
        <a href={jsonPath}>As JSON</a>
      </form>
      <ol class="log">
        {rows.map(({ event, name, effects, json }) => (
          <li key={event.sequence} id={`event-${event.sequence}`}>
            <h3>
              <a href={`?sequence=${event.sequence}#time-travel`}>#{event.sequence}</a> {name}
            </h3>
            <p class="quiet">
              <Time at={event.at} /> by {event.actor}
            </p>
            {effects.length > 0 && (
              <ul>
                {effects.map((effect) => (
                  <LogEffect key={effect.id + effect.type} effect={effect} />
                ))}
              </ul>
            )}
            {json !== "" && (
              <details>
                <summary>Data of event {event.sequence}</summary>
                <pre tabindex={0}>{json}</pre>
              </details>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function LogEffect({ effect }: { readonly effect: TimelineEffect }) {
  const error = findError(effect);
  const { type, status, attemptCount, isCompensation, outcomeSequence } = effect;
  return (
    <li>
      {isCompensation ? "Undoes: " : "Effect: "}
      {nameEffect(type)}, {toWords(status).toLowerCase()}, {describeAttempts(attemptCount)}
      {error !== undefined && (
        <>
          {": "}
          <strong class="bad">{error === "" ? "failed" : error}</strong>
        </>
      )}
      {outcomeSequence !== null && (
        <>
          {", led to "}
          <a href={`#event-${outcomeSequence}`}>event {outcomeSequence}</a>
        </>
      )}
    </li>
  );
}
