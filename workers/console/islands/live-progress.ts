import { followStream } from "../../kit/islands/stream.ts";
import { replaceParts } from "./replace-parts.ts";

interface LiveProgressProps {
  /** The path of the page. */
  readonly path: string;
  /** The path of the stream, which has an event for each change of the job, at most once a second. */
  readonly events: string;
}

const retryMs = 1_000;

/** Keeps the page of a job current until the job has ended: loads the page again for each event, and replaces its parts. */
export function start(element: HTMLElement, { path, events }: LiveProgressProps): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const update = async () => {
    clearTimeout(timer);
    const response = await fetch(path).catch(() => undefined);
    // The event of the last change is not repeated.
    if (response === undefined || response.status >= 500) {
      timer = setTimeout(() => void update(), retryMs);
    } else if (response.ok) {
      replaceParts(element, new DOMParser().parseFromString(await response.text(), "text/html"));
    }
  };
  const end = followStream(
    () => events,
    () => void update(),
  );
  return () => {
    end();
    clearTimeout(timer);
  };
}
