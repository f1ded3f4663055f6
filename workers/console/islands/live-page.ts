import { followAsStaff } from "./follow-as-staff.ts";
import { replaceParts } from "./replace-parts.ts";

interface LivePageProps {
  /** The path of the page. */
  readonly path: string;
  /** The path of the stream, which has an event for each change that the page shows. */
  readonly events: string;
}

/** Events that arrive at about the same time cause one request. */
const settleMs = 60;
const retryMs = 1_000;

/** Keeps a page current: loads it again for each event and when the stream opens, and replaces the parts that have changed. */
export function start(element: HTMLElement, { path, events }: LivePageProps): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  const plan = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void update(), ms);
  };
  const update = async () => {
    const own = ++latest;
    const response = await fetch(path).catch(() => undefined);
    const text = await response?.text().catch(() => undefined);
    // A newer page was requested meanwhile.
    if (own !== latest) return;
    // The event of the last change is not repeated.
    if (response === undefined || text === undefined || response.status >= 500) plan(retryMs);
    else if (response.ok) replaceParts(element, new DOMParser().parseFromString(text, "text/html"));
  };
  const planUpdate = () => plan(settleMs);
  const end = followAsStaff(element, () => events, planUpdate, { onOpen: planUpdate });
  return () => {
    end();
    clearTimeout(timer);
  };
}
