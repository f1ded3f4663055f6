/**
 * Keeps a stream of server-sent events open while the page is visible, and calls `onNext` for each event. A page in the background
 * has no open stream: a browser has six connections per host, and a page with a stream is not in the back/forward cache.
 * Returns a function that ends the stream.
 */
export function followStream(urlOf: () => string, onNext: (event: MessageEvent<string>) => void): () => void {
  let source: EventSource | undefined;
  const close = () => {
    source?.close();
    source = undefined;
  };
  const follow = () => {
    if (document.hidden) return close();
    if (source !== undefined) return;
    source = new EventSource(urlOf());
    source.addEventListener("next", onNext);
    source.addEventListener("complete", close);
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
