import { takeErrors } from "./offline-cart.ts";
import { followStock } from "./stock-stream.ts";

interface CartProps {
  /** With # in the place of a number. */
  readonly strings: Readonly<Record<"left" | "soldOut", string>>;
  /** Up to this number of units, the text says how many are left. */
  readonly lowStock: number;
}

/** Sends the cart when a quantity has changed, and shows the stock of its lines live. */
export function start(element: HTMLElement, { strings, lowStock }: CartProps): () => void {
  const form = element.querySelector("form");
  showOfflineErrors(element);
  form?.querySelector("button:not([name]):not([hidden])")?.setAttribute("hidden", "");
  const onChange = () => form?.requestSubmit();
  form?.addEventListener("change", onChange);

  const notes = [...element.querySelectorAll<HTMLElement>("[data-stock]")];
  const end = followStock(
    notes.map(({ dataset }) => dataset.stock ?? ""),
    (sku, available) => {
      const note = notes.find(({ dataset }) => dataset.stock === sku);
      if (note === undefined) return;
      const quantity = Number(note.dataset.quantity);
      note.textContent =
        available >= quantity && available > lowStock
          ? ""
          : (available <= 0 ? strings.soldOut : strings.left).replace("#", String(available));
      note.classList.toggle("warning", available < quantity);
    },
  );
  return () => {
    end();
    form?.removeEventListener("change", onChange);
  };
}

/** Shows which of the units that were added without a network did not reach the cart. */
function showOfflineErrors(element: HTMLElement): void {
  const errors = takeErrors();
  if (errors.length === 0) return;
  const alert = Object.assign(document.createElement("p"), { className: "errors", textContent: errors.join(" ") });
  alert.setAttribute("role", "alert");
  element.prepend(alert);
}
