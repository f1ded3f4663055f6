interface StreamOptions {
  /** Called whenever the stream opens: events before that may have been missed. */
  readonly onOpen?: () => void;
  /** Called when the session has ended, or does not allow the stream any longer. The stream stays closed. */
  readonly onRefused?: () => void;
}

/** How long a stream that failed stays closed. The time doubles with each failure, until a stream was open for the longest time. */
const firstDelayMs = 1_000;
const maxDelayMs = 60_000;

/**
 * Keeps a stream of server-sent events open while the page is visible, and calls `onNext` for each event. A page in the background
 * has no open stream: a browser has six connections per host, and a page with a stream is not in the back/forward cache. A stream
 * that fails is opened again, unless the session has ended. Returns a function that ends the stream.
 */
export function followStream(
  urlOf: () => string,
  onNext: (event: MessageEvent<string>) => void,
  { onOpen, onRefused }: StreamOptions = {},
): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let isRefused = false;
  const close = () => {
    clearTimeout(timer);
    timer = undefined;
    source?.close();
    source = undefined;
  };
  const retry = async (failed: EventSource, openedAt: number) => {
    failed.close();
    if (Date.now() - openedAt > maxDelayMs) failures = 0;
    const status = await readStatus(failed.url);
    // The page may have been left meanwhile.
    if (source !== failed) return;
    close();
    isRefused = status === 401 || status === 403;
    if (isRefused) return onRefused?.();
    timer = setTimeout(() => {
      timer = undefined;
      follow();
    }, toDelayMs(failures++));
  };
  const follow = () => {
    if (document.hidden) return close();
    if (source !== undefined || timer !== undefined || isRefused) return;
    const opened = new EventSource(urlOf());
    source = opened;
    let openedAt = Number.POSITIVE_INFINITY;
    opened.addEventListener("open", () => {
      openedAt = Date.now();
      onOpen?.();
    });
    opened.addEventListener("next", (event) => {
      // An error ends the stream, for example after the session was ended elsewhere.
      if (JSON.parse(event.data).errors === undefined) onNext(event);
      else void retry(opened, openedAt);
    });
    opened.addEventListener("complete", close);
    // The browser itself connects again when a connection was lost. It does not after an error status.
    opened.addEventListener("error", () => {
      if (opened.readyState === EventSource.CLOSED) void retry(opened, openedAt);
    });
  };
  addEventListener("pagehide", close);
  addEventListener("pageshow", follow);
  document.addEventListener("visibilitychange", follow);
  follow();
  return () => {
    close();
    removeEventListener("pagehide", close);
    removeEventListener("pageshow", follow);
    document.removeEventListener("visibilitychange", follow);
  };
}

/** Returns the status of the response, which an `EventSource` does not have. 0 without a response. */
async function readStatus(url: string): Promise<number> {
  const request = new AbortController();
  const headers = { accept: "text/event-stream" };
  const response = await fetch(url, { headers, signal: request.signal }).catch(() => undefined);
  request.abort();
  return response?.status ?? 0;
}

/** Between a half and one and a half of the delay, so that the pages of an outage do not all return at the same time. */
function toDelayMs(failures: number): number {
  return Math.min(firstDelayMs * 2 ** failures, maxDelayMs) * (0.5 + Math.random());
}
