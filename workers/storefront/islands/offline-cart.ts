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
/** Statuses of a client's error that does not last. */
const busyStatuses: readonly number[] = [408, 425, 429];

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

/**
 * Sends the changes that wait, in their order. Returns early while the shop is busy. Throws without a network. A change that the shop
 * refuses is removed.
 */
export function sendWaiting(): Promise<void> {
  sending ??= send().finally(() => {
    sending = undefined;
  });
  return sending;
}

async function send(): Promise<void> {
  const sent = new Set<string>();
  const next = () => readWaiting().find(({ key }) => !sent.has(key));
  for (let change = next(); change !== undefined; change = next()) {
    sent.add(change.key);
    const path = change.cartId === undefined ? "/cart/add" : "/cart";
    const body = new URLSearchParams(change);
    const response = await fetch(path, { method: "POST", body, headers: { accept: "application/json" } });
    if (response.status >= 500 || busyStatuses.includes(response.status)) return;
    const result = await readResult(response);
    // The session has ended. The change waits for the sign-in.
    if (result === undefined) continue;
    const { error } = result;
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

/** Returns why the shop refused a change: its error, or the heading of its page. Undefined for a page that is not an error. */
async function readResult(response: Response): Promise<{ readonly error?: string } | undefined> {
  if (response.headers.get("content-type")?.startsWith("application/json") === true) {
    return (await response.json()) as { readonly error?: string };
  }
  if (response.ok) return undefined;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return { error: page.querySelector("h1")?.textContent ?? String(response.status) };
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
