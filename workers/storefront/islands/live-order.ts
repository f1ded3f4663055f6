import { followStream } from "../../kit/islands/stream.ts";

interface LiveOrderProps {
  /** The path of the order's page. */
  readonly path: string;
}

/** Events that arrive at about the same time cause one request. */
const settleMs = 60;

/** Keeps the page of an order current: loads it again whenever the order has a new event. */
export function start(element: HTMLElement, { path }: LiveOrderProps): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;

  const update = async () => {
    const response = await fetch(path);
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = page.querySelector("[data-live]");
    const current = element.querySelector("[data-live]");
    if (next !== null && current !== null) current.replaceWith(document.adoptNode(next));
  };
  const sequenceOfPage = () => Number(element.querySelector<HTMLElement>("[data-live]")?.dataset.sequence ?? 0);
  const end = followStream(
    () => `${path}/events?after=${sequenceOfPage()}`,
    ({ lastEventId }) => {
      if (Number(lastEventId) <= sequenceOfPage()) return;
      clearTimeout(timer);
      timer = setTimeout(() => void update().catch(() => {}), settleMs);
    },
  );
  return () => {
    end();
    clearTimeout(timer);
  };
}
