interface LivePartProps {
  /** The path of the page. */
  readonly path: string;
}

const pollMs = 1_000;

/** Keeps a part of the page current: loads the page again every second while it is visible, and replaces the part. */
export function start(element: HTMLElement, { path }: LivePartProps): () => void {
  const update = async () => {
    const response = document.hidden ? undefined : await fetch(path).catch(() => undefined);
    const text = response?.ok ? await response.text() : "";
    const next = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
    const current = element.querySelector("[data-live]");
    const isUsed = current?.contains(document.activeElement) === true;
    if (next !== null && current !== null && !isUsed) current.replaceWith(document.adoptNode(next));
    if (!isEnded) timer = setTimeout(() => void update(), pollMs);
  };
  let isEnded = false;
  let timer = setTimeout(() => void update(), pollMs);
  return () => {
    isEnded = true;
    clearTimeout(timer);
  };
}
