import type { Locale } from "../server/page-context.ts";

interface AccountNavigationProps {
  readonly locale: Locale;
  /** The path of the page. */
  readonly path: string;
}

/** The pages of the account, and the button to sign out. */
export function AccountNavigation({ locale, path }: AccountNavigationProps) {
  const { account: strings } = locale.messages;
  const pages = [
    ["/account", strings.heading],
    ["/account/orders", strings.orders],
    ["/account/addresses", strings.addresses],
    ["/account/wishlist", strings.wishlist],
  ] as const;
  return (
    <nav class="tabs" aria-label={strings.pages}>
      <ul>
        {pages.map(([href, name]) => (
          <li key={href}>
            <a href={href} aria-current={href === path ? "page" : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
      <form method="post" action="/logout">
        <button class="second" type="submit">
          {strings.signOut}
        </button>
      </form>
    </nav>
  );
}
