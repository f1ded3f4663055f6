/**
 * Browser code that starts islands. An island is an `<x-island name data-props>` element with content from the server. Its module
 * exports `start`, which receives the element and its props, and returns a function that ends the island, if it needs one.
 */
export interface IslandModule {
  start(element: HTMLElement, props: never): (() => void) | undefined;
}

/** Starts the islands of the page, and those that are added to it. `islands` has the module of each by its name. */
export function startIslands(islands: Readonly<Record<string, () => IslandModule | Promise<IslandModule>>>): void {
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
}
