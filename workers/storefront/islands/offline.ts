import { readWaiting, removeWaiting, sendWaiting } from "./offline-cart.ts";

interface OfflineProps {
  readonly strings: Readonly<Record<"remove", string>>;
}

/** Lists the additions to the cart that wait for the network. Loads the page that the visitor wanted when the browser is online. */
export function start(element: HTMLElement, { strings }: OfflineProps): () => void {
  const list = element.querySelector("ul");
  const show = () => {
    const additions = readWaiting();
    list?.replaceChildren(
      ...additions.map(({ key, title, quantity, price }) => {
        const item = document.createElement("li");
        const remove = Object.assign(document.createElement("button"), {
          type: "button",
          className: "plain link",
          textContent: strings.remove,
        });
        remove.addEventListener("click", () => {
          removeWaiting(key ?? "");
          show();
          dispatchEvent(new Event("stoa:cart"));
        });
        remove.setAttribute("aria-label", `${strings.remove}: ${title}`);
        item.append(`${quantity} × ${title}, ${price} `, remove);
        return item;
      }),
    );
    element.querySelector("section")?.toggleAttribute("hidden", additions.length === 0);
  };
  const onOnline = () => void sendWaiting().finally(() => location.reload());
  addEventListener("online", onOnline);
  // The address is that of the page that the visitor wanted.
  element.querySelector("[data-retry]")?.addEventListener("click", () => location.reload());
  show();
  return () => removeEventListener("online", onOnline);
}
