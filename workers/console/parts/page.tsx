import type { ComponentChildren } from "preact";
import { render } from "preact-render-to-string";
import { getIslandModules, getStyle, loaderUrl } from "../../kit/pages/assets.ts";
import { toContentSecurityPolicy } from "../../kit/pages/content-security-policy.ts";
import { Refresh, type RefreshOptions } from "../../kit/pages/refresh.tsx";
import { takeMessage } from "../server/flash.ts";
import type { PageContext } from "../server/page-context.ts";
import { Layout } from "./layout.tsx";

export interface PageOptions {
  /** Without the name of the shop. */
  readonly title: string;
  readonly status?: 200 | 400 | 403 | 404 | 409 | 422 | 429 | 500 | 503;
  /** Names of files in `style`, besides `base`. */
  readonly styles?: readonly string[];
  /** Names of the islands of the page, for preloading. */
  readonly islands?: readonly string[];
  /** Makes the browser load a path after some seconds. */
  readonly refresh?: RefreshOptions;
}

/** Responds with a page: the content within the layout, with its head, headers and content security policy. */
export function renderPage(c: PageContext, options: PageOptions, content: ComponentChildren): Response {
  const { timing, viewer, navigation } = c.var;
  const { title, status = 200, styles = [], islands = [], refresh } = options;
  const sheets = ["base", ...styles].map(getStyle);
  const message = takeMessage(c);
  const startedAt = Date.now();
  const body = render(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · Stoa console`}</title>
        <meta name="robots" content="noindex" />
        {sheets.map(({ css, hash }) => (
          <style key={hash} dangerouslySetInnerHTML={{ __html: css }} />
        ))}
        {refresh !== undefined && <Refresh {...refresh} />}
        <link rel="icon" href="/icon.svg" type="image/svg+xml" />
        <meta name="color-scheme" content="light dark" />
        <script type="module" src={loaderUrl} />
        {[...new Set(islands.flatMap(getIslandModules))].map((url) => (
          <link key={url} rel="modulepreload" href={url} />
        ))}
      </head>
      <Layout
        viewer={viewer}
        navigation={navigation}
        path={new URL(c.req.url).pathname}
        message={message}
        timing={`This page: ${timing.ms} ms, ${timing.queries} queries`}
      >
        {content}
      </Layout>
    </html>,
  );
  timing.add("render", startedAt);
  return new Response(`<!doctype html>${body}`, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": toContentSecurityPolicy(sheets.map(({ hash }) => hash)),
      "server-timing": timing.toHeader(),
    },
  });
}
