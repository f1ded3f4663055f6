import { countWaiting, readWaiting, sendWaiting } from "./offline-cart.ts";
import { showSaved } from "./saved-skus.ts";

interface SessionSummary {
  /** The first name of the account. Null for a guest. */
  readonly name: string | null;
  /** The units in the cart. */
  readonly cartCount: number;
  /** The wish list, on pages with a button for it. */
  readonly savedSkus: readonly string[];
}

interface SessionProps {
  readonly account: string;
}

/**
 * Shows the number of units in the cart and the account in the header. A visitor without a session costs no request. Units that
 * were added without a network count too. All changes of the cart without a network are sent when the browser is online.
 */
export function start(element: HTMLElement, { account }: SessionProps): () => void {
  const showCount = (count: number) => {
    const badge = element.querySelector<HTMLElement>("[data-cart-count]");
    if (badge === null) return;
    badge.textContent = String(count);
    badge.hidden = count === 0;
  };
  const update = async () => {
    if (readWaiting().length > 0) {
      if (countWaiting() > 0) showCount(countWaiting());
      await sendWaiting();
      // The page of the cart is older than the changes.
      if (readWaiting().length === 0 && location.pathname === "/cart") return location.reload();
    }
    if (!document.cookie.includes("stoa-session=1")) return;
    const path = document.querySelector("[data-save]") === null ? "/session" : "/session?wishlist";
    const response = await fetch(path, { headers: { accept: "application/json" } });
    if (!response.ok) return;
    const { name, cartCount, savedSkus } = (await response.json()) as SessionSummary;
    showCount(cartCount);
    showSaved(savedSkus);
    const link = element.querySelector<HTMLAnchorElement>("[data-account]");
    if (link !== null && name !== null) {
      link.href = "/account";
      link.textContent = account;
    }
  };
  const onUpdate = () => void update().catch(() => {});
  // A page from the back/forward cache may show an old cart.
  const onPageShow = ({ persisted }: PageTransitionEvent) => persisted && onUpdate();
  addEventListener("pageshow", onPageShow);
  addEventListener("online", onUpdate);
  addEventListener("stoa:cart", onUpdate);
  onUpdate();
  return () => {
    removeEventListener("pageshow", onPageShow);
    removeEventListener("online", onUpdate);
    removeEventListener("stoa:cart", onUpdate);
  };
}
