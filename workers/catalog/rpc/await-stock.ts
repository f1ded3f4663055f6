import type { AwaitStockRequest } from "../../../proto/gen/catalog/v1/inventory_pb.js";
import { notFound } from "../../kit/errors/failure.ts";
import type { CatalogContext } from "../context.ts";
import { relay } from "../outbox/relay.ts";
import { markAwaitedSku } from "../store/awaited-skus.ts";

/** A SKU that has been restocked since the caller saw it is reported immediately. */
export async function awaitStock({ sku }: AwaitStockRequest, { db, defer, background }: CatalogContext) {
  const available = await markAwaitedSku(db, sku);
  if (available === undefined) throw notFound(`SKU ${sku} not found`, "sku");
  if (available > 0) defer(relay(background()));
  return {};
}
