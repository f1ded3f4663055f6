import { Code } from "@connectrpc/connect";
import { Failure, notFound } from "../../../kit/errors/failure.ts";
import type { AccountContext } from "../../context.ts";
import { findUser, type UserRow } from "../../store/users.ts";

const maxAttempts = 5;

/**
 * Applies a change that depends on the current row of a registered user, and applies it again when a concurrent change came
 * first. `change` returns whether it wrote the row. Returns the new row, or undefined when `change` did not write although
 * the row is the same. Throws NOT_FOUND for guests and unknown users, and CONFLICT after five attempts.
 */
export async function changeRegisteredUser(
  ctx: AccountContext,
  userId: string,
  change: (before: UserRow) => Promise<boolean>,
): Promise<UserRow | undefined> {
  let before = await getRegisteredUser(ctx, userId);
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const isChanged = await change(before);
    const after = await getRegisteredUser(ctx, userId);
    if (isChanged) return after;
    if (after.version === before.version) return undefined;
    before = after;
  }
  throw new Failure(Code.Aborted, "CONFLICT", "The account was changed in the meantime. Try again.");
}

async function getRegisteredUser(ctx: AccountContext, userId: string): Promise<UserRow> {
  const user = await findUser(ctx.db, userId);
  if (user === undefined || user.email === null) throw notFound("Account not found", "accountId");
  return user;
}
