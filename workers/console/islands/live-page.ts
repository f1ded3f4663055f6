import { followAsStaff } from "./follow-as-staff.ts";
import { createPageLoader } from "./page-loader.ts";
import { replaceParts } from "./replace-parts.ts";

interface LivePageProps {
  /** The path of the page. */
  readonly path: string;
  /** The path of the stream, which has an event for each change that the page shows. */
  readonly events: string;
}

/** Events that arrive at about the same time cause one request. */
const settleMs = 60;

/** Keeps a page current: loads it again for each event and when the stream opens, and replaces the parts that have changed. */
export function start(element: HTMLElement, { path, events }: LivePageProps): () => void {
  const loader = createPageLoader(path, (page) => replaceParts(element, page));
  const planUpdate = () => loader.plan(settleMs);
  const end = followAsStaff(element, () => events, planUpdate, { onOpen: planUpdate });
  return () => {
    end();
    loader.stop();
  };
}
