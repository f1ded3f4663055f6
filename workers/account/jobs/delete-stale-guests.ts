import type { AccountContext } from "../context.ts";
import { maxGuestAgeMs } from "../domain/limits.ts";
import { deleteGuestsBefore } from "../store/user-statements.ts";

/** Deletes guests whose sessions have expired. */
export async function deleteStaleGuests(ctx: AccountContext): Promise<void> {
  await deleteGuestsBefore(ctx.db, new Date(ctx.now() - maxGuestAgeMs));
}
