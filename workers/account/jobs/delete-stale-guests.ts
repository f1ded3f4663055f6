import type { AccountContext } from "../context.ts";
import { deleteGuestsBefore } from "../store/user-statements.ts";

/** Longer than the maximum lifetime of a session, so no one can be signed in as such a guest. */
const maxGuestAgeMs = 120 * 24 * 3_600_000;

/** Deletes guests whose sessions have expired. */
export async function deleteStaleGuests(ctx: AccountContext): Promise<void> {
  await deleteGuestsBefore(ctx.db, new Date(ctx.now() - maxGuestAgeMs));
}
