import { neon, neonConfig } from "@neondatabase/serverless";
import type { WorkerName } from "../../dev/build/bundle.ts";
import { type Api, fetchData } from "../../dev/cli/shop/api.ts";
import type { BackingServices } from "../../dev/local/backing-services.ts";
import type { DatabaseName } from "../../dev/local/postgres/migrations.ts";
import type { Identity, Role } from "../../workers/kit/auth/identity.ts";
import { createRpcClient, type Rpc } from "../../workers/kit/connect/client.ts";
import { continueTrace } from "../../workers/kit/observability/trace.ts";
import { signIdentity } from "./sign-identity.ts";

/** A payment in the payment sandbox. Amounts are in minor units. */
export interface LedgerEntry {
  readonly id: string;
  readonly orderId?: string;
  readonly status: string;
  readonly authorized: number;
  readonly captured: number;
  readonly refunded: number;
}

/** Clients of the public API, the services, their databases and the payment sandbox. */
export interface ShopClients {
  readonly url: string;
  /** Registers an account with these roles and signs it in. */
  readonly signUp: (...roles: Role[]) => Promise<Api & { readonly accountId: string; readonly email: string }>;
  /** Calls a service directly, past the gateway. */
  readonly rpc: (worker: WorkerName, identity: Identity) => Promise<Rpc>;
  /** Connects to a database as the superuser, who can also change tables. */
  readonly sql: (database: DatabaseName) => ReturnType<typeof neon<false, false>>;
  readonly ledger: () => Promise<readonly LedgerEntry[]>;
  /** Makes the payment sandbox fail for the next `times` requests that match. Its source lists the modes. */
  readonly injectFault: (mode: string, match: string, times?: number) => Promise<void>;
  /** Removes the faults that `injectFault` added. */
  readonly clearFaults: () => Promise<void>;
  /** Completes the 3-D Secure authentication of a payment as the customer. `agrees: false` fails it. */
  readonly authenticatePayment: (paymentId: string, agrees: boolean) => Promise<void>;
  /** Ends a refund as the customer's bank does. It can fail after it has succeeded. */
  readonly endRefund: (refundId: string, end: "complete" | "fail") => Promise<void>;
  /** Opens a dispute at the payment provider, as the bank does. Returns the id of the dispute. */
  readonly openDispute: (paymentId: string, options?: object) => Promise<string>;
  readonly updateDispute: (
    disputeId: string,
    action: "submit" | "win" | "lose" | "escalate" | "close",
  ) => Promise<void>;
  /** Sets how often the payment sandbox sends each event. The default is 1. */
  readonly setWebhookCopies: (copies: number) => Promise<void>;
}

type Emulators = Pick<BackingServices, "superuserUrl" | "neonProxy" | "secrets" | "stripeHost">;

export function openClients(
  url: string,
  directUrls: Readonly<Partial<Record<WorkerName, string>>>,
  engines: Emulators,
): ShopClients {
  const sql = (database: DatabaseName) => {
    neonConfig.fetchEndpoint = () => `http://${engines.neonProxy}/sql`;
    return neon(engines.superuserUrl(database));
  };
  const sandbox = async (method: string, path: string, body?: object) => {
    const response = await fetch(`http://${engines.stripeHost}/sandbox/${path}`, {
      method,
      headers: { authorization: `Bearer ${engines.secrets.sandboxToken}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The payment sandbox responded with ${response.status} to ${method} ${path}`);
    return (await response.json()) as unknown;
  };
  let users = 0;
  return {
    url,
    sql,
    signUp: async (...roles) => {
      const email = `person-${++users}-${Date.now()}@example.com`;
      const credentials = { email, password: "correct horse battery" };
      const register = "mutation ($input: RegisterInput!) { register(input: $input) { account { id } } }";
      const input = { ...credentials, firstName: "Test", lastName: "Person" };
      const registered = await fetchData<{ register: { account: { id: string } } }>({ url }, register, { input });
      const accountId = registered.register.account.id;
      if (roles.length > 0) await sql("account")`update users set roles = ${roles} where id = ${accountId}`;
      const login = "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }";
      const session = await fetchData<{ login: { accessToken: string } }>({ url }, login, { input: credentials });
      return { url, token: session.login.accessToken, accountId, email };
    },
    rpc: async (worker, identity) => {
      const base = directUrls[worker];
      if (base === undefined) throw new Error(`${worker} has no direct URL`);
      const callee = { fetch: (path: string, init: RequestInit) => fetch(path.replace("http://service", base), init) };
      // An identity is valid for a minute. Tests use their clients for longer.
      const call: (...args: Parameters<Rpc>) => Promise<unknown> = async (...args) => {
        const signed = await signIdentity(engines.secrets, identity);
        const options = { trace: continueTrace(undefined), identity: signed, timeoutMs: 30_000 };
        return createRpcClient(callee, options)(...args);
      };
      return call as Rpc;
    },
    ledger: async () => {
      const { entries } = (await sandbox("GET", "ledger")) as { readonly entries: readonly LedgerEntry[] };
      return entries;
    },
    injectFault: async (mode, match, times = 1) => {
      await sandbox("POST", "faults", { mode, match, times });
    },
    clearFaults: async () => {
      await sandbox("DELETE", "faults");
    },
    authenticatePayment: async (paymentId, agrees) => {
      await sandbox("POST", `payment_intents/${paymentId}/authenticate`, { agrees });
    },
    endRefund: async (refundId, end) => {
      await sandbox("POST", `refunds/${refundId}/${end}`, {});
    },
    openDispute: async (paymentId, options = {}) => {
      return ((await sandbox("POST", `payment_intents/${paymentId}/dispute`, options)) as { id: string }).id;
    },
    updateDispute: async (disputeId, action) => {
      await sandbox("POST", `disputes/${disputeId}/${action}`, {});
    },
    setWebhookCopies: async (copies) => {
      await sandbox("POST", "webhooks", { copies });
    },
  };
}
