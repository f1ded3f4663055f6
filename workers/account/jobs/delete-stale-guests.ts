import type { AccountContext } from "../context.ts";
import { deleteGuestsBefore } from "../store/users.ts";

/** Longer than any session lasts: by then nobody can be this guest any more. */
const guestLifeMs = 120 * 24 * 3_600_000;

export async function deleteStaleGuests(ctx: AccountContext): Promise<void> {
  await deleteGuestsBefore(ctx.db, new Date(ctx.now() - guestLifeMs));
}
