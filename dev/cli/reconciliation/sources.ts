import { resolve } from "node:path";
import { type NeonQueryFunction, neon, neonConfig } from "@neondatabase/serverless";
import Stripe from "stripe";
import { root } from "../../build/root.ts";
import { findInstance } from "../../local/instance-file.ts";
import { type DatabaseAddress, getDatabaseAddress } from "../../local/postgres/database-url.ts";
import { loadSecrets } from "../../local/secrets.ts";
import { demoPassword } from "../demo/accounts.ts";
import { type Api, signIn } from "../shop/api.ts";
import { getLocalUrl } from "../shop/command.ts";

export type Sql = NeonQueryFunction<false, false>;

/** The four sources of order data: the API with a support user's token, two databases, and the payment provider. */
export interface Sources {
  readonly api: Api;
  readonly orders: Sql;
  readonly catalog: Sql;
  readonly stripe: Stripe;
}

export interface Addresses {
  /** The token must have the permission to read all orders. */
  readonly api: Required<Pick<Api, "url" | "token">>;
  readonly orders: DatabaseAddress;
  readonly catalog: DatabaseAddress;
  readonly stripeKey: string;
  /** The Stripe emulator, `host:port`, for a local shop. */
  readonly stripeHost?: string;
}

export function createSources({ api, orders, catalog, stripeKey, stripeHost }: Addresses): Sources {
  const proxy = orders.neonProxy;
  if (proxy !== undefined) neonConfig.fetchEndpoint = () => `http://${proxy}/sql`;
  const [host = "", port = ""] = (stripeHost ?? "").split(":");
  const local = stripeHost === undefined ? {} : { host, port, protocol: "http" as const };
  const stripe = new Stripe(stripeKey, { telemetry: false, ...local });
  return { api, orders: neon(orders.url), catalog: neon(catalog.url), stripe };
}

interface Options {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly data: string;
}

/** Returns the addresses of a deployment from the environment, else of the local shop. Throws when one is missing. */
export async function findAddresses({ url, token, data }: Options): Promise<Addresses> {
  const databases = {
    orders: await getDatabaseAddress("order", data),
    catalog: await getDatabaseAddress("catalog", data),
  };
  const stripeKey = process.env.STRIPE_SECRET_KEY;
  if (stripeKey !== undefined && stripeKey !== "") {
    if (url === undefined || token === undefined)
      throw new Error("A deployment needs --url, and --token of a support user");
    return { api: { url, token }, ...databases, stripeKey };
  }
  const dataDir = resolve(root, data);
  const stripeHost = findInstance(dataDir)?.stripeHost;
  if (stripeHost === undefined)
    throw new Error("STRIPE_SECRET_KEY is not set, and no local shop runs on the data folder");
  const localUrl = url ?? getLocalUrl();
  return {
    api: { url: localUrl, token: token ?? (await signIn(localUrl, "support@stoa.example", demoPassword)) },
    ...databases,
    stripeKey: (await loadSecrets(dataDir)).stripeKey,
    stripeHost,
  };
}
