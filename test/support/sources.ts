import type { Api } from "../../dev/cli/shop/api.ts";
import { openSources, type Sources } from "../../dev/cli/reconciliation/sources.ts";
import type { Shop } from "./harness.ts";

/** What the tools of an operator look at, of a shop under test. */
export function openShopSources({ stack: cloud, url }: Shop, staff: Api): Sources {
  const { databaseUrl, neonProxy, stripeHost, secrets } = cloud.engines;
  return openSources({
    api: { url, token: staff.token ?? "" },
    orders: { url: databaseUrl("order"), neonProxy },
    catalog: { url: databaseUrl("catalog"), neonProxy },
    stripeKey: secrets.stripeKey,
    stripeHost,
  });
}
