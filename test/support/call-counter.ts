import type { Api } from "../../dev/cli/shop/api.ts";
import type { Shop } from "./harness.ts";
import { countOperations, type Operations } from "./operations.ts";

/** Runs a request while the shop is idle, and counts its RPCs and SQL statements up to its response. */
export async function countCalls(
  shop: Shop,
  api: Api,
  query: string,
  variables: object = {},
): Promise<Pick<Operations, "rpcs" | "statements" | "errors">> {
  const { rpcs, statements, errors } = await countOperations(shop, api, query, variables, { afterResponse: false });
  return { rpcs, statements, errors };
}
