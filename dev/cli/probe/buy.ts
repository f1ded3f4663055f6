import { setTimeout as sleep } from "node:timers/promises";
import { type Api, fetchData, signIn } from "../shop/api.ts";

export interface ProbeOptions {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly sku: string;
  readonly paymentMethod: string;
  /** How long the probe waits for the order to be confirmed, and for the cancellation to end. */
  readonly timeoutMs: number;
}

export interface ProbeStep {
  readonly name: string;
  readonly ms: number;
  readonly error?: string;
}

export interface ProbeReport {
  readonly ok: boolean;
  readonly steps: readonly ProbeStep[];
  readonly orderId?: string;
}

interface ProbeOrder {
  readonly id: string;
  readonly status: string;
}

const address = {
  name: "Synthetic Buyer",
  line1: "1 Probe St",
  city: "Utrecht",
  postalCode: "3511",
  countryCode: "NL",
};
const pollMs = 500;

/**
 * Buys one unit and cancels the order, as a buyer does: signs in, places the order, waits until it is confirmed, cancels it and
 * waits until the money is refunded. Never throws. Cancels the order also when it was not confirmed in time, so that it holds
 * no stock.
 */
export async function buyAndCancel(options: ProbeOptions): Promise<ProbeReport> {
  const steps: ProbeStep[] = [];
  let order: ProbeOrder | undefined;
  const run = async <T>(name: string, work: () => Promise<T>): Promise<T | undefined> => {
    const startedAt = performance.now();
    const elapsed = () => Math.round(performance.now() - startedAt);
    try {
      const result = await work();
      steps.push({ name, ms: elapsed() });
      return result;
    } catch (error) {
      steps.push({ name, ms: elapsed(), error: describe(error) });
      return undefined;
    }
  };
  await run("ready", () => requireReady(options.url));
  const token = await run("sign in", () => signIn(options.url, options.email, options.password));
  if (token !== undefined) {
    const api: Api = { url: options.url, token };
    order = await run("place order", () => place(api, options));
    const placed = order;
    if (placed !== undefined) {
      await run("confirmed", () => waitForStatus(api, placed.id, ["CONFIRMED"], options.timeoutMs));
      await run("cancel order", () => cancel(api, placed.id));
      await run("refunded", () => waitForStatus(api, placed.id, ["CANCELLED", "REJECTED"], options.timeoutMs));
    }
  }
  const ok = steps.length === 6 && steps.every(({ error }) => error === undefined);
  return { ok, steps, ...(order === undefined ? {} : { orderId: order.id }) };
}

/** Throws unless the shop is ready to sell. */
async function requireReady(url: string): Promise<void> {
  const response = await fetch(`${url}/readyz`);
  const { canSell } = (await response.json()) as { readonly canSell?: boolean };
  if (canSell !== true) throw new Error(`/readyz has the status ${response.status} and canSell: ${canSell}`);
}

async function place(api: Api, { sku, paymentMethod }: ProbeOptions): Promise<ProbeOrder> {
  const query = `mutation ($input: PlaceOrderInput!) {
    placeOrder(input: $input) { order { id status } userErrors { code message } }
  }`;
  const input = {
    idempotencyKey: `probe-${crypto.randomUUID()}`,
    lines: [{ sku, quantity: 1 }],
    paymentMethod,
    shippingAddress: address,
  };
  type Payload = { placeOrder: { order: ProbeOrder | null; userErrors: { code: string; message: string }[] } };
  const { order, userErrors } = (await fetchData<Payload>(api, query, { input })).placeOrder;
  if (order === null) throw new Error(userErrors.map(({ code, message }) => `${code}: ${message}`).join("; "));
  return order;
}

async function cancel(api: Api, orderId: string): Promise<void> {
  const query = `mutation ($input: CancelOrderInput!) {
    cancelOrder(input: $input) { order { status } userErrors { code message } }
  }`;
  const input = { orderId, idempotencyKey: `probe-cancel-${orderId}` };
  type Payload = { cancelOrder: { userErrors: { code: string; message: string }[] } };
  const { userErrors } = (await fetchData<Payload>(api, query, { input })).cancelOrder;
  if (userErrors.length > 0) throw new Error(userErrors.map(({ code, message }) => `${code}: ${message}`).join("; "));
}

async function waitForStatus(api: Api, id: string, statuses: readonly string[], timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const { order } = await fetchData<{ order: ProbeOrder | null }>(
      api,
      "query ($id: ID!) { order(id: $id) { id status } }",
      { id },
    );
    const status = order?.status ?? "missing";
    if (statuses.includes(status)) return;
    if (performance.now() > deadline) throw new Error(`The order has the status ${status}`);
    await sleep(pollMs);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
