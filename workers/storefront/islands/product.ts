import { addLater } from "./offline-cart.ts";
import { followSaved, getSaved, showSaved } from "./saved-skus.ts";
import { followStock } from "./stock-stream.ts";

interface Variant {
  readonly sku: string;
  readonly choices: Readonly<Record<string, string>>;
  readonly price: string;
  readonly compareAt: string | null;
  /** Announces the price before a sale. */
  readonly before: string;
  /** Attributes of its picture. */
  readonly picture: { readonly src: string };
}

interface ProductProps {
  /** With # in the place of a number. */
  readonly strings: Readonly<
    Record<
      "left" | "available" | "soldOut" | "added" | "viewCart" | "failed" | "offline" | "save" | "saved" | "notified",
      string
    >
  >;
  /** Up to this number of units, the text says how many are left. */
  readonly lowStock: number;
  readonly variants: readonly Variant[];
}

const optionPrefix = "option.";

/** Follows the choice of a variant, shows its stock live, and adds to the cart without leaving the page. */
export function start(element: HTMLElement, { strings, lowStock, variants }: ProductProps): () => void {
  const find = <E extends HTMLElement = HTMLElement>(name: string) => element.querySelector<E>(name);
  const form = find<HTMLFormElement>("form");
  const button = find<HTMLButtonElement>("button");
  /** Of a version that is sold out. */
  const notify = find<HTMLFormElement>("[data-notify]");
  const levels = new Map<string, number>();

  const select = (): Variant | undefined => {
    const chosen = form === null ? [] : [...new FormData(form)].filter(([name]) => name.startsWith(optionPrefix));
    return variants.find(({ choices }) =>
      chosen.every(([name, value]) => choices[name.slice(optionPrefix.length)] === value),
    );
  };
  const setText = (name: string, text: string) => {
    const target = find(name);
    if (target !== null && target.textContent !== text) target.textContent = text;
  };
  const showStock = (sku: string | undefined) => {
    const available = levels.get(sku ?? "");
    if (available === undefined) return;
    const text = available <= 0 ? strings.soldOut : available <= lowStock ? strings.left : strings.available;
    setText("[data-stock]", text.replace("#", String(available)));
    find("[data-stock]")?.classList.toggle("low", available <= lowStock);
    if (button !== null) button.disabled = available <= 0;
    if (notify !== null) notify.hidden = available > 0;
  };
  const showSave = () => {
    const save = find<HTMLButtonElement>("[data-save]");
    if (save === null) return;
    const isSaved = getSaved().includes(select()?.sku ?? "");
    save.textContent = isSaved ? strings.saved : strings.save;
    save.value = String(!isSaved);
  };
  const showVariant = () => {
    const variant = select();
    showSave();
    if (button !== null) button.disabled = variant === undefined;
    if (notify !== null) notify.hidden = true;
    if (variant === undefined) return;
    const chosen = notify?.elements.namedItem("sku");
    if (chosen instanceof HTMLInputElement) chosen.value = variant.sku;
    setText("[data-notified]", "");
    const price = document.createElement("p");
    price.className = "price";
    const amount = document.createElement("data");
    amount.textContent = variant.price;
    price.append(amount);
    if (variant.compareAt !== null) {
      amount.className = "sale";
      const before = Object.assign(document.createElement("span"), {
        className: "hidden",
        textContent: variant.before,
      });
      const old = document.createElement("s");
      old.append(before, variant.compareAt);
      price.append(old);
    }
    find("[data-price]")?.replaceChildren(price);
    const picture = find<HTMLImageElement>("[data-picture] img");
    if (picture !== null) Object.assign(picture, { srcset: "" }, variant.picture);
    history.replaceState(history.state, "", `?sku=${encodeURIComponent(variant.sku)}`);
    showStock(variant.sku);
  };

  const add = async (submitted: HTMLFormElement) => {
    setText("[data-added]", "");
    const body = new FormData(submitted);
    const response = await fetch(submitted.action, {
      method: "POST",
      body,
      headers: { accept: "application/json" },
    }).catch(() => undefined);
    if (response === undefined) {
      const chosen = select();
      const options = variants.length > 1 ? Object.values(chosen?.choices ?? {}) : [];
      addLater(body, {
        sku: chosen?.sku ?? "",
        title: [find("h1")?.textContent, ...options].join(", "),
        price: find("[data-price] data")?.textContent ?? "",
      });
      setText("[data-added]", strings.offline);
      return startNextAddition(submitted);
    }
    const result = (await response.json()) as { readonly error?: string };
    const added = find("[data-added]");
    if (!response.ok || added === null) return setText("[data-added]", result.error ?? strings.failed);
    const link = Object.assign(document.createElement("a"), { href: "/cart", textContent: strings.viewCart });
    added.replaceChildren(`${strings.added} `, link);
    startNextAddition(submitted);
  };
  const save = async (submitted: HTMLFormElement, pressed: HTMLButtonElement) => {
    const sku = select()?.sku ?? "";
    const response = await fetch(pressed.formAction, {
      method: "POST",
      body: new FormData(submitted, pressed),
      headers: { accept: "application/json" },
    });
    const result = (await response.json()) as {
      readonly saved?: boolean;
      readonly error?: string;
      readonly signIn?: string;
    };
    if (result.signIn !== undefined) return location.assign(result.signIn);
    if (result.error !== undefined) return setText("[data-added]", result.error);
    const others = getSaved().filter((other) => other !== sku);
    showSaved(result.saved === true ? [sku, ...others] : others);
    setText("[data-added]", result.saved === true ? strings.saved : "");
  };
  let adding = false;
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (adding) return;
    adding = true;
    const [target, pressed] = [event.target as HTMLFormElement, event.submitter as HTMLButtonElement | null];
    (pressed?.hasAttribute("data-save") ? save(target, pressed) : add(target))
      .catch(() => setText("[data-added]", strings.failed))
      .finally(() => {
        adding = false;
      });
  };

  // A page that the service worker has stored has a key that was used.
  if (form !== null) renewKey(form);
  const onNotify = async (event: SubmitEvent) => {
    event.preventDefault();
    const submitted = event.target as HTMLFormElement;
    const options = { method: "POST", body: new FormData(submitted), headers: { accept: "application/json" } };
    try {
      const { error } = (await (await fetch(submitted.action, options)).json()) as { readonly error?: string };
      setText("[data-notified]", error ?? strings.notified);
    } catch {
      setText("[data-notified]", strings.failed);
    }
  };

  notify?.addEventListener("submit", onNotify);
  form?.addEventListener("change", showVariant);
  form?.addEventListener("submit", onSubmit);
  showSave();
  const stopSaved = followSaved(showSave);
  const stopStock = followStock(
    variants.map(({ sku }) => sku),
    (sku, available) => {
      levels.set(sku, available);
      if (sku === select()?.sku) showStock(sku);
    },
  );
  return () => {
    stopSaved();
    stopStock();
  };
}

/** The next press of the button is another addition. */
function startNextAddition(form: HTMLFormElement): void {
  renewKey(form);
  dispatchEvent(new Event("stoa:cart"));
}

function renewKey(form: HTMLFormElement): void {
  const key = form.elements.namedItem("key");
  if (key instanceof HTMLInputElement) key.value = crypto.randomUUID();
}
