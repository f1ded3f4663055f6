import { type DisputeOptions, openDispute, updateDispute } from "./disputes.ts";
import { type createFaults, parseFault } from "./faults.ts";
import type { PaymentIntent } from "./objects.ts";
import { authenticate } from "./payment-intents.ts";
import { completeRefund, failRefund } from "./refunds.ts";
import type { Sandbox } from "./sandbox.ts";
import { listTransactions } from "./taxes.ts";

export interface ControlContext {
  readonly sandbox: Sandbox;
  readonly faults: ReturnType<typeof createFaults>;
  readonly setCopies: (copies: number) => void;
}

/**
 * Handles the control endpoints under `/sandbox`, which Stripe does not have: the ledger, faults, webhook copies, the
 * customer's authentication, the end of a refund, and disputes. Returns undefined for an unknown path.
 */
export function handleControlRequest(
  { sandbox, faults, setCopies }: ControlContext,
  method: string,
  path: string,
  body: string,
): object | undefined {
  const [, , resource, id, action] = path.split("/");
  switch (`${method} ${resource}`) {
    case "GET ledger":
      return { entries: sandbox.store.list<PaymentIntent>("payment_intent", { limit: 1_000_000 }).map(toLedgerEntry) };
    case "GET tax_transactions":
      return { transactions: listTransactions(sandbox) };
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
      if (id === undefined) return undefined;
      if (action === "dispute") {
        const options = JSON.parse(body || "{}") as DisputeOptions;
        return sandbox.store.transaction(() => openDispute(sandbox, id, options));
      }
      if (action !== "authenticate") return undefined;
      return sandbox.store.transaction(() =>
        authenticate(sandbox, id, (JSON.parse(body || "{}") as { agrees?: boolean }).agrees !== false),
      );
    case "POST refunds": {
      if (id === undefined) return undefined;
      const { reason = "expired_or_canceled_card" } = JSON.parse(body || "{}") as { reason?: string };
      if (action === "complete") return sandbox.store.transaction(() => completeRefund(sandbox, id));
      return action === "fail" ? sandbox.store.transaction(() => failRefund(sandbox, id, reason)) : undefined;
    }
    case "POST disputes":
      return id === undefined ? undefined : sandbox.store.transaction(() => updateDispute(sandbox, id, action));
    default:
      return undefined;
  }
}

/** One payment of the ledger. Amounts are in the smallest unit of the currency. */
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

function toLedgerEntry(intent: PaymentIntent): LedgerEntry {
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
