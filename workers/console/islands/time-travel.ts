import { findDifferences, type OrderFields } from "../domain/order-fields.ts";
import { nameEvent, type TimelineEvent } from "../domain/timeline.ts";
import type { ReplayedState } from "./replay.ts";

interface TimeTravelProps {
  /** The path of the order's page. */
  readonly path: string;
}

interface OrderLog {
  readonly events: readonly TimelineEvent[];
  readonly fields: OrderFields;
}

/** At normal speed, each event is shown this long. */
const stepMs = 1_000;

/** Folds the log of the order in the browser, says whether the result is the order, and shows the order after each event. */
export function start(element: HTMLElement, { path }: TimeTravelProps): () => void {
  const slider = element.querySelector<HTMLInputElement>("input[type=range]");
  const output = element.querySelector("output");
  const verdict = element.querySelector<HTMLElement>("[data-replay]");
  const body = element.querySelector("tbody");
  const controls = element.querySelector<HTMLElement>("[data-controls]");
  const show = element.querySelector<HTMLButtonElement>("button[type=submit]");
  const ended = new AbortController();
  const { signal } = ended;
  let states: readonly ReplayedState[] = [];
  let present: OrderFields = {};
  let timer: ReturnType<typeof setInterval> | undefined;
  if (slider === null || output === null || verdict === null || body === null) return () => {};

  const render = () => {
    const state = states.findLast(({ sequence }) => sequence <= Number(slider.value));
    if (state === undefined) return;
    const text = `${state.sequence}: ${nameEvent(state.type)}`;
    output.textContent = text;
    slider.setAttribute("aria-valuetext", text);
    body.replaceChildren(...toRows(state.fields, present));
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };
  const play = (speed: number) => {
    stop();
    let next = states.findIndex(({ sequence }) => sequence > Number(slider.value));
    if (next === -1) next = 0;
    timer = setInterval(() => {
      const state = states[next];
      if (state === undefined) return stop();
      slider.value = String(state.sequence);
      render();
      next++;
    }, stepMs / speed);
  };

  const load = async () => {
    const [{ replay }, response] = await Promise.all([import("./replay.ts"), fetch(`${path}/log`, { signal })]);
    if (!response.ok) throw new Error(`Status ${response.status}`);
    const { events, fields } = (await response.json()) as OrderLog;
    const atEnd = slider.value === slider.max;
    const replayed = replay(events);
    states = replayed;
    present = fields;
    const first = states[0]?.sequence ?? 0;
    const last = states.at(-1)?.sequence ?? 0;
    slider.min = String(first);
    slider.max = String(last);
    if (atEnd) slider.value = slider.max;
    const differences = findDifferences(states.at(-1)?.fields ?? {}, fields);
    verdict.dataset.replay = differences.length === 0 ? "agrees" : "differs";
    verdict.className = differences.length === 0 ? "" : "bad";
    verdict.textContent =
      differences.length === 0
        ? `The replay agrees: ${events.length} events, folded in this browser, lead to this order (${Object.keys(fields).length} fields compared).`
        : `The replay differs: ${differences.map(({ name, before, after }) => `${name} is ${after ?? "absent"}, the log leads to ${before ?? "none"}`).join("; ")}.`;
    if (show !== null) show.hidden = true;
    if (controls !== null) controls.hidden = false;
    render();
  };
  const reload = () =>
    void load().catch((error: unknown) => {
      if (signal.aborted) return;
      verdict.dataset.replay = "failed";
      verdict.textContent = `The log cannot be replayed here: ${error instanceof Error ? error.message : String(error)}. Load the page again.`;
    });

  slider.addEventListener("input", render, { signal });
  slider.addEventListener("pointerdown", stop, { signal });
  for (const button of element.querySelectorAll<HTMLButtonElement>("[data-speed]")) {
    button.addEventListener("click", () => play(Number(button.dataset.speed)), { signal });
  }
  // The island `live-order` says that the order has new events.
  document.addEventListener("order-changed", reload, { signal });
  reload();
  return () => {
    stop();
    ended.abort();
  };
}

function toRows(past: OrderFields, present: OrderFields): readonly HTMLTableRowElement[] {
  const changed = new Set(findDifferences(past, present).map(({ name }) => name));
  return [...new Set([...Object.keys(present), ...Object.keys(past)])].map((name) => {
    const row = document.createElement("tr");
    const heading = document.createElement("th");
    heading.scope = "row";
    heading.textContent = name;
    if (changed.has(name)) {
      row.className = "changed";
      const hint = document.createElement("span");
      hint.className = "hidden";
      hint.textContent = " (changed since)";
      heading.append(hint);
    }
    row.append(heading, ...[past[name], present[name]].map(toCell));
    return row;
  });
}

function toCell(text = "–"): HTMLTableCellElement {
  const cell = document.createElement("td");
  cell.textContent = text;
  return cell;
}
