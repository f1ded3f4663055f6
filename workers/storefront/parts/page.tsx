import type { ComponentChildren } from "preact";
import { render } from "preact-render-to-string";
import { getFontUrl, getIslandModules, getStyle, loaderUrl } from "../../kit/pages/assets.ts";
import { toContentSecurityPolicy } from "../../kit/pages/content-security-policy.ts";
import { Refresh, type RefreshOptions } from "../../kit/pages/refresh.tsx";
import { setSecurityHeaders } from "../../kit/pages/security-headers.ts";
import { readConfig } from "../config.ts";
import type { PageContext } from "../server/page-context.ts";
import { toTimingMarker } from "../server/page-memo.ts";
import { Layout } from "./layout.tsx";

export interface PageOptions {
  /** Without the name of the shop. */
  readonly title?: string;
  readonly description?: string;
  /** The path that search engines list in place of this one, with the query string. By default the page's own path. */
  readonly canonicalPath?: string;
  /** Whether search engines may list the page. */
  readonly isIndexed?: boolean;
  /** Names of files in `style`, besides `base`. */
  readonly styles?: readonly string[];
  /** Names of the islands of the page, for preloading. */
  readonly islands?: readonly string[];
  /** Objects of schema.org. */
  readonly jsonLd?: readonly object[];
  /** The path of the picture that other sites show with a link to the page. */
  readonly image?: string;
  readonly status?: 200 | 400 | 403 | 404 | 409 | 422 | 429 | 500 | 503;
  /** Whether the page has data of the visitor. No cache may store it. */
  readonly isPersonal?: boolean;
  /** Seconds after which the browser loads a path: for visitors without JavaScript, or for all. */
  readonly refresh?: RefreshOptions;
  /** Hosts that this page's content security policy allows besides its own, by directive. */
  readonly allowed?: Readonly<Record<string, readonly string[]>>;
  /** The text in the search box. */
  readonly query?: string;
  /** Whether `respondFromMemo` replaces the markers of the page. */
  readonly isMemoized?: boolean;
}

/** Responds with a page: the content within the layout, with its head, headers and content security policy. */
export function renderPage(c: PageContext, options: PageOptions, content: ComponentChildren): Response {
  const { locale, timing } = c.var;
  const { messages } = locale;
  const { title, styles = [], islands = [], jsonLd = [], isPersonal = false, isIndexed = !isPersonal } = options;
  const { origin, pictureOrigins } = readConfig(c.env);
  const sheets = ["base", ...styles].map(getStyle);
  const canonical = `${origin}${options.canonicalPath ?? new URL(c.req.url).pathname}`;
  const fullTitle = title === undefined ? messages.shop.name : `${title} · ${messages.shop.name}`;
  const description = options.description ?? messages.shop.description;
  const startedAt = Date.now();
  const body = render(
    <html lang={messages.language} dir={messages.direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{fullTitle}</title>
        <meta name="description" content={description} />
        {isIndexed ? <link rel="canonical" href={canonical} /> : <meta name="robots" content="noindex" />}
        <link rel="preload" href={getFontUrl("fraunces")} as="font" type="font/woff2" crossorigin="anonymous" />
        {sheets.map(({ css, hash }) => (
          <style key={hash} dangerouslySetInnerHTML={{ __html: css }} />
        ))}
        {options.refresh !== undefined && <Refresh {...options.refresh} />}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <meta name="theme-color" content="#fcfbf8" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#14161a" media="(prefers-color-scheme: dark)" />
        <meta name="color-scheme" content="light dark" />
        <meta property="og:site_name" content={messages.shop.name} />
        <meta property="og:title" content={title ?? messages.shop.name} />
        <meta property="og:description" content={description} />
        <meta property="og:url" content={canonical} />
        {options.image !== undefined && <meta property="og:image" content={new URL(options.image, origin).href} />}
        {jsonLd.map((data) => (
          <script
            key={JSON.stringify(data)}
            type="application/ld+json"
            dangerouslySetInnerHTML={{ __html: toScriptData(data) }}
          />
        ))}
        <script type="module" src={loaderUrl} />
        {[...new Set(islands.flatMap(getIslandModules))].map((url) => (
          <link key={url} rel="modulepreload" href={url} />
        ))}
      </head>
      <Layout
        locale={locale}
        query={options.query}
        timing={
          options.isMemoized === true
            ? toTimingMarker()
            : messages.layout.onThisPage(timing.ms, timing.queries, timing.cachedQueries)
        }
      >
        {content}
      </Layout>
    </html>,
  );
  timing.add("render", startedAt);
  const headers = new Headers({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": toContentSecurityPolicy(
      sheets.map(({ hash }) => hash),
      { "worker-src": ["'self'"], "img-src": pictureOrigins, ...options.allowed },
    ),
    "cache-control": isPersonal ? "private, no-store" : "private, no-cache",
    vary: "cookie, accept-language",
    "speculation-rules": '"/rules.json"',
    "server-timing": timing.toHeader(),
  });
  setSecurityHeaders(headers);
  return new Response(`<!doctype html>${body}`, { status: options.status ?? 200, headers });
}

/** Returns the text of a script element with data. A string in it cannot end the element. */
function toScriptData(data: object): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}
