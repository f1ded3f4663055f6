import type { PageContext } from "../server/page-context.ts";
import { renderPage } from "./page.tsx";

interface ContinuePageOptions {
  readonly heading: string;
  readonly help?: string;
  readonly link: string;
  /** Where the page continues. */
  readonly path: string;
}

/** Responds with a page that continues by itself, and has a link for browsers that do not. */
export function renderContinuePage(c: PageContext, { heading, help, link, path }: ContinuePageOptions): Response {
  return renderPage(
    c,
    { title: heading, isPersonal: true, refresh: { seconds: 0, path, always: true } },
    <div class="message">
      <h1>{heading}</h1>
      {help !== undefined && <p>{help}</p>}
      <p class="actions">
        <a class="button" href={path} rel="noreferrer">
          {link}
        </a>
      </p>
    </div>,
  );
}
