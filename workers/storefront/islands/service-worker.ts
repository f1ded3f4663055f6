/**
 * The service worker of the storefront. Pages come from the network. Without one, the browser gets the last copy of a public page, or
 * the page `/offline`. Personal pages, searches, forms and data are never stored. dev/build/assets.ts sets the two constants.
 */

/** Differs when any static file differs. */
declare const VERSION: string;
/** The URLs of the scripts and fonts of all pages. */
declare const ASSETS: readonly string[];

interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  /** The response to a request for a page, which the browser sends while it starts the service worker. */
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(response: Promise<Response>): void;
}

/** What this script uses of the global scope. The library of types for service workers excludes that for documents. */
interface ServiceWorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: "install" | "activate", listener: (event: ExtendableEvent) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
}

const scope = self as unknown as ServiceWorkerScope;
const cachePrefix = "stoa-";
const assetsCache = `${cachePrefix}assets-${VERSION}`;
const pagesCache = `${cachePrefix}pages-${VERSION}`;
const offlinePath = "/offline";
/** The oldest copies of pages are deleted first. */
const maxPages = 50;

scope.addEventListener("install", (event) => {
  const store = async () => {
    const cache = await caches.open(assetsCache);
    await cache.addAll([...ASSETS, offlinePath]);
    await scope.skipWaiting();
  };
  event.waitUntil(store());
});

scope.addEventListener("activate", (event) => {
  const start = async () => {
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(cachePrefix) && name !== assetsCache && name !== pagesCache);
    await Promise.all(old.map((name) => caches.delete(name)));
    await scope.registration.navigationPreload?.enable();
    await scope.clients.claim();
  };
  event.waitUntil(start());
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(loadPage(event, pathname));
  else if (pathname.startsWith("/assets/")) event.respondWith(loadAsset(request));
});

async function loadAsset(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function loadPage(event: FetchEvent, pathname: string): Promise<Response> {
  try {
    const response = (await event.preloadResponse) ?? (await fetch(event.request));
    if (isPublic(pathname, response)) event.waitUntil(storePage(event.request.url, response.clone()));
    return response;
  } catch (error) {
    const copy =
      (await findPage(event.request.url, pathname)) ?? (await caches.match(offlinePath, { ignoreVary: true }));
    if (copy === undefined) throw error;
    return copy;
  }
}

/** Returns whether all visitors see the page, apart from their language and market. */
function isPublic(pathname: string, { status, headers }: Response): boolean {
  const isCatalog = pathname === "/" || /^\/(products|categories)\//.test(pathname);
  return isCatalog && status === 200 && headers.get("cache-control")?.includes("no-store") === false;
}

async function storePage(url: string, response: Response): Promise<void> {
  const cache = await caches.open(pagesCache);
  // The newest copies are the last ones.
  await cache.delete(url, { ignoreVary: true });
  await cache.put(url, response);
  const stored = await cache.keys();
  await Promise.all(stored.slice(0, Math.max(stored.length - maxPages, 0)).map((key) => cache.delete(key)));
}

/** Returns the last copy of a page. The page of a product may show another variant. */
async function findPage(url: string, pathname: string): Promise<Response | undefined> {
  const cache = await caches.open(pagesCache);
  const exact = await cache.match(url, { ignoreVary: true });
  if (exact !== undefined || !pathname.startsWith("/products/")) return exact;
  return cache.match(url, { ignoreVary: true, ignoreSearch: true });
}
