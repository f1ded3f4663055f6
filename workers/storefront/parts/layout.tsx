import type { ComponentChildren } from "preact";
import { Island } from "../../kit/pages/island.tsx";
import type { Locale } from "../server/page-context.ts";
import { Icon } from "./icon.tsx";

interface LayoutProps {
  readonly locale: Locale;
  /** How long the page took, for people. */
  readonly timing: string;
  /** The text in the search box. */
  readonly query?: string | undefined;
  readonly children: ComponentChildren;
}

/** What all pages share: the header with search, cart and account, the content, and the footer. */
export function Layout({ locale: { messages }, timing, query = "", children }: LayoutProps) {
  const { layout, shop } = messages;
  return (
    <body>
      <a class="skip" href="#content">
        {layout.skip}
      </a>
      <header class="site">
        <a class="brand" href="/">
          {shop.name}
        </a>
        <search>
          <Island name="search">
            <form action="/search">
              <label class="hidden" for="q">
                {layout.searchProducts}
              </label>
              <input
                id="q"
                name="q"
                type="search"
                value={query}
                placeholder={layout.searchProducts}
                autocomplete="off"
                enterkeyhint="search"
                maxlength={200}
              />
              <button class="plain" type="submit">
                <Icon name="search" />
                <span class="hidden">{layout.search}</span>
              </button>
            </form>
            <ul class="suggestions" hidden aria-label={layout.suggestions} />
          </Island>
        </search>
        <Island name="session" props={{ account: layout.account }}>
          <nav class="personal" aria-label={layout.account}>
            <a href="/login" data-account="">
              {layout.signIn}
            </a>
            <span class="cart-link">
              <a href="/cart">{layout.cart}</a>
              <span class="badge" data-cart-count="" hidden aria-hidden="true" />
            </span>
          </nav>
        </Island>
      </header>
      <main id="content" tabindex={-1}>
        {children}
      </main>
      <footer class="site">
        <ul>
          <li>
            <a href="/preferences">
              <Icon name="globe" /> {layout.preferences}
            </a>
          </li>
          <li>
            <a href="/orders/track">
              <Icon name="truck" /> {layout.trackOrder}
            </a>
          </li>
        </ul>
        <p class="quiet">{timing}</p>
      </footer>
    </body>
  );
}
