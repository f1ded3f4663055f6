import * as search from "./search.ts";
import * as session from "./session.ts";

/**
 * Starts islands. An island is an `<x-island name data-props>` element with content from the server. Its module exports
 * `start`, which receives the element and its props, and returns a function that ends the island, if it needs one.
 */
interface IslandModule {
  start(element: HTMLElement, props: never): (() => void) | undefined;
}

const islands: Readonly<Record<string, () => IslandModule | Promise<IslandModule>>> = {
  // All pages have these two, so they need no request of their own.
  search: () => search,
  session: () => session,
  cart: () => import("./cart.ts"),
  filters: () => import("./filters.ts"),
  "form-parts": () => import("./form-parts.ts"),
  "live-order": () => import("./live-order.ts"),
  payment: () => import("./payment.ts"),
  product: () => import("./product.ts"),
  token: () => import("./token.ts"),
};

class Island extends HTMLElement {
  #end: (() => void) | undefined = undefined;

  async connectedCallback(): Promise<void> {
    const { start } = (await islands[this.getAttribute("name") ?? ""]?.()) ?? {};
    if (this.isConnected) this.#end = start?.(this, JSON.parse(this.dataset.props ?? "{}") as never);
  }

  disconnectedCallback(): void {
    this.#end?.();
  }
}

customElements.define("x-island", Island);
