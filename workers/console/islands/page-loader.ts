export interface PageLoader {
  /** Loads the page after this time, in place of a load that was planned before. */
  plan(ms: number): void;
  /** Loads the page after this time, unless a load is planned already. */
  planOnce(ms: number): void;
  stop(): void;
}

const retryMs = 1_000;

/** Loads a page again, for what has changed on it. A load that fails is repeated. `show` gets the page that was requested last. */
export function createPageLoader(path: string, show: (page: Document) => void): PageLoader {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latest = 0;
  const plan = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      void load();
    }, ms);
  };
  const load = async () => {
    const own = ++latest;
    const response = await fetch(path).catch(() => undefined);
    const text = await response?.text().catch(() => undefined);
    // A newer page was requested meanwhile.
    if (own !== latest) return;
    // The event of the last change is not repeated.
    if (response === undefined || text === undefined || response.status >= 500) plan(retryMs);
    else if (response.ok) show(new DOMParser().parseFromString(text, "text/html"));
  };
  return {
    plan,
    planOnce: (ms) => {
      if (timer === undefined) plan(ms);
    },
    stop: () => clearTimeout(timer),
  };
}
