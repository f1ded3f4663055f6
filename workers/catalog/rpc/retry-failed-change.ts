import type { RetryFailedChangeRequest } from "../../../proto/gen/catalog/v1/catalog_pb.js";
import type { CatalogContext } from "../context.ts";
import { relay } from "../outbox/relay.ts";
import { findChange, retryDeadLetter } from "../store/outbox.ts";
import { failedChangeMessage, noFailedChange } from "./shared/failed-changes.ts";

/** Time for the consumers to answer before the response. */
const relayMs = 3_000;

/** Publishes the change while the caller waits, so that the response says whether it was accepted. */
export async function retryFailedChange({ id }: RetryFailedChangeRequest, ctx: CatalogContext) {
  if (!(await retryDeadLetter(ctx.db, id))) throw noFailedChange();
  await relay(ctx, ctx.now() + relayMs);
  const change = await findChange(ctx.db, id);
  return change === undefined ? {} : { change: failedChangeMessage(change) };
}
