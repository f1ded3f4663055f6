import { readWaiting, sendWaiting, setLater, takeOutcome } from "./offline-cart.ts";
import { followStock } from "./stock-stream.ts";

interface CartProps {
  /** With # in the place of a number, #1 and #2 in the places of the price before and the one now. */
  readonly strings: Readonly<Record<"left" | "soldOut" | "priceChanged" | "offline" | "failed", string>>;
  /** Up to this number of units, the text says how many are left. */
  readonly lowStock: number;
}

/** Changes the cart when a quantity has changed, also without a network, and shows the stock of its lines live. */
export function start(element: HTMLElement, { strings, lowStock }: CartProps): () => void {
  const form = element.querySelector("form");
  showOutcome(element, strings.priceChanged);
  form?.querySelector("button:not([name]):not([hidden])")?.setAttribute("hidden", "");
  const onChange = () => form?.requestSubmit();
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    keepChanges(event.target as HTMLFormElement, event.submitter as HTMLButtonElement | null);
    sendWaiting().then(
      () => (readWaiting().length === 0 ? location.reload() : showAlert(element, strings.failed)),
      () => showAlert(element, strings.offline),
    );
  };
  form?.addEventListener("change", onChange);
  form?.addEventListener("submit", onSubmit);

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
    form?.removeEventListener("submit", onSubmit);
  };
}

/** Keeps the quantities that differ from those of the page until they are sent. */
function keepChanges(form: HTMLFormElement, pressed: HTMLButtonElement | null): void {
  const cartId = String(new FormData(form).get("cartId"));
  for (const input of form.querySelectorAll<HTMLInputElement>('[name^="quantity:"]')) {
    const sku = input.name.slice("quantity:".length);
    if (pressed?.name === "remove" && pressed.value === sku) input.value = "0";
    if (input.value === input.defaultValue) continue;
    input.defaultValue = input.value;
    const line = input.closest("li");
    setLater(cartId, input.value, { sku, title: line?.querySelector("h2")?.textContent ?? "", price: priceOf(line) });
  }
}

function priceOf(line: Element | null | undefined): string {
  return line?.querySelector(".price data")?.textContent ?? "";
}

/**
 * Shows which changes did not reach the cart, and which lines have another price than the page that the change was made on, or are no
 * longer available in their quantity.
 */
function showOutcome(element: HTMLElement, priceChanged: string): void {
  const { errors, made } = takeOutcome();
  const differences = made.flatMap(({ sku, title, price }) => {
    const note = element.querySelector(`[data-stock="${CSS.escape(sku)}"]`);
    const now = priceOf(note?.closest("li"));
    return [
      ...(now === "" || now === price ? [] : [priceChanged.replace("#1", () => price).replace("#2", () => now)]),
      ...(note?.classList.contains("warning") === true ? [note.textContent] : []),
    ].map((text) => `${title}: ${text}`);
  });
  const messages = [...errors, ...differences];
  if (messages.length > 0) showAlert(element, ...messages);
}

function showAlert(element: HTMLElement, ...messages: readonly string[]): void {
  element.querySelector(":scope > [role=alert]")?.remove();
  const alert = Object.assign(document.createElement("div"), { className: "errors" });
  alert.setAttribute("role", "alert");
  alert.append(...messages.map((textContent) => Object.assign(document.createElement("p"), { textContent })));
  element.prepend(alert);
}
