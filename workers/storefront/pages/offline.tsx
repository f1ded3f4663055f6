import { Island } from "../../kit/pages/island.tsx";
import { renderPage } from "../parts/page.tsx";
import type { PageContext } from "../server/page-context.ts";

/** The page that the service worker stores, and shows in the place of pages that it has no copy of. */
export function offline(c: PageContext): Response {
  const { offline: strings, errors, cart } = c.var.locale.messages;
  return renderPage(
    c,
    { title: strings.heading, isIndexed: false, islands: ["offline"] },
    <div class="message">
      <h1>{strings.heading}</h1>
      <p>{strings.help}</p>
      <Island name="offline" props={{ strings: { remove: cart.remove, undo: strings.undo, quantity: cart.quantity } }}>
        <section aria-labelledby="waiting" hidden>
          <h2 id="waiting">{strings.waiting}</h2>
          <ul />
        </section>
        <p class="actions">
          <button type="button" data-retry="">
            {errors.tryAgain}
          </button>
          <a href="/">{errors.home}</a>
        </p>
      </Island>
    </div>,
  );
}
