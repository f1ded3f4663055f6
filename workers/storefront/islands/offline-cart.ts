/** An addition to the cart that waits for the network: the fields of its form, with the title and the price that the page showed. */
type Addition = Readonly<Record<string, string>>;

const storageKey = "stoa-offline-cart";
const errorsKey = "stoa-offline-errors";

/** Returns the additions that wait, oldest first. */
export function readWaiting(): readonly Addition[] {
  try {
    return JSON.parse(localStorage.getItem(storageKey) ?? "[]") as Addition[];
  } catch {
    return [];
  }
}

function write(additions: readonly Addition[]): void {
  if (additions.length === 0) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, JSON.stringify(additions));
}

/** Keeps an addition until the browser is online. Its key makes it one addition although it may have reached the shop already. */
export function addLater(form: FormData, shown: { readonly title: string; readonly price: string }): void {
  const fields = [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
  write([...readWaiting(), { ...Object.fromEntries(fields), ...shown }]);
}

export function removeWaiting(key: string): void {
  write(readWaiting().filter((addition) => addition.key !== key));
}

/** Returns the number of units that wait. */
export function countWaiting(): number {
  return readWaiting().reduce((sum, { quantity }) => sum + Number(quantity), 0);
}

let sending: Promise<void> | undefined;

/** Sends the additions that wait, in their order. The cart shows the errors of those that the shop rejected. */
export function sendWaiting(): Promise<void> {
  sending ??= send().finally(() => {
    sending = undefined;
  });
  return sending;
}

async function send(): Promise<void> {
  for (const addition of readWaiting()) {
    const body = new URLSearchParams(addition);
    const response = await fetch("/cart/add", { method: "POST", body, headers: { accept: "application/json" } });
    // The shop is busy. The addition waits for the next attempt.
    if (response.status >= 500 || response.status === 429) break;
    if (!response.ok) {
      const { error = "" } = (await response.json()) as { readonly error?: string };
      sessionStorage.setItem(errorsKey, JSON.stringify([...readErrors(), `${addition.title}: ${error}`]));
    }
    removeWaiting(addition.key ?? "");
  }
}

function readErrors(): readonly string[] {
  return JSON.parse(sessionStorage.getItem(errorsKey) ?? "[]") as string[];
}

/** Returns the errors of additions that the shop rejected, once. */
export function takeErrors(): readonly string[] {
  const errors = readErrors();
  sessionStorage.removeItem(errorsKey);
  return errors;
}
