import type { createFaults } from "./faults.ts";
import { parseFault } from "./faults.ts";
import { authenticate } from "./payment-intents.ts";
import type { Sandbox } from "./sandbox.ts";
import type { PaymentIntent } from "./store.ts";

export interface Control {
  readonly sandbox: Sandbox;
  readonly faults: ReturnType<typeof createFaults>;
  readonly setCopies: (copies: number) => void;
}

/**
 * The sandbox's own door, which Stripe does not have: the ledger, the faults, and what a card's holder does.
 * Undefined for a path that is none of it.
 */
export function control(
  { sandbox, faults, setCopies }: Control,
  method: string,
  path: string,
  body: string,
): object | undefined {
  const [, , resource, id, action] = path.split("/");
  switch (`${method} ${resource}`) {
    case "GET ledger":
      return { entries: sandbox.store.list<PaymentIntent>("payment_intent", { limit: 1_000_000 }).map(entryOf) };
    case "GET faults":
      return { faults: faults.list() };
    case "POST faults": {
      const fault = parseFault(JSON.parse(body));
      if (fault === undefined) return { error: "unknown mode" };
      faults.add(fault);
      return { faults: faults.list() };
    }
    case "DELETE faults":
      faults.clear();
      return { faults: [] };
    case "POST webhooks":
      setCopies(Number((JSON.parse(body) as { copies?: unknown }).copies ?? 1));
      return {};
    case "POST payment_intents":
      if (action !== "authenticate" || id === undefined) return undefined;
      return sandbox.store.atomically(() =>
        authenticate(sandbox, id, (JSON.parse(body || "{}") as { agrees?: boolean }).agrees !== false),
      );
    default:
      return undefined;
  }
}

/** One payment in the ledger: what is held, what was taken and what was given back, in the smallest unit. */
export interface LedgerEntry {
  readonly id: string;
  readonly orderId: string | undefined;
  readonly status: string;
  readonly currency: string;
  readonly amount: number;
  readonly authorized: number;
  readonly captured: number;
  readonly refunded: number;
}

function entryOf(intent: PaymentIntent): LedgerEntry {
  return {
    id: intent.id,
    orderId: intent.metadata.order_id,
    status: intent.status,
    currency: intent.currency,
    amount: intent.amount,
    authorized: intent.amount_capturable,
    captured: intent.amount_received,
    refunded: intent.refunded,
  };
}
