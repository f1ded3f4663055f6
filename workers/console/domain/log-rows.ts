import { nameEvent, type Timeline, type TimelineEffect, type TimelineEvent } from "./timeline.ts";

/** A line of the log: an event, with the effects that followed from it. */
export interface LogRow {
  readonly event: TimelineEvent;
  readonly name: string;
  readonly effects: readonly TimelineEffect[];
  /** The fields of the event, indented. Empty if it has none. */
  readonly json: string;
}

/** Returns the events of an order, oldest first, each with its effects. */
export function toLogRows({ events, effects }: Timeline): readonly LogRow[] {
  return events.map((event) => ({
    event,
    name: nameEvent(event.type),
    effects: effects.filter(({ causeSequence }) => causeSequence === event.sequence),
    json: toJson(event.data),
  }));
}

/** Returns the types of the events, each once, in alphabetical order. */
export function listTypes(events: readonly TimelineEvent[]): readonly string[] {
  return [...new Set(events.map(({ type }) => type))].toSorted();
}

function toJson(data: unknown): string {
  const json = JSON.stringify(data, null, 2) ?? "";
  return json === "{}" || json === "null" ? "" : json;
}
