import { followAsStaff } from "./follow-as-staff.ts";
import { replaceParts } from "./replace-parts.ts";

interface LiveOrderProps {
  /** The path of the order's page. */
  readonly path: string;
}

/** Events that arrive at about the same time cause one request. */
const settleMs = 60;
/** An attempt that was planned for a time has ended shortly after it. */
const attemptMs = 400;
/** An order is asked for at most this often without an event. */
const minPauseMs = 1_000;

/**
 * Keeps the page of an order current. It loads the page again for each event, and when an attempt was planned: an attempt that
 * fails is no event. Only parts that have changed are replaced, and no part with the focus in it.
 */
export function start(element: HTMLElement, { path }: LiveOrderProps): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attemptTimer: ReturnType<typeof setTimeout> | undefined;

  const update = async () => {
    const response = await fetch(location.href);
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.querySelector<HTMLElement>('x-island[name="live-order"]');
    if (next === null) return;
    const before = sequenceOf(element);
    replaceParts(element, next);
    planUpdate();
    if (sequenceOf(element) !== before) document.dispatchEvent(new CustomEvent("order-changed"));
  };
  const tryUpdate = () => void update().catch(() => {});
  const planUpdate = () => {
    clearTimeout(attemptTimer);
    const nextChangeAt = Number(element.querySelector<HTMLElement>("[data-next-change]")?.dataset.nextChange ?? 0);
    if (nextChangeAt === 0) return;
    // The clocks of the browser and of the shop may differ.
    attemptTimer = setTimeout(tryUpdate, Math.max(nextChangeAt - Date.now() + attemptMs, minPauseMs));
  };
  planUpdate();
  const end = followAsStaff(
    element,
    () => `${path}/events?after=${sequenceOf(element)}`,
    ({ lastEventId }) => {
      if (Number(lastEventId) <= sequenceOf(element)) return;
      clearTimeout(timer);
      timer = setTimeout(tryUpdate, settleMs);
    },
  );
  return () => {
    end();
    clearTimeout(timer);
    clearTimeout(attemptTimer);
  };
}

function sequenceOf(element: HTMLElement): number {
  return Number(element.querySelector<HTMLElement>("[data-sequence]")?.dataset.sequence ?? 0);
}
