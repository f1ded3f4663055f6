import { createSources, type Sources } from "../../dev/cli/reconciliation/sources.ts";
import type { Api } from "../../dev/cli/shop/api.ts";
import type { Shop } from "./harness.ts";

/** Opens the data sources of the operator tools for a shop under test. */
export function openShopSources({ stack: cloud, url }: Shop, staff: Api): Sources {
  const { databaseUrl, neonProxy, stripeHost, secrets } = cloud.services;
  return createSources({
    api: { url, token: staff.token ?? "" },
    orders: { url: databaseUrl("order"), neonProxy },
    catalog: { url: databaseUrl("catalog"), neonProxy },
    stripeKey: secrets.stripeKey,
    stripeHost,
  });
}
