/**
 * A change of the cart that waits for the network: the fields of its form, with what the page showed. `quantity` are the units that are
 * added, or with `cartId` the quantity of the line.
 */
export type CartChange = Readonly<Record<string, string>> & {
  /** Names the change. The shop applies it once. */
  readonly key: string;
  readonly sku: string;
  readonly quantity: string;
  readonly title: string;
  readonly price: string;
};

type Shown = Pick<CartChange, "sku" | "title" | "price">;

/** What happened to the changes that were sent since the cart was shown. */
interface Outcome {
  /** Why the shop rejected changes. */
  readonly errors: readonly string[];
  /** The changes that are made, with the prices that the pages showed. */
  readonly made: readonly Shown[];
}

const storageKey = "stoa-offline-cart";
const outcomeKey = "stoa-offline-outcome";

/** Returns the changes that wait, oldest first. */
export function readWaiting(): readonly CartChange[] {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? "[]") as CartChange[];
  } catch {
    return [];
  }
}

function write(changes: readonly CartChange[]): void {
  if (changes.length === 0) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, JSON.stringify(changes));
}

/** Keeps an addition until the browser is online. Its key makes it one addition although it may have reached the shop already. */
export function addLater(form: FormData, shown: Shown): void {
  const fields = [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
  write([...readWaiting(), { ...Object.fromEntries(fields), ...shown } as CartChange]);
}

/** Keeps the quantity of a line until the browser is online. It replaces earlier changes of the line. */
export function setLater(cartId: string, quantity: string, shown: Shown): void {
  const change = { ...shown, key: crypto.randomUUID(), cartId, quantity, [`quantity:${shown.sku}`]: quantity };
  write([...readWaiting().filter(({ sku }) => sku !== shown.sku), change]);
}

export function removeWaiting(key: string): void {
  write(readWaiting().filter((change) => change.key !== key));
}

/** Returns the number of units that wait to be added. */
export function countWaiting(): number {
  return readWaiting().reduce((sum, { cartId, quantity }) => sum + (cartId === undefined ? Number(quantity) : 0), 0);
}

let sending: Promise<void> | undefined;

/** Sends the changes that wait, in their order. Returns early while the shop is busy. Throws without a network. */
export function sendWaiting(): Promise<void> {
  sending ??= send().finally(() => {
    sending = undefined;
  });
  return sending;
}

async function send(): Promise<void> {
  for (let [change] = readWaiting(); change !== undefined; [change] = readWaiting()) {
    const path = change.cartId === undefined ? "/cart/add" : "/cart";
    const body = new URLSearchParams(change);
    const response = await fetch(path, { method: "POST", body, headers: { accept: "application/json" } });
    // Anything else is a page: the shop is busy, or the session has ended. The change waits for the next attempt.
    if (response.headers.get("content-type")?.startsWith("application/json") !== true) return;
    const { error } = (await response.json()) as { readonly error?: string };
    const { errors, made } = readOutcome();
    const { sku, title, price } = change;
    const outcome: Outcome =
      error === undefined
        ? { errors, made: [...made.filter((earlier) => earlier.sku !== sku), { sku, title, price }] }
        : { errors: [...errors, `${title}: ${error}`], made };
    sessionStorage.setItem(outcomeKey, JSON.stringify(outcome));
    removeWaiting(change.key);
  }
}

function readOutcome(): Outcome {
  return JSON.parse(sessionStorage.getItem(outcomeKey) ?? '{"errors":[],"made":[]}') as Outcome;
}

/** Returns what happened to the changes, once. */
export function takeOutcome(): Outcome {
  const outcome = readOutcome();
  sessionStorage.removeItem(outcomeKey);
  return outcome;
}
