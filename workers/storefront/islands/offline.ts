import { readWaiting, removeWaiting, sendWaiting } from "./offline-cart.ts";

interface OfflineProps {
  readonly strings: Readonly<Record<"remove" | "undo" | "quantity", string>>;
}

/** Lists the changes of the cart that wait for the network. Loads the page that the visitor wanted when the browser is online. */
export function start(element: HTMLElement, { strings }: OfflineProps): () => void {
  const list = element.querySelector("ul");
  const show = () => {
    const changes = readWaiting();
    list?.replaceChildren(
      ...changes.map(({ key, cartId, title, quantity, price }) => {
        const item = document.createElement("li");
        const isAddition = cartId === undefined;
        const label = isAddition ? strings.remove : strings.undo;
        const remove = Object.assign(document.createElement("button"), {
          type: "button",
          className: "plain link",
          textContent: label,
        });
        remove.addEventListener("click", () => {
          removeWaiting(key);
          show();
          dispatchEvent(new Event("stoa:cart"));
        });
        remove.setAttribute("aria-label", `${label}: ${title}`);
        item.append(
          isAddition ? `${quantity} × ${title}, ${price} ` : `${title}: ${strings.quantity} ${quantity} `,
          remove,
        );
        return item;
      }),
    );
    element.querySelector("section")?.toggleAttribute("hidden", changes.length === 0);
  };
  const onOnline = () => void sendWaiting().finally(() => location.reload());
  addEventListener("online", onOnline);
  // The address is that of the page that the visitor wanted.
  element.querySelector("[data-retry]")?.addEventListener("click", () => location.reload());
  show();
  return () => removeEventListener("online", onOnline);
}
