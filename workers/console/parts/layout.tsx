import type { ComponentChildren } from "preact";
import { Island } from "../../kit/pages/island.tsx";
import type { NavigationLink } from "../server/navigation.ts";
import type { Viewer } from "../server/viewer.ts";
import { Keys } from "./keys.tsx";
import { toWords } from "./status-badge.tsx";

interface LayoutProps {
  readonly viewer: Viewer | undefined;
  readonly navigation: readonly NavigationLink[];
  /** The path of the page. */
  readonly path: string;
  /** What a form before this page has done. */
  readonly message: string | undefined;
  /** How long the page took, for people. */
  readonly timing: string;
  readonly children: ComponentChildren;
}

/** What all pages share: the header with the areas and the account, the content, and the footer. */
export function Layout({ viewer, navigation, path, message, timing, children }: LayoutProps) {
  return (
    <body>
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <header class="site">
        <a class="brand" href="/">
          Stoa console
        </a>
        {viewer !== undefined && (
          <>
            <nav aria-label="Areas">
              <ul>
                {navigation.map(({ label, path: target }) => (
                  <li key={label}>
                    <a href={target} aria-current={isWithin(path, target) ? "page" : undefined}>
                      {label}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
            <Island name="go-to">
              <search>
                <form action="/go">
                  <label class="hidden" for="go">
                    Go to
                  </label>
                  <input id="go" name="q" placeholder="Go to … (Ctrl K)" autocomplete="off" maxlength={200} />
                </form>
              </search>
            </Island>
            <form method="post" action="/sign-out" class="session">
              <a href="/account">{viewer.name}</a>
              <span class="quiet">{viewer.roles.map(toWords).join(", ")}</span>
              <button type="submit" class="second">
                Sign out
              </button>
            </form>
          </>
        )}
      </header>
      <main id="content" tabindex={-1}>
        {message !== undefined && (
          <p class="flash" role="status">
            {message}
          </p>
        )}
        {children}
      </main>
      <footer class="site quiet">
        <p>{timing}</p>
        {viewer !== undefined && <Keys />}
      </footer>
    </body>
  );
}

function isWithin(path: string, area: string): boolean {
  return path === area || path.startsWith(`${area}/`);
}
