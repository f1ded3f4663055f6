import { findFreePlace } from "../domain/live-floor.ts";
import { followAsStaff } from "./follow-as-staff.ts";
import { createPageLoader } from "./page-loader.ts";
import { replaceParts } from "./replace-parts.ts";

interface LiveFloorProps {
  /** The path of the page. */
  readonly path: string;
}

interface FeedMessage {
  readonly data: { readonly orderFeed: { readonly order: { id: string; number: string | null; status: string } } };
}

/** How long the page collects events before it loads the counts again. */
const settleMs = 1_000;

/**
 * Moves the dot of an order when its state changes. Loads the page again after events and when the stream opens: its counts replace the
 * present ones, and its dots those of changes that the stream has missed.
 */
export function start(element: HTMLElement, { path }: LiveFloorProps): () => void {
  const floor = element.querySelector("svg g[data-dots]");
  const findDot = (id: string) =>
    floor?.querySelector<SVGCircleElement>(`[data-order="${CSS.escape(id)}"]`) ?? undefined;

  const move = (id: string, name: string, status: string) => {
    const found = findDot(id);
    if (found?.dataset.status === status) return;
    const neighbours = floor?.querySelectorAll<SVGCircleElement>(`[data-status="${status}"]`) ?? [];
    const place = findFreePlace(status, new Set([...neighbours].map(({ dataset }) => Number(dataset.slot))));
    if (place === undefined) return found?.remove();
    const dot = found ?? createDot(id, name);
    Object.assign(dot.dataset, { status, slot: String(place.slot) });
    dot.setAttribute("cx", String(place.x));
    dot.setAttribute("cy", String(place.y));
    if (found === undefined) floor?.append(dot);
  };

  const loader = createPageLoader(path, (page) => {
    replaceParts(element, page);
    const dots = [...page.querySelectorAll<SVGCircleElement>("[data-order]")];
    const shown = new Set(dots.map(({ dataset }) => dataset.order));
    for (const old of floor?.querySelectorAll<SVGCircleElement>("[data-order]") ?? []) {
      if (!shown.has(old.dataset.order)) old.remove();
    }
    for (const { dataset, textContent } of dots) move(dataset.order ?? "", textContent, dataset.status ?? "");
  });
  const planUpdate = () => loader.planOnce(settleMs);
  const onClick = ({ target }: Event) => {
    const { order } = (target as SVGElement).dataset;
    if (order !== undefined) location.assign(`/orders/${order}`);
  };

  element.addEventListener("click", onClick);
  const end = followAsStaff(
    element,
    () => `${path}/events`,
    ({ data }) => {
      const { id, number, status } = (JSON.parse(data) as FeedMessage).data.orderFeed.order;
      move(id, number ?? id, status);
      planUpdate();
    },
    { onOpen: planUpdate },
  );
  return () => {
    end();
    loader.stop();
    element.removeEventListener("click", onClick);
  };
}

function createDot(id: string, name: string): SVGCircleElement {
  const namespace = "http://www.w3.org/2000/svg";
  const dot = document.createElementNS(namespace, "circle");
  dot.setAttribute("r", "4");
  dot.dataset.order = id;
  const title = document.createElementNS(namespace, "title");
  title.textContent = name;
  dot.append(title);
  return dot;
}
