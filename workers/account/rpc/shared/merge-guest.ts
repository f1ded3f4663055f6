import type { AccountContext } from "../../context.ts";
import { deleteGuest } from "../../store/user-statements.ts";
import { commitChange } from "../../unit-of-work.ts";
import { findGuest } from "./access.ts";

/** Moves the orders and the wish list of the caller's guest account to the account that they sign in to. */
export async function mergeGuest(ctx: AccountContext, accountId: string): Promise<void> {
  const guest = await findGuest(ctx);
  if (guest === undefined) return;
  const move = { type: "moveOrders", fromAccountId: guest, toAccountId: accountId } as const;
  await commitChange(ctx, deleteGuest(ctx.db, guest), {
    userId: guest,
    deletesUser: true,
    wishlistHeir: accountId,
    sync: [move, { type: "endSessions", accountId: guest }],
    delayed: [move],
  });
}
