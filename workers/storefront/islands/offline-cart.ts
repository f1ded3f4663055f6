/** Additions to the cart that wait for the network, oldest first, as the fields of their forms. */
type Addition = Readonly<Record<string, string>>;

const storageKey = "stoa-offline-cart";

function read(): readonly Addition[] {
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
export function addLater(form: FormData): void {
  const fields = [...form].flatMap(([name, value]) => (typeof value === "string" ? [[name, value] as const] : []));
  write([...read(), Object.fromEntries(fields)]);
}

/** Returns the number of units that wait. */
export function countWaiting(): number {
  return read().reduce((sum, { quantity }) => sum + Number(quantity), 0);
}

let sending: Promise<readonly string[]> | undefined;

/** Sends the additions that wait, in their order. Returns the errors of those that the shop rejected. */
export function sendWaiting(): Promise<readonly string[]> {
  sending ??= send().finally(() => {
    sending = undefined;
  });
  return sending;
}

async function send(): Promise<readonly string[]> {
  const errors: string[] = [];
  for (const addition of read()) {
    const body = new URLSearchParams(addition);
    const response = await fetch("/cart/add", { method: "POST", body, headers: { accept: "application/json" } });
    // The shop is busy. The addition waits for the next attempt.
    if (response.status >= 500 || response.status === 429) break;
    if (!response.ok) errors.push(((await response.json()) as { readonly error?: string }).error ?? "");
    write(read().filter(({ key }) => key !== addition.key));
  }
  return errors;
}
