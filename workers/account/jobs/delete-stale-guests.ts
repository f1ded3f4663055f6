import type { AccountContext } from "../context.ts";
import { maxGuestAgeMs } from "../domain/limits.ts";
import { deleteGuestsBefore } from "../store/user-statements.ts";

/** Fewer than the tasks that the outbox runs in a minute. */
const batchSize = 20;

/** Deletes guests whose sessions have expired, and has the names and addresses in their orders erased. */
export async function deleteStaleGuests(ctx: AccountContext): Promise<void> {
  await deleteGuestsBefore(ctx.db, new Date(ctx.now() - maxGuestAgeMs), batchSize);
}
